import Events

/// The rules of a customer's order and of what happens to it.
enum OrderRules {
    /// The sums of an order are those of the receipt that it is to become.
    static func faults(of order: OrderFacts) -> [Fault] {
        var checks = Checks()
        let lines = order.lines
        checks.some(lines.count)
        checks.numbered(lines.map(\.line))
        checks.sum(order.gross, "gross", "sum.gross", lines.total(\.gross), "the sum of the lines")
        checks.sum(order.netOrDefault, "net", "sum.net", order.gross &- order.tax, "gross − tax")
        checks.sum(
            order.discount, "discount", "sum.discount", lines.total(\.discount), "the sum of the lines’ discounts")
        checks.sum(
            order.discount, "discount", "sum.grants", lines.total { $0.grants.total(\.amount) },
            "the sum of the grants")
        checks.sum(order.tax, "tax", "sum.tax", lines.total(\.tax), "the sum of the lines’ taxes")
        for (index, line) in lines.enumerated() { check(&checks, line, at: "lines[\(index)]") }
        return checks.faults
    }

    private static func check(_ checks: inout Checks, _ line: OrderLine, at path: String) {
        checks.must(line.isCharge || line.product != nil, "\(path).product", "required", "product is required")
        checks.must(line.isCharge || line.quantity != nil, "\(path).quantity", "required", "quantity is required")
        checks.positive(line.quantity, "\(path).quantity", "quantity.positive")
        checks.notNegative(line.listPrice?.amount, "\(path).listPrice", "price.negative")
        checks.notNegative(line.gross, "\(path).gross")
        checks.sum(line.netOrDefault, "\(path).net", "line.net", line.gross &- line.tax, "gross − taxes")
    }

    static func faults(ofGoods lines: [OrderGoodsLine], canBeNone: Bool = false) -> [Fault] {
        var checks = Checks()
        if lines.isEmpty, canBeNone { return [] }
        GoodsRules.check(&checks, lines)
        return checks.faults
    }

    static func faults(of deposit: OrderDepositTaken) -> [Fault] {
        var checks = Checks()
        checks.positive(deposit.amount, "amount")
        return checks.faults
    }

    static func faults(of handedOver: OrderHandedOver) -> [Fault] {
        faults(ofGoods: handedOver.lines) + faults(ofDeposits: handedOver.deposits)
    }

    static func faults(of cancelled: OrderCancelled) -> [Fault] {
        var checks = Checks()
        checks.notNegative(cancelled.charge, "charge")
        let speaksOfMoney = cancelled.charge != 0 || !cancelled.deposits.isEmpty
        checks.must(
            !speaksOfMoney || cancelled.currency != nil, "currency", "required", "an amount needs its currency")
        return checks.faults + faults(ofDeposits: cancelled.deposits)
    }

    /// A deposit is consumed or given back at most once, by its id.
    private static func faults(ofDeposits deposits: [DepositPart]) -> [Fault] {
        var checks = Checks()
        checks.once(deposits.map(\.deposit), "deposit.repeated") { "deposits[\($0)].deposit" }
        for (index, part) in deposits.enumerated() { checks.positive(part.amount, "deposits[\(index)].amount") }
        return checks.faults
    }
}
