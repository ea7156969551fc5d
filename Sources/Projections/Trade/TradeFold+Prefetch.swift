import Events
import Rules

/// Bringing in hand what a batch will look at.
extension TradeFold {
    /// One query a table instead of one a fact.
    func prefetch(_ records: [FoldRecord]) throws {
        guard let source else { return try prefetchReferred(records) }
        var ids: [FactID] = []
        var wanted: [PoolKey] = []
        var products: Set<ExactText> = []
        var dayKeys: [DayKey] = []
        var customerKeys: [CustomerKey] = []
        var documents = WantedDocuments()
        let waiting = try expectedReceipts()
        func want(_ store: Int32, _ product: String?) {
            guard let product else { return }
            wanted.append(PoolKey(store: store, product: names.number(of: product)))
        }
        for record in records {
            guard let event = record.event else { continue }
            let store = event.envelope.store ?? ""
            switch event.fact {
            case .receiptCompleted(let receipt):
                if waiting.contains(event.id) { ids.append(event.id) }
                let number = names.number(of: store)
                for place in receipt.lines.indices {
                    if let original = receipt.original(ofLineAt: place) { ids.append(original) }
                    want(number, receipt.lines[place].product)
                    for component in receipt.lines[place].components { want(number, component.product) }
                }
                if let day = receipt.businessDate {
                    dayKeys.append(DayKey(store: store, day: day, currency: receipt.currency))
                }
                if let customer = receipt.customer {
                    customerKeys.append(CustomerKey(customer: customer, currency: receipt.currency))
                }
            case .receiptCorrected, .receiptVoided, .receiptCancelled:
                if let id = event.revisedReceipt { ids.append(id) }
            case .goodsReceived(let delivery):
                let number = names.number(of: store)
                for line in delivery.lines { want(number, line.product) }
                documents.revised.append(DocumentKey(store: ExactText(store), id: event.id))
            case .productListed(let product), .productChanged(let product):
                if product.defaultCost != nil { products.insert(ExactText(product.product)) }
            default: documents.note(event, names.number(of: store), want)
            }
        }
        try defaults.prefetch(products)
        // A pool that rests on a guess is in hand when its product's default cost comes.
        if !products.isEmpty {
            for (store, product) in try source.guessing(products.sorted().map(\.text)) {
                want(names.number(of: store), product)
            }
        }
        try receipts.prefetch(ids)
        try transfers.prefetch(documents.transfers)
        try deliveries.prefetch(documents.deliveries)
        try revisions.prefetch(documents.revised)
        try pools.prefetch(wanted)
        dayKeys += ids.compactMap {
            receipts[$0].map { DayKey(store: $0.store, day: $0.day, currency: $0.currency) }
        }
        try days.prefetch(dayKeys)
        try customers.prefetch(customerKeys)
    }

    /// A rebuild has everything in hand but the receipts that it has written: those that are referred to come back.
    func prefetchReferred(_ records: [FoldRecord]) throws {
        var ids: [FactID] = []
        for record in records {
            switch record.event?.fact {
            case .receiptCompleted(let receipt):
                for place in receipt.lines.indices {
                    if let original = receipt.original(ofLineAt: place) { ids.append(original) }
                }
            default: if let id = record.event?.revisedReceipt { ids.append(id) }
            }
        }
        guard !ids.isEmpty else { return }
        // Those that come with this batch are not there yet.
        let coming = Set(records.compactMap(\.id))
        try receipts.prefetch(ids.filter { !coming.contains($0) })
    }
}

extension Event {
    /// The receipt that a correction, a void or a cancellation speaks of.
    fileprivate var revisedReceipt: FactID? {
        switch fact {
        case .receiptCorrected(let correction): FactID(correction.receipt)
        case .receiptVoided(let void): FactID(void.receipt)
        case .receiptCancelled(let cancelled): cancelled.receipt.flatMap { FactID($0) }
        default: nil
        }
    }
}

extension Receipt {
    /// The receipt that a line takes back. Lines are looked at where they lie: to copy one costs more than all that is asked.
    fileprivate func original(ofLineAt place: Int) -> FactID? {
        lines.withUnsafeBufferPointer { lines in
            // cannot trap: there is such a line, so there is an address
            (lines.baseAddress! + place).pointee.extras.original.flatMap { FactID($0.receipt) }
        }
    }
}

/// What a batch's documents look at besides pools.
private struct WantedDocuments {
    var transfers: [ExactText] = []
    var deliveries: [DocumentKey] = []
    /// Documents of which something may have been said already.
    var revised: [DocumentKey] = []

    /// - Parameter want: told the pools.
    mutating func note(_ event: Event, _ store: Int32, _ want: (Int32, String?) -> Void) {
        func delivery(_ id: String?) -> DocumentKey? {
            id.flatMap { FactID($0) }.map { DocumentKey(store: ExactText(event.envelope.store ?? ""), id: $0) }
        }
        revised += [revisedBy(event, delivery)].compactMap { $0 }
        switch event.fact {
        case .goodsReturned(let sent):
            for line in sent.lines { want(store, line.product) }
            deliveries += sent.lines.compactMap { delivery($0.delivery) }
        case .costCorrected(let correction):
            for line in correction.lines { want(store, line.product) }
            deliveries += [delivery(correction.delivery)].compactMap { $0 }
        case .landedCostAdded(let charge):
            for line in charge.lines { want(store, line.product) }
            deliveries += charge.lines.compactMap { delivery($0.delivery) }
        case .transferDispatched(let sent):
            for line in sent.lines { want(store, line.product) }
            transfers.append(ExactText(sent.transfer))
        case .transferReceived(let arrived):
            for line in arrived.lines { want(store, line.product) }
            transfers.append(ExactText(arrived.transfer))
        case .transferDiscrepancyFound(let found): transfers.append(ExactText(found.transfer))
        case .transferClosed(let closed): transfers.append(ExactText(closed.transfer))
        case .goodsCorrected(let correction): for line in correction.replaced { want(store, line.product) }
        case .goodsReversed(let reversal): for line in reversal.replaced { want(store, line.product) }
        case .stockCounted(let count): for line in count.lines { want(store, line.product) }
        case .stockWrittenOff(let gone): for line in gone.lines { want(store, line.product) }
        case .stockRevalued(let revaluation): for line in revaluation.lines { want(store, line.product) }
        default: break
        }
    }

    /// The document that a fact is, or speaks of as a whole.
    private func revisedBy(_ event: Event, _ key: (String?) -> DocumentKey?) -> DocumentKey? {
        switch event.fact {
        case .goodsReturned, .transferDispatched, .stockCounted, .stockWrittenOff, .stockRevalued:
            key(event.id.description)
        case .goodsCorrected(let correction): key(correction.original)
        case .goodsReversed(let reversal): key(reversal.original)
        default: nil
        }
    }
}
