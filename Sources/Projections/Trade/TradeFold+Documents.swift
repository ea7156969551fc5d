import Events

/// Documents of goods: as they were first said, and as they were corrected or taken back since.
extension TradeFold {
    /// A document as it was first said. Lines that a revision takes the place of do not count; the revision does.
    func said(
        _ document: GoodsDocument, _ circumstances: Circumstances, _ event: Event, _ record: FoldRecord
    ) throws {
        let key = DocumentKey(store: ExactText(event.envelope.store ?? ""), id: event.id)
        let whole = document.key(event.id, circumstances, event)
        if let currency = document.currency { try reckon(in: currency, whole, names.number(of: key.store.text)) }
        let revised = try revisions.row(key)
        var rest = document
        if let replaced = revised?.replaced { rest.lines.removeAll { replaced.contains(ExactText($0.product)) } }
        try place(rest, at: whole, key, record.source, isRevised: false)
        if document.kind == .delivery { try noteComplete(key) }
        guard let revised else { return }
        if rest.lines.count < document.lines.count {
            revised.isKnown = true
            revisions.touch(key)
            try placeCounting(revised)
        }
        try oppose(revised)
    }

    func corrected(_ correction: GoodsCorrected, _ event: Event, _ record: FoldRecord) throws {
        var document = GoodsDocument(correction, UnreadMembers(record.faults))
        document?.setApart()
        try revised(correction, document, event, record)
    }

    func reversed(_ reversal: GoodsReversed, _ event: Event, _ record: FoldRecord) throws {
        try revised(reversal, nil, event, record, isOpposite: reversal.closedThrough != nil)
    }

    /// - Parameter document: what it says now; nil: nothing.
    private func revised(
        _ revision: some GoodsRevision, _ document: GoodsDocument?, _ event: Event, _ record: FoldRecord,
        isOpposite: Bool = false
    ) throws {
        let store = ExactText(event.envelope.store ?? "")
        let own = event.key(atPhase: .timed, revision.circumstances)
        guard let id = FactID(revision.original) else {
            return try show(
                Saying(
                    key: own, type: event.envelope.type, store: store.text, source: record.source, isApplied: false),
                of: revision.original)
        }
        let key = DocumentKey(store: store, id: id)
        let entry = try revisions.row(changing: key) { GoodsRevisions(key) }
        let before = (replaced: entry.replaced, counting: entry.counting?.own, opposite: entry.opposite)
        if let currency = document?.currency { try reckon(in: currency, own, names.number(of: store.text)) }
        var replaced = Set(revision.replaced.compactMap { $0.product.map { ExactText($0) } })
        for line in document?.lines ?? [] { replaced.insert(ExactText(line.product)) }
        entry.add(
            GoodsRevisions.Revision(
                number: revision.revision, own: own,
                whole: document?.key(id, revision.circumstances, event) ?? own,
                type: event.envelope.type, source: record.source, replaced: replaced, document: document,
                isOpposite: isOpposite))
        if let opposite = before.opposite, opposite.own != entry.opposite?.own {
            for opposed in entry.opposed { try put(nil, insteadOf: opposite.key(against: opposed), entry, opposed) }
            entry.opposed.removeAll()
        }
        let wasKnown = entry.isKnown
        if try takeBack(entry, entry.replaced.subtracting(before.replaced)) { entry.isKnown = true }
        if entry.isKnown, !wasKnown || entry.counting?.own != before.counting {
            _ = try takeBack(entry, before.replaced)
            try placeCounting(entry)
        }
        try oppose(entry)
        try show(entry.sayings, of: id.description)
    }

    /// Puts the opposite of what stands of a document where its reversal in a later period says.
    func oppose(_ entry: GoodsRevisions) throws {
        guard let opposite = entry.opposite else { return }
        var standing: [GoodsRevisions.Opposed] = []
        for product in opposite.replaced.sorted() {
            let pool = try pools.pool(pools.key(entry.key.store.text, product.text))
            standing += try pools.everyMovement(of: entry.key.id, in: pool).map {
                .init(product: product, movement: $0.key.own)
            }
        }
        for gone in entry.opposed where !standing.contains(gone) {
            try put(nil, insteadOf: opposite.key(against: gone), entry, gone)
        }
        for new in standing where !entry.opposed.contains(new) {
            let movement = Movement(
                key: opposite.key(against: new), kind: .reversal, quantity: 0,
                cause: .init(sale: new.movement, isSamePool: true, sold: 0, returnedBefore: 0, returnedHereBefore: 0),
                source: opposite.source)
            try put(movement, insteadOf: nil, entry, new)
        }
        entry.opposed = standing
        revisions.touch(entry.key)
        for transfer in try transfers(of: entry) { try takeBack(opposite.replaced, entry.key, transfer) }
        try show(entry.sayings, of: entry.key.id.description)
    }

    private func put(
        _ movement: Movement?, insteadOf old: OrderKey?, _ entry: GoodsRevisions, _ opposed: GoodsRevisions.Opposed
    ) throws {
        try put(
            movement, insteadOf: old, try pools.pool(pools.key(entry.key.store.text, opposed.product.text)))
    }

    private func placeCounting(_ entry: GoodsRevisions) throws {
        try show(entry.sayings, of: entry.key.id.description)
        guard let counting = entry.counting, let document = counting.document else { return }
        try place(document, at: counting.whole, entry.key, counting.source, isRevised: true)
    }

    // MARK: Placing

    /// Puts lines where they belong.
    ///
    /// - Parameter key: of the document, whatever said it last.
    private func place(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ source: RecordSource, isRevised: Bool
    ) throws {
        switch document.kind {
        case .delivery: try received(document, at: whole, key, source)
        case .vendorReturn: try givenBack(document, at: whole, key, source)
        case .writeOff: try writtenOff(document, at: whole, key, source)
        case .stocktake: try counted(document, at: whole, key, source)
        case .revaluation: try revalued(document, at: whole, key, source)
        case .dispatch: try dispatched(document, at: whole, key, source, isRevised: isRevised)
        }
    }

    // MARK: Taking back

    /// Takes out what stands of a document, of some products.
    ///
    /// - Returns: whether anything stood.
    private func takeBack(_ entry: GoodsRevisions, _ products: Set<ExactText>) throws -> Bool {
        guard !products.isEmpty else { return false }
        let (store, id) = (entry.key.store.text, entry.key.id)
        var stood = false
        for product in products.sorted() {
            let pool = try pools.pool(pools.key(store, product.text))
            for movement in try pools.everyMovement(of: id, in: pool) {
                try pools.ledger(pool, from: movement.key.earliest).remove(movement.key)
                changed(pool)
                if let shown = try pools.shop(pool.key.store).key(of: movement) {
                    try hide(shown.id, shown.refersTo.text)
                }
                stood = true
            }
        }
        if let delivery = try deliveries.row(entry.key) { try forget(products, in: delivery) }
        try giveBack(no: products, entry)
        for transfer in try transfers(of: entry) { stood = try undispatch(products, entry.key, transfer) || stood }
        return stood
    }
}
