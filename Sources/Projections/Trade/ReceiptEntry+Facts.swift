import Events

extension ReceiptEntry {
    /// Takes over what a version of the receipt says; costs begin at nothing.
    func take(_ receipt: Receipt, faults: [Fault], source: RecordSource) {
        self.source = source
        self.faults = faults
        status = receipt.training ? .training : faults.isEmpty ? .counted : .suspect
        take(head(of: receipt))
        gross = receipt.gross
        rounding = receipt.rounding
        tenders = receipt.tenders.map { TenderEntry(kind: $0.kind, amount: $0.amount) }
        (lines, parts, grants) = ([], [], [])
        lines.reserveCapacity(receipt.lines.count)
        receipt.lines.withUnsafeBufferPointer { lines in
            // cannot trap: there are lines, so there is an address
            for place in lines.indices { take(lines.baseAddress! + place) }
        }
    }

    func head(of receipt: Receipt) -> Head {
        Head(
            day: receipt.businessDate ?? Zone.utc.day(of: Instant(milliseconds: effectiveMs)), till: receipt.till,
            number: receipt.number, operator: receipt.circumstances.operator, customer: receipt.customer,
            customerCategory: receipt.customerCategory, channel: receipt.channel, currency: receipt.currency)
    }

    var head: Head {
        Head(
            day: day, till: till, number: number, operator: `operator`, customer: customer,
            customerCategory: customerCategory, channel: channel, currency: currency)
    }

    private func take(_ head: Head) {
        (day, till, number, `operator`) = (head.day, head.till, head.number, head.operator)
        (customer, customerCategory) = (head.customer, head.customerCategory)
        (channel, currency) = (head.channel, head.currency)
    }

    /// - Parameter line: looked at where it lies, since to copy one costs more than to take it over.
    private func take(_ line: UnsafePointer<Line>) {
        let number = line.pointee.line
        // Summed here: to ask a line for its tax or its net from outside its module copies it.
        let tax = line.pointee.taxes.reduce(0) { $0 &+ $1.amount }
        lines.append(
            LineEntry(
                line: number, kind: line.pointee.kind, product: line.pointee.product ?? "",
                quantity: line.pointee.quantity ?? 0, gross: line.pointee.gross, discount: line.pointee.discount,
                net: line.pointee.net ?? (line.pointee.gross &- tax), tax: tax, original: line.pointee.extras.original))
        for (index, component) in line.pointee.extras.components.enumerated() {
            let isReturn = (line.pointee.quantity ?? 0) < 0
            parts.append(
                PartEntry(
                    place: lines.count - 1, line: number, part: Int64(index + 1), product: component.product,
                    quantity: isReturn && component.quantity > 0 ? 0 &- component.quantity : component.quantity))
        }
        for grant in line.pointee.grants {
            grants.append(
                GrantEntry(
                    line: number, rule: grant.rule, version: grant.version, kind: grant.kind ?? "",
                    reason: grant.reason ?? "", approver: grant.approver ?? "", amount: grant.amount))
        }
    }

    /// Comes to nothing: it moves no goods and no money, and has the head of what was undone, so that it is found.
    func takeVoid(_ source: RecordSource, _ head: Head?) {
        self.source = source
        if let head { take(head) }
        (status, faults, gross, rounding) = (.voided, [], 0, 0)
        (lines, parts, grants, tenders) = ([], [], [], [])
    }

    // MARK: Returns

    func add(_ reference: ReturnReference) {
        let place = returns.firstIndex { reference.own < $0.own } ?? returns.count
        returns.insert(reference, at: place)
    }

    /// The sale that a return takes back, when this receipt is known and has it.
    func sale(of reference: ReturnReference) -> (key: PlainKey, sold: Int64)? {
        guard moves else { return nil }
        let goods = goods.first {
            $0.line == reference.line && ExactText.same($0.product, reference.product) && $0.quantity > 0
        }
        return goods.map { (key(line: $0.line, part: $0.part, isIn: false), $0.quantity) }
    }

    /// What earlier returns (in the total order) have taken of the same line, in all stores or in one.
    func returned(before reference: ReturnReference, in store: String? = nil) -> Int64 {
        returns.reduce(0) { sum, other in
            other.line == reference.line && ExactText.same(other.product, reference.product)
                && other.own < reference.own
                && (store == nil || ExactText.same(other.store, store)) ? sum &+ other.quantity : sum
        }
    }
}
