import Events

extension Event {
    /// Everything that is wrong with the fact: its form and its rules. A pure function of the fact, the same at the door,
    /// in a fold and in a replay.
    package var allFaults: [Fault] {
        switch fact {
        case .receiptCompleted(let receipt): faults + ReceiptRules.faults(of: receipt)
        case .receiptCorrected(let correction):
            faults
                + (correction.replacement.map { ReceiptRules.faults(of: $0, isReplacement: true) } ?? [])
                .map { $0.within("replacement") }
        case .goodsReceived(let delivery): faults + DeliveryRules.faults(of: delivery)
        default: faults + fact.brokenRules
        }
    }

    /// Whether the fact, or a line of it, cannot be read: what it says of goods is missing from the figures.
    package var isUnreadable: Bool {
        switch fact {
        case .unreadable: true
        case .receiptCompleted(let receipt): receipt.hasUnreadableGoods
        case .goodsReceived(let delivery): delivery.lines.contains { !$0.isReadable }
        case .goodsReturned(let sent): sent.lines.contains { !$0.isReadable }
        case .goodsCorrected(let correction): correction.hasUnreadableGoods
        case .transferDispatched(let sent): sent.lines.contains { !$0.isReadable }
        case .transferReceived(let arrived): arrived.lines.contains { !$0.isReadable }
        case .transferDiscrepancyFound(let found): found.lines.contains { !$0.isReadable }
        case .stockCounted(let count): count.lines.contains { !$0.isReadable }
        case .stockWrittenOff(let gone): gone.lines.contains { !$0.isReadable }
        case .orderReserved(let held): held.lines.contains { !$0.isReadable }
        case .orderReleased(let freed): freed.lines.contains { !$0.isReadable }
        case .orderHandedOver(let given): given.lines.contains { !$0.isReadable }
        default: false
        }
    }
}

extension GoodsCorrected {
    /// Whether a line of what it says now cannot be read.
    fileprivate var hasUnreadableGoods: Bool {
        func some(_ lines: [some GoodsLine]?) -> Bool { lines?.contains { !$0.isReadable } ?? false }
        return some(delivery?.lines) || some(vendorReturn?.lines) || some(writeOff?.lines) || some(stocktake?.lines)
            || some(dispatch?.lines)
    }
}
