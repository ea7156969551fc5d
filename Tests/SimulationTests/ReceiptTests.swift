import Events
import JSON
import Rules
import Testing

@testable import Simulation

@Suite struct `A simulated receipt` {
    let told = Told.small

    @Test func `takes back only what a real line sold, and no more than it sold`() throws {
        let receipts = Dictionary(uniqueKeysWithValues: told.receipts.map { ($0.fact.id, $0) })
        var back: [OriginalKey: [Line]] = [:]
        for (fact, receipt) in told.receipts {
            for line in receipt.lines {
                guard let original = line.original else { continue }
                let id = try #require(FactID(original.receipt))
                let sold = try #require(receipts[id], "\(original.receipt)")
                #expect(sold.fact.occurredAt < fact.occurredAt)
                back[OriginalKey(receipt: id, line: original.line), default: []].append(line)
            }
        }
        #expect(!back.isEmpty)
        for (key, lines) in back {
            let sold = try #require(receipts[key.receipt]!.receipt.lines.first { $0.line == key.line })
            let quantity = -lines.reduce(0) { $0 + $1.quantity! }
            #expect(lines.allSatisfy { $0.product == sold.product })
            #expect(quantity <= sold.quantity!)
            #expect(-lines.reduce(0) { $0 + $1.gross } == share(sold.gross, quantity, of: sold.quantity!))
            #expect(-lines.reduce(0) { $0 + $1.discount } == share(sold.discount, quantity, of: sold.quantity!))
            #expect(-lines.reduce(0) { $0 + $1.tax } == share(sold.tax, quantity, of: sold.quantity!))
        }
    }

    private struct OriginalKey: Hashable {
        var receipt: FactID
        var line: Int64
    }

    @Test func `rounds only cash, and by at most two tetri`() {
        for (fact, receipt) in told.receipts where !fact.isSuspect {
            let cash = receipt.tenders.filter { $0.kind == "cash" }.reduce(0) { $0 + $1.amount }
            #expect(cash % 5 == 0)
            #expect(abs(receipt.rounding) <= 2)
            if receipt.tenders.allSatisfy({ $0.kind == "card" }), !receipt.tenders.isEmpty, receipt.gross > 0 {
                #expect(receipt.rounding == 0)
            }
        }
    }

    @Test(arguments: [(231, 230), (232, 230), (233, 235), (236, 235), (237, 235), (238, 240), (230, 230), (-233, -235)])
    func `rounds cash as Georgia does`(amount: Int64, coins: Int64) {
        #expect(CashRounding.rounded(amount) == coins)
    }

    @Test func `names known customers with their category`() {
        let categories = Dictionary(uniqueKeysWithValues: told.chain.customers.map { ($0.id, $0.category.rawValue) })
        let named = told.receipts.filter { $0.receipt.customer != nil }
        for (_, receipt) in named { #expect(categories[receipt.customer!] == receipt.customerCategory) }
        let percent = named.count * 100 / told.receipts.count
        #expect((35...55).contains(percent))
    }

    @Test func `shows everything that a till can write`() {
        let receipts = told.receipts.map(\.receipt)
        let lines = receipts.flatMap(\.lines)
        #expect(receipts.contains { $0.training })
        #expect(receipts.contains { $0.channel != "store" })
        #expect(lines.contains { $0.lineKind == .void })
        #expect(lines.contains { $0.lineKind == .charge })
        #expect(lines.contains { $0.lineKind == .return && $0.original == nil && $0.reason != nil })
        #expect(lines.contains { ($0.quantity ?? 0) % 1_000 != 0 })
        for kind in ["promotion", "customerCategory", "manual"] {
            #expect(lines.contains { $0.grants.contains { $0.kind == kind } }, "\(kind)")
        }
        #expect(receipts.contains { $0.tenders.contains { $0.kind == "cash" && $0.amount < 0 } })
        #expect(receipts.contains { Set($0.tenders.map(\.kind)).count == 2 })
    }

    @Test func `is corrected, when it is, by one that keeps every rule`() {
        var corrected = 0
        for fact in told.facts {
            guard case .receiptCorrected(let correction) = told.events[fact.id]!.fact else { continue }
            corrected += 1
            #expect(
                told.facts.contains {
                    $0.id.description == correction.receipt && $0.isSuspect && $0.scope == fact.scope
                })
            #expect(ReceiptRules.faults(of: correction.replacement!).isEmpty)
        }
        let suspects = told.facts.filter(\.isSuspect).count
        #expect(corrected > 0 && corrected <= suspects)
    }
}
