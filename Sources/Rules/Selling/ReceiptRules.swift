import Events

/// The rules that a receipt must keep; one that breaks any is suspect (docs/RULES.md, Receipts).
package enum ReceiptRules {
    /// Every rule that the receipt's content breaks. A pure function of the fact: the same at the till's door, in the
    /// fold and in a replay.
    ///
    /// - Parameter isReplacement: a correction may void every line: the receipt comes to nothing then.
    package static func faults(of receipt: Receipt, isReplacement: Bool = false) -> [Fault] {
        var faults: [Fault] = []
        func sum(_ rule: String, _ path: String, _ said: Int64, _ found: Int64, _ what: String) {
            if let fault = Fault.sum(path, rule, said: said, found: found, what) { faults.append(fault) }
        }
        let lines = Sums(of: receipt.lines)
        if lines.counted == 0, !isReplacement {
            faults.append(Fault("lines", "lines.none", "a receipt needs at least one line that is not void"))
        }
        sum("sum.gross", "gross", receipt.gross, lines.gross, "the sum of the lines")
        sum("sum.net", "net", receipt.netOrDefault, receipt.gross &- receipt.tax, "gross − tax")
        sum("sum.discount", "discount", receipt.discount, lines.discount, "the sum of the lines’ discounts")
        sum("sum.tax", "tax", receipt.tax, lines.tax, "the sum of the lines’ taxes")
        sum("sum.grants", "discount", receipt.discount, lines.granted, "the sum of the grants")
        let due = receipt.gross &+ receipt.rounding
        sum("sum.tenders", "tenders", receipt.tenders.total { $0.amount }, due, "gross + rounding")
        if lines.areSuspicious {
            var numbers: Set<Int64> = []
            for (index, line) in receipt.lines.enumerated() {
                faults += lineFaults(line, at: "lines[\(index)]", numbers: &numbers)
            }
        }
        for index in receipt.tenders.indices where receipt.tenders[index].currency != nil {
            faults += currencyFaults(receipt.tenders[index], of: receipt, at: "tenders[\(index)]")
        }
        return faults
    }

    /// What the lines that are not void come to, and whether any line needs a closer look.
    private struct Sums {
        var counted = 0
        var gross: Int64 = 0
        var discount: Int64 = 0
        var tax: Int64 = 0
        var granted: Int64 = 0
        /// Where this is false no line breaks a rule: nearly always, in a year of receipts.
        var areSuspicious = false

        init(of lines: [Line]) {
            // Where they lie: a line taken out of its array is a copy with all its texts.
            lines.withUnsafeBufferPointer { lines in
                var last = Int64.min
                for index in lines.indices {
                    let tax = lines[index].taxes.total { $0.amount }
                    if lines[index].kind != LineKind.void.rawValue {
                        counted += 1
                        gross &+= lines[index].gross
                        discount &+= lines[index].discount
                        self.tax &+= tax
                        granted &+= lines[index].grants.total { $0.amount }
                    }
                    // Numbers that rise do not repeat.
                    if lines[index].line <= last || lines[index].isSuspicious(tax: tax) { areSuspicious = true }
                    last = lines[index].line
                }
            }
        }
    }

    /// A tender in the receipt's own currency has one amount; one in another says how much of that it was.
    private static func currencyFaults(_ tender: Tender, of receipt: Receipt, at path: String) -> [Fault] {
        guard let currency = tender.currency else { return [] }
        let rule = "currency.contradiction"
        if currency == receipt.currency, let foreign = tender.foreignAmount, foreign != tender.amount {
            let message = "a tender in the receipt’s own currency cannot have another amount in it"
            return [Fault("\(path).foreignAmount", rule, message)]
        }
        if currency != receipt.currency, tender.foreignAmount == nil {
            let message = "the receipt is in \(receipt.currency): the tender’s own amount in \(currency) is missing"
            return [Fault("\(path).currency", rule, message)]
        }
        guard currency != receipt.currency, let foreign = tender.foreignAmount, let rate = tender.rate else {
            return []
        }
        let worth = share(foreign, rate.numerator, of: rate.denominator)
        guard worth != tender.amount else { return [] }
        return [
            Fault(
                "\(path).amount", "tender.rate", "amount is \(tender.amount), foreignAmount at its rate is \(worth)",
                Fault.Numbers(said: tender.amount, found: worth))
        ]
    }

    private static func lineFaults(_ line: Line, at path: String, numbers: inout Set<Int64>) -> [Fault] {
        var faults: [Fault] = []
        if !numbers.insert(line.line).inserted {
            faults.append(Fault("\(path).line", "line.repeated", "line number \(line.line) stands twice"))
        }
        if line.movesGoods {
            if line.product == nil { faults.append(Fault("\(path).product", "required", "product is required")) }
            if line.quantity == nil { faults.append(Fault("\(path).quantity", "required", "quantity is required")) }
        }
        if let price = line.listPrice, price.amount < 0 {
            faults.append(Fault("\(path).listPrice", "price.negative", "a unit price cannot be negative"))
        }
        if let quantity = line.quantity, quantity != 0, line.gross != 0, (quantity < 0) != (line.gross < 0) {
            faults.append(
                Fault("\(path).gross", "line.sign", "quantity \(quantity) and gross \(line.gross) must agree in sign"))
        }
        if line.lineKind == .sale, let quantity = line.quantity, quantity < 0 {
            faults.append(Fault("\(path).quantity", "line.sign", "a sale’s quantity cannot be negative"))
        }
        if line.lineKind == .return, let quantity = line.quantity, quantity > 0 {
            faults.append(Fault("\(path).quantity", "line.sign", "a return’s quantity cannot be positive"))
        }
        if let net = line.net, net != line.gross &- line.tax {
            faults.append(
                Fault(
                    "\(path).net", "line.net", "net \(net) is not gross \(line.gross) − taxes \(line.tax)",
                    Fault.Numbers(said: net, found: line.gross &- line.tax)))
        }
        return faults
    }
}

extension Line {
    /// False where `lineFaults` can find nothing but a number that stands twice.
    @inline(__always) fileprivate func isSuspicious(tax: Int64) -> Bool {
        guard kind == LineKind.sale.rawValue, product != nil, let quantity, quantity >= 0 else { return true }
        return (quantity != 0 && gross < 0) || (listPrice?.amount ?? 0) < 0 || (net ?? (gross &- tax)) != gross &- tax
    }
}
