import Events

/// Folds receipts, goods and default costs into receipts, store days, customers' purchases, transfers and costed stock.
///
/// These share an owner because they share a computation: one costing feeds stock, margins and the cost of each
/// receipt. What sums, sums; what costs is folded anew from the earliest change on, and the changed costs are carried
/// to receipts, days, customers, and to the pools that returns and transfers reach.
///
/// Its parts: `TradeFold+Receipts`, `TradeFold+Returns`, `TradeFold+Documents` (of goods, and their revisions),
/// `TradeFold+Deliveries`, `TradeFold+Transfers`, `TradeFold+Stock` (counts, write-offs, revaluations), `TradeFold+Costs`,
/// `TradeFold+Prefetch`.
final class TradeFold {
    let receipts: Shelf<FactID, ReceiptEntry>
    let days: Shelf<DayKey, StoreDay>
    let customers: Shelf<CustomerKey, CustomerTotals>
    let pools: PoolShelf
    let defaults: Shelf<ExactText, DefaultCosts>
    let shops: Shelf<ExactText, ShopCurrency>
    let transfers: Shelf<ExactText, TransferEntry>
    let deliveries: Shelf<DocumentKey, DeliveryEntry>
    let revisions: Shelf<DocumentKey, GoodsRevisions>
    let unapplied: Shelf<UnappliedKey, UnappliedFact>
    /// Pools whose costs may have changed since they were last carried on.
    var unsettled: [Pool] = []
    /// Pools whose ledger was opened since they were last packed.
    var opened: [Pool] = []
    let source: (any TradeSource)?
    let names = Names()
    /// Receipts that were only referred to so far; nil until asked for. Any other new number has no entry.
    var expected: Set<FactID>?
    /// Deliveries that were only referred to so far; nil until asked for.
    var expectedDeliveries: Set<DocumentKey>?
    /// Transfers by the facts that dispatched them, as far as they were looked up.
    var transferOf: [DispatchKey: ExactText] = [:]
    /// Revisions that are to be shown as breaking a rule.
    var marked: [MarkedRevision] = []
    /// Pools whose last sales were taken back, so that earlier ones count again which they have let go of.
    var lackingDays: [Pool] = []
    /// Products whose default costs this batch has told.
    var repriced: Set<Int32> = []

    /// - Parameter source: where rows are fetched from that are not in hand; nil in a rebuild, which has them all,
    ///   except the receipts that it has written already.
    /// - Parameter written: fetches those.
    init(_ source: (any TradeSource)?, written: (([FactID]) throws -> [(FactID, ReceiptEntry)])? = nil) {
        self.source = source
        receipts = Shelf(fetch: source.map { source in { try source.receipts($0) } } ?? written)
        days = Shelf(fetch: source.map { source in { try source.days($0) } })
        customers = Shelf(fetch: source.map { source in { try source.customers($0) } })
        let defaults = Shelf<ExactText, DefaultCosts>(
            fetch: source.map { source in
                { try source.defaults($0.map(\.text)).map { (ExactText($0), $1) } }
            })
        self.defaults = defaults
        let shops = Shelf<ExactText, ShopCurrency>(fetch: source.map { source in { try source.shops($0) } })
        self.shops = shops
        pools = PoolShelf(source, defaults, shops, names)
        transfers = Shelf(fetch: source.map { source in { try source.transfers($0) } })
        deliveries = Shelf(fetch: source.map { source in { try source.deliveries($0) } })
        revisions = Shelf(fetch: source.map { source in { try source.revisions($0) } })
        unapplied = Shelf(fetch: source.map { source in { try source.unapplied($0) } })
    }

    func fold(_ records: [FoldRecord]) throws {
        try prefetch(records)
        for record in records {
            guard let event = record.event else { continue }
            switch event.fact {
            case .receiptCompleted(let receipt): try completed(receipt, event, record)
            case .receiptCorrected(let correction):
                guard correction.replacement != nil else { break }
                try revised(
                    correction.receipt, number: correction.revision, isNothing: false, correction.circumstances, event,
                    record)
            case .goodsReceived(let delivery):
                try said(
                    GoodsDocument(delivery, UnreadMembers(record.faults)), delivery.circumstances, event, record)
            case .productListed(let product), .productChanged(let product): try defaultCost(product, event)
            default: try foldDocument(event, record)
            }
        }
        try settle()
    }

    private func foldDocument(_ event: Event, _ record: FoldRecord) throws {
        switch event.fact {
        case .receiptVoided(let void):
            try revised(
                void.receipt, number: void.revision, isNothing: true, shift: void.shift, void.circumstances, event,
                record)
        case .receiptCancelled(let cancelled):
            guard let receipt = cancelled.receipt else { break }
            try revised(receipt, number: cancelled.revision, isNothing: true, cancelled.circumstances, event, record)
        case .goodsReturned(let sent):
            try said(GoodsDocument(sent, UnreadMembers(record.faults)), sent.circumstances, event, record)
        case .goodsCorrected(let correction): try corrected(correction, event, record)
        case .goodsReversed(let reversal): try reversed(reversal, event, record)
        case .costCorrected(let correction): try costCorrected(correction, event, record)
        case .landedCostAdded(let charge): try costAdded(charge, event, record)
        case .transferDispatched(let sent): try said(GoodsDocument(sent), sent.circumstances, event, record)
        case .transferReceived(let arrived): try self.arrived(arrived, event, record)
        case .transferDiscrepancyFound(let found): try discrepancy(found, event, record)
        case .transferClosed(let closed): try self.closed(closed, event, record)
        case .stockCounted(let count): try said(GoodsDocument(count), count.circumstances, event, record)
        case .stockWrittenOff(let gone): try said(GoodsDocument(gone), gone.circumstances, event, record)
        case .stockRevalued(let revaluation):
            try said(
                GoodsDocument(revaluation, UnreadMembers(record.faults)), revaluation.circumstances, event, record)
        case .storeOpened(let store): try opened(store, event)
        default: break
        }
    }

    /// Packs the pools that were opened since the last time, so that a fold has few of them in full.
    func pack() throws {
        for pool in lackingDays where pool.sales.lacksDays {
            noteOpened(pool)
            let movements = try pools.ledger(pool, from: .beginning).movements
            pool.sales = RecentSales(movements, recordedUpTo: pool.sales.bound)
        }
        lackingDays.removeAll()
        for pool in opened {
            pool.isOpened = false
            pool.pack()
        }
        opened.removeAll(keepingCapacity: true)
    }

    /// The pool of a line's product; nil for one without.
    func pool(_ store: Int32, _ product: String?) throws -> Pool? {
        try product.map { try pools.pool(PoolKey(store: store, product: names.number(of: $0))) }
    }

    var inHand: Int {
        receipts.count + pools.count + customers.count + transfers.count + deliveries.count + revisions.count
    }

    func forget() {
        receipts.forget()
        days.forget()
        customers.forget()
        defaults.forget()
        shops.forget()
        pools.forget()
        transfers.forget()
        deliveries.forget()
        revisions.forget()
        unapplied.forget()
        marked.removeAll()
        unsettled.removeAll()
        opened.removeAll()
        repriced.removeAll()
        lackingDays.removeAll()
        expected = nil
        expectedDeliveries = nil
        transferOf.removeAll()
    }
}
