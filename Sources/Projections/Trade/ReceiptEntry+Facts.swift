import Events

extension ReceiptEntry {
    /// Takes over what a version of the receipt says; costs begin at nothing.
    func take(_ receipt: Receipt, faults: [Fault], source: RecordSource) {
        self.source = source
        self.faults = faults
        status = receipt.training ? .training : faults.isEmpty ? .counted : .suspect
        day = receipt.businessDate ?? Zone.utc.day(of: Instant(milliseconds: effectiveMs))
        till = receipt.till
        number = receipt.number
        `operator` = receipt.circumstances.operator
        customer = receipt.customer
        customerCategory = receipt.customerCategory
        channel = receipt.channel
        currency = receipt.currency
        gross = receipt.gross
        rounding = receipt.rounding
        lines = receipt.lines.map { line in
            LineEntry(
                line: line.line, kind: line.kind, product: line.product ?? "", quantity: line.quantity ?? 0,
                gross: line.gross,
                discount: line.discount, net: line.netOrDefault, tax: line.tax, original: line.original)
        }
        parts = receipt.lines.flatMap { line in
            line.components.enumerated().map { index, component in
                PartEntry(
                    line: line.line, part: Int64(index + 1), product: component.product,
                    quantity: (line.quantity ?? 0) < 0 ? -abs(component.quantity) : component.quantity)
            }
        }
        grants = receipt.lines.flatMap { line in
            line.grants.map {
                GrantEntry(
                    line: line.line, rule: $0.rule, version: $0.version, kind: $0.kind ?? "", reason: $0.reason ?? "",
                    approver: $0.approver ?? "", amount: $0.amount)
            }
        }
        tenders = receipt.tenders.map { TenderEntry(kind: $0.kind, amount: $0.amount) }
    }

    // MARK: Returns

    func add(_ reference: ReturnReference) {
        let place = returns.firstIndex { reference.own < $0.own } ?? returns.count
        returns.insert(reference, at: place)
    }

    /// The sale that a return takes back, when this receipt is known and has it.
    ///
    /// What a kit's component cost is known in its own pool only; returned elsewhere it enters as a blind return would.
    func sale(of reference: ReturnReference) -> (key: PlainKey, sold: Int64, cost: Int64)? {
        guard isKnown, status != .training else { return nil }
        if reference.store != store, parts.contains(where: { $0.line == reference.line }) { return nil }
        guard
            let goods = goods.first(where: {
                $0.line == reference.line && $0.product == reference.product && $0.quantity > 0
            }),
            let line = lineIndex(reference.line)
        else { return nil }
        return (key(line: goods.line, part: goods.part, isIn: false), goods.quantity, lines[line].cost)
    }

    /// What earlier returns (in the total order) have taken of the same line, in all stores or in one.
    func returned(before reference: ReturnReference, in store: String? = nil) -> Int64 {
        returns.reduce(0) { sum, other in
            other.line == reference.line && other.product == reference.product && other.own < reference.own
                && (store == nil || other.store == store) ? sum &+ other.quantity : sum
        }
    }
}
