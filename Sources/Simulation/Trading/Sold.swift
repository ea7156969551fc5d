import Events
import Rules

/// A receipt that may come back, with what has come back of it.
struct Sold: Sendable {
    var id: FactID
    var day: CalendarDay
    var customer: Int?
    var lines: [SoldLine]
    /// Refunds go to the card first, as far as it paid.
    var card: (tender: Int64, left: Int64)?
    var cashTender: Int64?
}

/// A sold line and the quantity returned so far.
struct SoldLine: Sendable {
    var line: Line
    var returned: Int64 = 0

    var left: Int64 { (line.quantity ?? 0) - returned }

    /// Takes `quantity` back: every amount pro rata and cumulatively, so that the whole line comes back to the tetri.
    mutating func takeBack(_ quantity: Int64, from receipt: FactID, grant: (Int) -> String) -> Line {
        let sold = line.quantity ?? 0
        let before = returned
        returned += quantity
        let after = returned
        func part(_ total: Int64) -> Int64 { share(total, after, of: sold) - share(total, before, of: sold) }

        var back = Line()
        back.kind = LineKind.return.rawValue
        (back.product, back.barcode, back.unit) = (line.product, line.barcode, line.unit)
        (back.listPrice, back.priceFact) = (line.listPrice, line.priceFact)
        back.quantity = -quantity
        back.gross = -part(line.gross)
        back.discount = -part(line.discount)
        back.taxes = line.taxes.map { tax in
            let amount = -part(tax.amount)
            return LineTax(code: tax.code, rate: tax.rate, base: back.gross - amount, amount: amount)
        }
        var rest = back.discount
        for (place, given) in line.grants.enumerated() {
            var taken = given
            taken.grant = grant(place)
            taken.base = given.base.map { -part($0) }
            taken.amount = place == line.grants.count - 1 ? rest : -part(given.amount)
            taken.inputs = ["reverses": .string(given.grant ?? "")]
            rest -= taken.amount
            back.grants.append(taken)
        }
        back.original = OriginalLine(receipt: receipt.description, line: line.line)
        return back
    }
}

extension LineTax {
    init(code: String?, rate: Int64, base: Int64?, amount: Int64) {
        self.init()
        (self.code, self.rate, self.base, self.amount) = (code, rate, base, amount)
    }
}
