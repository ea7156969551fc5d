import Events

/// The rules of docs/RULES.md as they are said there, one after another, with nothing done for speed.
enum PlainRules {
    static func faults(of receipt: Receipt) -> [Fault] {
        var faults: [Fault] = []
        func sum(_ rule: String, _ path: String, _ said: Int64, _ found: Int64, _ what: String) {
            guard said != found else { return }
            let numbers = Fault.Numbers(said: said, found: found)
            faults.append(Fault(path, rule, "\(path) is \(said), \(what) is \(found)", numbers))
        }
        func total<T>(_ elements: [T], _ amount: (T) -> Int64) -> Int64 { elements.reduce(0) { $0 &+ amount($1) } }
        let counted = receipt.lines.filter { $0.kind != "void" }
        if counted.isEmpty {
            faults.append(Fault("lines", "lines.none", "a receipt needs at least one line that is not void"))
        }
        sum("sum.gross", "gross", receipt.gross, total(counted) { $0.gross }, "the sum of the lines")
        sum(
            "sum.net", "net", receipt.net ?? (receipt.gross &- receipt.tax), receipt.gross &- receipt.tax, "gross − tax"
        )
        sum(
            "sum.discount", "discount", receipt.discount, total(counted) { $0.discount },
            "the sum of the lines’ discounts")
        let taxes = total(counted) { total($0.taxes) { $0.amount } }
        sum("sum.tax", "tax", receipt.tax, taxes, "the sum of the lines’ taxes")
        let granted = total(counted) { total($0.grants) { $0.amount } }
        sum("sum.grants", "discount", receipt.discount, granted, "the sum of the grants")
        let due = receipt.gross &+ receipt.rounding
        sum("sum.tenders", "tenders", total(receipt.tenders) { $0.amount }, due, "gross + rounding")
        var numbers: Set<Int64> = []
        for (index, line) in receipt.lines.enumerated() {
            faults += lineFaults(line, "lines[\(index)]", isRepeated: !numbers.insert(line.line).inserted)
        }
        for (index, tender) in receipt.tenders.enumerated() {
            faults += tenderFaults(tender, receipt, "tenders[\(index)]")
        }
        return faults
    }

    private static func lineFaults(_ line: Line, _ path: String, isRepeated: Bool) -> [Fault] {
        let tax = line.taxes.reduce(Int64(0)) { $0 &+ $1.amount }
        var faults: [Fault] = []
        func check(
            _ isBroken: Bool, _ member: String, _ rule: String, _ message: String, _ numbers: Fault.Numbers? = nil
        ) {
            if isBroken { faults.append(Fault("\(path).\(member)", rule, message, numbers)) }
        }
        check(isRepeated, "line", "line.repeated", "line number \(line.line) stands twice")
        let moves = line.kind == "sale" || line.kind == "return"
        check(moves && line.product == nil, "product", "required", "product is required")
        check(moves && line.quantity == nil, "quantity", "required", "quantity is required")
        check((line.listPrice?.amount ?? 0) < 0, "listPrice", "price.negative", "a unit price cannot be negative")
        let quantity = line.quantity ?? 0
        check(
            quantity.signum() * line.gross.signum() < 0, "gross", "line.sign",
            "quantity \(quantity) and gross \(line.gross) must agree in sign")
        check(line.kind == "sale" && quantity < 0, "quantity", "line.sign", "a sale’s quantity cannot be negative")
        check(line.kind == "return" && quantity > 0, "quantity", "line.sign", "a return’s quantity cannot be positive")
        check(
            line.net != nil && line.net != line.gross &- tax, "net", "line.net",
            "net \(line.net ?? 0) is not gross \(line.gross) − taxes \(tax)",
            Fault.Numbers(said: line.net ?? 0, found: line.gross &- tax))
        return faults
    }

    private static func tenderFaults(_ tender: Tender, _ receipt: Receipt, _ path: String) -> [Fault] {
        guard let currency = tender.currency else { return [] }
        let rule = "currency.contradiction"
        if currency == receipt.currency {
            guard let foreign = tender.foreignAmount, foreign != tender.amount else { return [] }
            let message = "a tender in the receipt’s own currency cannot have another amount in it"
            return [Fault("\(path).foreignAmount", rule, message)]
        }
        guard tender.foreignAmount == nil else { return [] }
        let message = "the receipt is in \(receipt.currency): the tender’s own amount in \(currency) is missing"
        return [Fault("\(path).currency", rule, message)]
    }

    static func faults(of delivery: Delivery) -> [Fault] {
        var (faults, numbers): ([Fault], Set<Int64>) = ([], [])
        for (index, line) in delivery.lines.enumerated() {
            let path = "lines[\(index)]"
            if line.product == nil { faults.append(Fault("\(path).product", "required", "product is required")) }
            if line.quantity == nil { faults.append(Fault("\(path).quantity", "required", "quantity is required")) }
            if let quantity = line.quantity, quantity <= 0 {
                faults.append(Fault("\(path).quantity", "quantity.positive", "a delivery brings in more than 0"))
            }
            if !numbers.insert(line.line).inserted {
                faults.append(Fault("\(path).line", "line.repeated", "line number \(line.line) stands twice"))
            }
        }
        return faults
    }
}
