import Events
import Rules
import Testing

/// Quick where nothing is wrong, the rules say the same as when they are read one after another, in the same order.
@Suite struct `The rules of receipts and deliveries` {
    @Test func `are all found, whatever is said`() {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("rules: seed \(seed)")
        var dice = Dice(state: seed)
        var (sound, rules): (Int, Set<String>) = (0, [])
        for turn in 0..<20_000 {
            var receipt = Self.receipt(&dice)
            for _ in 0..<Int.random(in: 0...3, using: &dice) { Self.spoil(&receipt, &dice) }
            let faults = ReceiptRules.faults(of: receipt)
            #expect(faults == PlainRules.faults(of: receipt), "seed \(seed), turn \(turn)")
            if faults.isEmpty { sound += 1 }
            rules.formUnion(faults.map(\.rule))
        }
        #expect(sound > 1_000)
        #expect(
            rules == [
                "lines.none", "sum.gross", "sum.net", "sum.discount", "sum.tax", "sum.grants", "sum.tenders",
                "line.repeated", "required", "price.negative", "line.sign", "line.net", "currency.contradiction",
            ])
    }

    @Test func `let a correction void every line, and no receipt do so by itself`() {
        var (receipt, line) = (Receipt(), Line())
        (line.line, line.kind, line.gross) = (1, "void", 300)
        receipt.lines = [line]
        #expect(ReceiptRules.faults(of: receipt).map(\.rule) == ["lines.none"])
        #expect(ReceiptRules.faults(of: receipt, isReplacement: true) == [])
    }

    @Test func `hold a foreign tender to its rate`() {
        var (receipt, line, tender, rate) = (Receipt(), Line(), Tender(), ExchangeRate())
        (rate.numerator, rate.denominator) = (4_007, 10_000)
        (tender.tender, tender.kind, tender.currency, tender.foreignAmount) = (1, "cash", "USD", 2_300)
        tender.rate = rate
        (line.line, line.kind, line.product, line.quantity) = (1, "sale", "p", 1_000)
        receipt.currency = "GEL"
        func rules(_ amount: Int64) -> [String] {
            (receipt.gross, line.gross, tender.amount) = (amount, amount, amount)
            (receipt.lines, receipt.tenders) = ([line], [tender])
            return ReceiptRules.faults(of: receipt).map(\.rule)
        }
        #expect(rules(999) == ["tender.rate"])
        #expect(rules(922) == [])
    }

    @Test func `of deliveries too`() {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("rules: seed \(seed)")
        var dice = Dice(state: seed)
        var (sound, rules): (Int, Set<String>) = (0, [])
        for turn in 0..<5_000 {
            var delivery = Delivery()
            for number in 0..<Int64.random(in: 0...4, using: &dice) {
                var line = DeliveryLine()
                line.line = Int64.random(in: 0..<8, using: &dice) == 0 ? 1 : number + 1
                line.product = Int.random(in: 0..<8, using: &dice) == 0 ? nil : "p"
                line.quantity = [1000, 1000, 1000, 1000, 2000, 0, -1, nil].randomElement(using: &dice)!
                delivery.lines.append(line)
            }
            let faults = DeliveryRules.faults(of: delivery)
            #expect(faults == PlainRules.faults(of: delivery), "seed \(seed), turn \(turn)")
            if faults.isEmpty { sound += 1 }
            rules.formUnion(faults.map(\.rule))
        }
        #expect(sound > 100)
        #expect(rules == ["required", "quantity.positive", "line.repeated"])
    }

    /// A receipt that breaks no rule.
    private static func receipt(_ dice: inout Dice) -> Receipt {
        var receipt = Receipt()
        receipt.currency = "GEL"
        for number in 1...Int64.random(in: 1...4, using: &dice) {
            var line = Line()
            line.line = number
            line.kind = ["sale", "sale", "sale", "return", "charge"].randomElement(using: &dice)!
            let sign: Int64 = line.kind == "return" ? -1 : 1
            line.product = "p"
            line.quantity = 1000 * sign
            line.gross = Int64.random(in: 0...500, using: &dice) * sign
            if Bool.random(using: &dice) {
                var tax = LineTax()
                tax.amount = line.gross / 6
                line.taxes = [tax]
            }
            if Bool.random(using: &dice) { line.net = line.gross - line.tax }
            if Bool.random(using: &dice) {
                var grant = Grant()
                grant.amount = 7
                (line.discount, line.grants) = (7, [grant])
            }
            receipt.lines.append(line)
        }
        receipt.gross = receipt.lines.reduce(0) { $0 + $1.gross }
        receipt.discount = receipt.lines.reduce(0) { $0 + $1.discount }
        receipt.tax = receipt.lines.reduce(0) { $0 + $1.tax }
        var tender = Tender()
        tender.amount = receipt.gross
        receipt.tenders = [tender]
        return receipt
    }

    private static func spoil(_ receipt: inout Receipt, _ dice: inout Dice) {
        let place = receipt.lines.indices.randomElement(using: &dice)
        switch (Int.random(in: 0..<14, using: &dice), place) {
        case (0, _): receipt.gross += 1
        case (1, _): receipt.tax += 1
        case (2, _): receipt.net = 3
        case (3, _): receipt.discount -= 1
        case (4, _): receipt.tenders[0].currency = ["GEL", "USD"].randomElement(using: &dice)!
        case (5, _): receipt.tenders[0].foreignAmount = 9
        case (6, _): receipt.lines = []
        case (7, let place?): receipt.lines[place].line = 1
        case (8, let place?): receipt.lines[place].kind = ["void", "sale", "return", "x"].randomElement(using: &dice)!
        case (9, let place?): receipt.lines[place].product = nil
        case (10, let place?): receipt.lines[place].quantity = [nil, 0, 5, -5].randomElement(using: &dice)!
        case (11, let place?): receipt.lines[place].gross = [-300, 0, .max, .min].randomElement(using: &dice)!
        case (12, let place?): receipt.lines[place].net = 11
        case (13, let place?):
            receipt.lines[place].listPrice = UnitAmount(amount: [-1, 1].randomElement(using: &dice)!, per: 1000)
        default: break
        }
    }
}

/// xorshift64*: a seed gives the same run on every machine.
private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }
}
