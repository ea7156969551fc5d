import Events

/// The rules of facts that move or value goods (docs/RULES.md, Stock and cost).
enum GoodsRules {
    /// Lines that move goods: product and quantity are there, and the quantity moves something.
    static func check(_ checks: inout Checks, _ lines: [some GoodsLine], canBeNothing: Bool = false) {
        checks.some(lines.count)
        for (index, line) in lines.enumerated() {
            let path = "lines[\(index)]"
            checks.must(line.product != nil, "\(path).product", "required", "product is required")
            checks.must(line.quantity != nil, "\(path).quantity", "required", "quantity is required")
            if canBeNothing {
                checks.notNegative(line.quantity, "\(path).quantity", "quantity.negative")
            } else {
                checks.positive(line.quantity, "\(path).quantity", "quantity.positive")
            }
        }
    }

    static func faults(of sent: GoodsReturned) -> [Fault] {
        var checks = Checks()
        check(&checks, sent.lines)
        checks.numbered(sent.lines.map(\.line))
        for (index, line) in sent.lines.enumerated() { checks.notNegative(line.credit, "lines[\(index)].credit") }
        return checks.faults
    }

    /// A correction says one document, and that as if it were said for the first time.
    static func faults(of correction: GoodsCorrected) -> [Fault] {
        let said: [(String, [Fault])?] = [
            correction.delivery.map { ("delivery", DeliveryRules.faults(of: $0)) },
            correction.vendorReturn.map { ("vendorReturn", faults(of: $0)) },
            correction.writeOff.map { ("writeOff", faults(of: $0)) },
            correction.stocktake.map { ("stocktake", faults(of: $0)) },
            correction.revaluation.map { ("revaluation", faults(of: $0)) },
            correction.dispatch.map { ("dispatch", faults(of: $0)) },
        ]
        let documents = said.compactMap { $0 }
        var checks = Checks()
        checks.must(
            documents.count == 1, "", "document.one", "a correction says one document, and this says \(documents.count)"
        )
        replaced(&checks, correction.original, correction.replaced)
        return checks.faults
            + documents.flatMap { name, faults in
                faults.map { $0.within(name) }
            }
    }

    static func faults(of reversal: GoodsReversed) -> [Fault] {
        var checks = Checks()
        replaced(&checks, reversal.original, reversal.replaced)
        return checks.faults
    }

    private static func replaced(_ checks: inout Checks, _ original: String, _ lines: [GoodsReplacedLine]) {
        checks.names(original: original)
        for (index, line) in lines.enumerated() {
            checks.must(line.product != nil, "replaced[\(index)].product", "required", "product is required")
        }
    }

    static func faults(of sent: TransferDispatched) -> [Fault] {
        var checks = Checks()
        check(&checks, sent.lines)
        checks.numbered(sent.lines.map(\.line))
        return checks.faults
    }

    static func faults(of arrived: TransferReceived) -> [Fault] {
        var checks = Checks()
        check(&checks, arrived.lines)
        checks.numbered(arrived.lines.map(\.line))
        for (index, line) in arrived.lines.enumerated() {
            checks.notNegative(line.cost, "lines[\(index)].cost")
            checks.must(
                line.cost == nil || arrived.currency != nil, "currency", "required", "a cost needs its currency")
        }
        return checks.faults
    }

    static func faults(of found: TransferDiscrepancyFound) -> [Fault] {
        var checks = Checks()
        check(&checks, found.lines)
        checks.numbered(found.lines.map(\.line))
        return checks.faults
    }

    /// One line sums a product's places, so a product stands once.
    static func faults(of count: StockCounted) -> [Fault] {
        var checks = Checks()
        check(&checks, count.lines, canBeNothing: true)
        checks.numbered(count.lines.map(\.line))
        checks.once(count.lines.map(\.product), "product.repeated") { "lines[\($0)].product" }
        for (index, line) in count.lines.enumerated() where !line.places.isEmpty {
            let path = "lines[\(index)]"
            checks.sum(
                line.quantity ?? 0, "\(path).quantity", "sum.places", line.places.total(\.quantity),
                "the sum of its places")
            for (place, counted) in line.places.enumerated() {
                checks.notNegative(counted.quantity, "\(path).places[\(place)].quantity", "quantity.negative")
            }
        }
        return checks.faults
    }

    static func faults(of gone: StockWrittenOff) -> [Fault] {
        var checks = Checks()
        check(&checks, gone.lines)
        checks.numbered(gone.lines.map(\.line))
        return checks.faults
    }

    static func faults(of correction: CostCorrected) -> [Fault] {
        var checks = Checks()
        checks.some(correction.lines.count)
        checks.numbered(correction.lines.map(\.line))
        for (index, line) in correction.lines.enumerated() { checks.notNegative(line.cost, "lines[\(index)].cost") }
        return checks.faults
    }

    /// The parts are the whole: nothing of a charge is lost on the way to the deliveries.
    static func faults(of charge: LandedCostAdded) -> [Fault] {
        var checks = Checks()
        checks.some(charge.lines.count)
        checks.numbered(charge.lines.map(\.line))
        checks.sum(charge.amount, "amount", "sum.lines", charge.lines.total(\.amount), "the sum of the lines")
        checks.must(
            charge.foreign.map { $0.currency != charge.currency } ?? true, "foreign.currency",
            "currency.contradiction", "an amount in the charge’s own currency is no foreign one")
        return checks.faults
    }

    static func faults(of revaluation: StockRevalued) -> [Fault] {
        var checks = Checks()
        checks.some(revaluation.lines.count)
        checks.numbered(revaluation.lines.map(\.line))
        checks.once(revaluation.lines.map(\.product), "product.repeated") { "lines[\($0)].product" }
        for (index, line) in revaluation.lines.enumerated() {
            checks.notNegative(line.cost?.amount, "lines[\(index)].cost.amount")
        }
        return checks.faults
    }

    /// - Parameter isWhole: a change may say an amount in the currency that was said before.
    static func faults(of supplier: SupplierFacts, isWhole: Bool) -> [Fault] {
        var checks = Checks()
        checks.notNegative(supplier.paymentDays, "paymentDays", "days.negative")
        checks.notNegative(supplier.deliveryDays, "deliveryDays", "days.negative")
        checks.notNegative(supplier.minimumOrder, "minimumOrder")
        checks.must(
            supplier.minimumOrder == nil || supplier.currency != nil || !isWhole, "currency", "required",
            "minimumOrder needs its currency")
        checks.cleared(supplier.cleared, among: SupplierFacts.clearable)
        return checks.faults
    }

    static func faults(of order: PurchaseOrderFacts) -> [Fault] {
        var checks = Checks()
        check(&checks, order.lines)
        checks.numbered(order.lines.map(\.line))
        for (index, line) in order.lines.enumerated() { checks.notNegative(line.cost, "lines[\(index)].cost") }
        return checks.faults
    }
}
