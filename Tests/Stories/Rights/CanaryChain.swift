import Events
import Foundation
import JSON
import Rules
import TestSupport
import Testing

/// A chain in which whatever is for some eyes only cannot be mistaken: a cost, a customer, a person's name, another shop's
/// figures.
enum CanaryChain {
    /// What may not be told, and to whom.
    enum Canary: String, CaseIterable {
        case cost, customer, identity, otherShop

        func mayBeTold(to reader: Reader) -> Bool {
            switch self {
            case .cost: reader.scopes.contains(.cost)
            case .customer: reader.scopes.contains(.personal)
            case .identity: reader.readsIdentity
            case .otherShop: !reader.isOfOneShop
            }
        }

        /// Beginnings, as they stand in an answer whose numbers have no separators.
        fileprivate var signs: [String] {
            switch self {
            // A piece, two, what a sale at 1.00 lost by it, the same of what it took.
            case .cost: ["7770001", "1554000", "7769901"]
            case .customer: ["canary-customer", "canary-elsewhere"]
            case .identity: ["Canaryna", "599777000", "CANARYCARD"]
            case .otherShop: ["44400", "55500", "S02-t1:", "canary-elsewhere"]
            }
        }

        /// The first sign of it in an answer: a text, also as a cursor has it, or the beginning of a number.
        func sign(in answer: [UInt8], for reader: Reader? = nil) -> String? {
            // Who works in a shop knows the chain's customers, and none of their figures elsewhere.
            let signs =
                self == .otherShop && reader?.isPerson == true ? signs.filter { $0 != "canary-elsewhere" } : signs
            return signs.first { sign in
                let bytes = Array(sign.utf8)
                if bytes.allSatisfy(CanaryChain.isDigit) { return CanaryChain.hasNumber(beginningWith: bytes, answer) }
                let hex = bytes.map { String(format: "%02x", $0) }.joined()
                return CanaryChain.has(bytes, answer) || CanaryChain.has(Array(hex.utf8), answer)
            }
        }
    }

    private static func has(_ part: [UInt8], _ answer: [UInt8]) -> Bool {
        Data(answer).range(of: Data(part)) != nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isInWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Whether a number begins so, whatever people's pages and sheets set between its digits: a point, a comma, a space, also one
    /// that does not break. What stands in the middle of another number or of a hash is none.
    private static func hasNumber(beginningWith digits: [UInt8], _ answer: [UInt8]) -> Bool {
        answer.withUnsafeBytes { answer in
            var start = 0
            while let found = memchr(answer.baseAddress! + start, Int32(digits[0]), answer.count - start) {
                start = found - UnsafeMutableRawPointer(mutating: answer.baseAddress!)
                if start == 0 || !isInWord(answer[start - 1]), continues(answer[start...], digits[...]) { return true }
                start += 1
                if start == answer.count { break }
            }
            return false
        }
    }

    private static func continues(_ answer: Slice<UnsafeRawBufferPointer>, _ digits: ArraySlice<UInt8>) -> Bool {
        guard let digit = digits.first else { return true }
        guard let next = answer.first else { return false }
        if next == digit { return continues(answer.dropFirst(), digits.dropFirst()) }
        guard !isDigit(next), let length = separators.first(where: { answer.starts(with: $0) })?.count else {
            return false
        }
        return continues(answer.dropFirst(length), digits)
    }

    private static let separators = [".", ",", " ", "\u{A0}", "\u{202F}"].map { Array($0.utf8) }

    static let cost: Int64 = 7_770_001

    /// Fills a house whose worker runs.
    static func fill(_ house: House) throws {
        func command(_ method: String, _ path: String, _ body: JSON) throws {
            let answer = try house.command(method, path, body)
            try #require([200, 201].contains(answer.status), "\(method) \(path): \(answer.text)")
        }
        try command("PUT", "stores/S01", CommandStories.shop)
        try command("PUT", "stores/S02", ["zone": "Asia/Tbilisi", "currency": "GEL", "name": ["en": "Two"]])
        try command("PUT", "stores/S01/tills/S01-t1", ["till": "1"])
        try command("PUT", "stores/S02/tills/S02-t1", ["till": "1"])
        try command("PUT", "products/p", CommandStories.milk)
        try command(
            "PUT", "products/q",
            ["name": ["en": "q"], "unit": "pcs", "defaultCost": ["amount": .int(cost), "per": 1_000]])
        try command("PUT", "suppliers/s", ["name": ["en": "Supplier"], "currency": "GEL"])
        try command(
            "PUT", "discount-rules/ten",
            [
                "name": ["en": "Ten"], "stage": "customer", "mode": "compound",
                "effects": [["kind": "percent", "percent": 100_000]],
            ])
        try command("PUT", "customer-categories/gold", ["name": ["en": "Gold"]])
        try command(
            "PUT", "customers/canary-customer",
            ["name": "Canaryna", "phone": "599777000", "cards": ["CANARYCARD"], "category": "gold"])
        try command("PUT", "customers/canary-elsewhere", ["name": "Canaryna", "category": "gold"])
        try goods(command)
        try dealings(command)
        try sales(house)
        try trouble(house)
        try house.settle()
    }

    private static func goods(_ command: (String, String, JSON) throws -> Void) throws {
        try command("PUT", "stores/S01/deliveries/D-1", delivery("p", 2_000, 2 * cost))
        try command("PUT", "stores/S02/deliveries/D-2", delivery("p", 8_880_008, 10 * cost))
        try command(
            "POST", "stores/S01/deliveries/D-1/cost-corrections",
            ["reason": "late", "currency": "GEL", "lines": [["line": 1, "cost": .int(2 * cost)]]])
        try command(
            "PUT", "stores/S01/purchase-orders/u",
            [
                "supplier": "s", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "quantity": 1_000, "cost": .int(cost)]],
            ])
        try command(
            "PUT", "stores/S02/purchase-orders/v",
            [
                "supplier": "s", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "quantity": 4_440_004, "cost": .int(cost)]],
            ])
        try command(
            "PUT", "stores/S01/transfers/t",
            ["to": "S02", "lines": [["line": 1, "product": "p", "quantity": 1_000]]])
    }

    private static func delivery(_ product: String, _ quantity: Int64, _ cost: Int64) -> JSON {
        [
            "supplier": "s", "currency": "GEL",
            "lines": [["line": 1, "product": .string(product), "quantity": .int(quantity), "cost": .int(cost)]],
        ]
    }

    private static func dealings(_ command: (String, String, JSON) throws -> Void) throws {
        for (store, order, customer, gross) in [
            ("S01", "o", "canary-customer", 100), ("S02", "w", "canary-elsewhere", 5_550_005),
        ] as [(String, String, String, Int64)] {
            let line: JSON = ["line": 1, "kind": "sale", "product": "p", "quantity": 1_000, "gross": .int(gross)]
            try command(
                "PUT", "stores/\(store)/orders/\(order)",
                ["customer": .string(customer), "currency": "GEL", "gross": .int(gross), "lines": [line]])
            try command(
                "PUT", "stores/\(store)/payments/\(order)-paid",
                [
                    "method": "card", "purpose": "sale", "customer": .string(customer), "order": .string(order),
                    "amount": .int(gross), "currency": "GEL",
                ])
            try command(
                "POST", "stores/\(store)/accounts/\(customer)/entries",
                ["kind": "opening", "amount": .int(gross), "currency": "GEL", "reason": "opening"])
            try command("POST", "customers/\(customer)/points/earnings", ["points": 10])
            try command(
                "PUT", "documents/\(order)",
                [
                    "kind": "contract", "entity": ["kind": "customer", "id": .string(customer)],
                    "title": "canary-customer",
                ])
        }
        try command("PUT", "coupons/c", ["rule": "ten", "customer": "canary-customer", "uses": 1])
        try command("PUT", "contracts/k", ["customer": "canary-customer", "kind": "credit"])
        try command(
            "PUT", "reminders/m",
            ["kind": "call", "entity": ["kind": "customer", "id": "canary-customer"], "dueAt": "2026-12-01T09:00:00Z"])
        try command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL", "customer": "canary-customer"])
    }

    private static func sales(_ house: House) throws {
        let till = try house.accounts.createToken(kind: .till, name: "two", stores: ["S02"], writers: ["S02-t1"])
        var receipt = TestChain.receipt([("p", 1_000, 100)], day: "2026-03-02", customer: "canary-customer")
        var line = receipt["lines"]!.array![0]
        line["grants"] = [["rule": "ten", "version": 1, "kind": "percent", "amount": 10]]
        receipt["lines"] = [line]
        let other = TestChain.receipt([("p", 4_440_004, 5_550_005)], day: "2026-03-02", customer: "canary-elsewhere")
        for (store, writer, token, data) in [
            ("S01", "S01-t1", house.till, receipt), ("S02", "S02-t1", till, other),
        ] {
            let event = TestChain.event(
                "receipt.completed.v1", data, store: store, writer: writer, sequence: 1, at: "2026-03-02T09:00:00Z")
            let answer = try house.post([event], store: store, writer: writer, token: token)
            try #require(answer.status == 200, "\(answer.text)")
            // A gap in the book.
            let later = TestChain.event(
                "receipt.completed.v1", data, store: store, writer: writer, sequence: 9, at: "2026-03-02T10:00:00Z")
            try #require(house.post([later], store: store, writer: writer, token: token).status == 200)
        }
    }

    /// Facts with something wrong in them: numbers in two versions, sums that do not add up, what cannot be read, what names
    /// what is not there.
    private static func trouble(_ house: House) throws {
        func say(_ number: Int64, _ type: String, _ data: JSON) throws {
            let event = TestChain.event(
                type, data, store: "S01", writer: "office", sequence: number, at: "2026-03-02T12:00:00Z")
            let answer = try house.post([event], store: "S01", writer: "office")
            try #require(answer.status == 200, "\(answer.text)")
        }
        try say(1, "goods.received.v1", delivery("p", 1_000, cost))
        try say(1, "goods.received.v1", delivery("p", 1_000, cost + 1))
        try say(2, "goods.received.v1", delivery("p", 1_000, -cost))
        try say(
            3, "goods.received.v1",
            ["currency": "GEL", "lines": [["line": 1, "product": "p", "quantity": "all", "cost": .string("\(cost)")]]])
        try say(
            4, "cost.corrected.v1",
            ["delivery": "office:77", "currency": "GEL", "lines": [["line": 1, "cost": .int(cost)]]])
        try say(5, "account.adjusted.v1", ["customer": "canary-customer", "amount": "much", "currency": "GEL"])
        try say(6, "canary.danced.v1", ["customer": "canary-customer", "cost": .int(cost)])
        let paid: JSON = [["tender": 1, "kind": "giftCard", "serial": "canary-card", "amount": 100]]
        var receipt = TestChain.receipt([("p", 1_000, 100)], day: "2026-03-02", customer: "canary-customer")
        receipt["tenders"] = paid
        let bad = TestChain.event(
            "receipt.completed.v1", receipt, store: "S01", writer: "S01-t1", sequence: 2, at: "2026-03-02T11:00:00Z")
        try #require(house.post([bad]).status == 200)
        receipt["gross"] = 101
        let worse = TestChain.event(
            "receipt.completed.v1", receipt, store: "S01", writer: "S01-t1", sequence: 3, at: "2026-03-02T11:00:00Z")
        try #require(house.post([worse]).status == 200)
    }
}
