import Events

/// What a document of goods says that moves or values stock, whatever its type: as first said, or as corrected.
struct GoodsDocument: Equatable {
    enum Kind: Int64 { case delivery = 1, vendorReturn, writeOff, stocktake, revaluation, dispatch }

    struct Line: Equatable {
        var line: Int64
        /// Its place in the fact.
        var part: Int64
        var product: String
        /// Thousandths; of a stocktake what was counted; of a revaluation none.
        var quantity: Int64 = 0
        /// A delivery's cost, a vendor return's credit, a revaluation's unit cost; nil where that cannot be read.
        var amount: Int64?
        /// Of a unit cost.
        var per: Int64 = 0
        /// A vendor return's delivery, as it is named.
        var delivery: String?
        var deliveryLine: Int64?
        /// Where a stocktake's line says when it was counted: milliseconds since 1970.
        var countedAt: Int64?
    }

    var kind: Kind
    /// Of the amounts; nil where there are none, or where it cannot be read and so none of them can.
    var currency: String?
    /// A dispatch's transfer.
    var transfer = ""
    /// Where a dispatch goes to.
    var to = ""
    var lines: [Line] = []

    /// When the document stands, by the circumstances of the fact that says so, and as whose fact.
    func key(_ id: FactID, _ circumstances: Circumstances, _ event: Event) -> PlainKey {
        var key =
            switch kind {
            case .delivery: event.key(atPhase: .in, circumstances)
            case .vendorReturn, .writeOff, .dispatch: event.key(atPhase: .out, circumstances, atEndOfDay: true)
            case .stocktake: event.key(atPhase: .count, circumstances, atEndOfDay: true)
            case .revaluation: event.key(atPhase: .timed, circumstances)
            }
        (key.writer, key.sequence) = (id.writer, id.sequence)
        return key
    }

    /// The parts of a revision's lines begin here, so that none is taken for one of the document as it was first said.
    static let firstRevisedPart: Int64 = 1 << 20

    mutating func setApart() {
        for place in lines.indices { lines[place].part &+= Self.firstRevisedPart }
    }

    /// What a line states to cost, or what is given back for it; nil where that cannot be read.
    func stated(_ line: Line) -> StatedAmount? {
        guard let amount = line.amount, let currency else { return nil }
        return StatedAmount(amount: amount, currency: currency)
    }

    func key(of line: Line, in whole: PlainKey) -> PlainKey {
        var key = whole.line(line.line, Int(line.part))
        if let at = line.countedAt { key.milliseconds = at }
        return key
    }
}

/// Which members of a document's lines could not be read.
struct UnreadMembers {
    private let paths: Set<String>
    /// Of the document in its fact: `delivery.`; empty where the fact is the document.
    var prefix = ""

    init(_ faults: [Fault]) { paths = faults.isEmpty ? [] : Set(faults.map(\.path)) }

    func has(_ line: Int, _ member: String) -> Bool {
        !paths.isEmpty && paths.contains("\(prefix)lines[\(line)].\(member)")
    }

    /// What a fact states its amounts in; nil where that cannot be read.
    func currency(_ stated: String) -> String? {
        stated.isEmpty || !paths.isEmpty && paths.contains("\(prefix)currency") ? nil : stated
    }

    func under(_ prefix: String) -> UnreadMembers {
        var unread = self
        unread.prefix = prefix + "."
        return unread
    }
}

extension GoodsDocument {
    init(_ delivery: Delivery, _ unread: UnreadMembers) {
        self.init(
            kind: .delivery, currency: unread.currency(delivery.currency), lines: Self.lines(delivery.lines))
        for place in lines.indices {
            let index = Int(lines[place].part)
            lines[place].amount = unread.has(index, "cost") ? nil : delivery.lines[index].cost
        }
    }

    init(_ sent: GoodsReturned, _ unread: UnreadMembers) {
        self.init(kind: .vendorReturn, currency: unread.currency(sent.currency), lines: Self.lines(sent.lines))
        for place in lines.indices {
            let index = Int(lines[place].part)
            let line = sent.lines[index]
            lines[place].amount = unread.has(index, "credit") ? nil : line.credit
            (lines[place].delivery, lines[place].deliveryLine) = (line.delivery, line.deliveryLine)
        }
    }

    init(_ gone: StockWrittenOff) { self.init(kind: .writeOff, lines: Self.lines(gone.lines)) }

    /// Each line is an observation at its time.
    init(_ count: StockCounted) {
        self.init(kind: .stocktake, lines: Self.lines(count.lines, canBeNothing: true))
        for place in lines.indices {
            lines[place].countedAt =
                count.lines[Int(lines[place].part)].countedAt.flatMap { Instant($0) }?.milliseconds
        }
    }

    init(_ revaluation: StockRevalued, _ unread: UnreadMembers) {
        self.init(kind: .revaluation, currency: unread.currency(revaluation.currency))
        for (index, line) in revaluation.lines.enumerated() {
            guard !line.product.isEmpty, let cost = line.cost, cost.per > 0, cost.amount >= 0,
                !["cost", "cost.amount", "cost.per"].contains(where: { unread.has(index, $0) })
            else { continue }
            lines.append(
                Line(
                    line: line.line, part: Int64(index), product: line.product, amount: cost.amount, per: cost.per))
        }
    }

    init(_ sent: TransferDispatched) {
        self.init(kind: .dispatch, transfer: sent.transfer, to: sent.to, lines: Self.lines(sent.lines))
    }

    private static func lines(_ lines: [some GoodsLine], canBeNothing: Bool = false) -> [Line] {
        lines.enumerated().compactMap { index, line in
            guard let product = line.product, let quantity = line.quantity,
                quantity > 0 || canBeNothing && quantity == 0
            else { return nil }
            return Line(line: line.line, part: Int64(index), product: product, quantity: quantity)
        }
    }

    /// What a document says after its correction; nil where it says nothing.
    init?(_ correction: GoodsCorrected, _ unread: UnreadMembers) {
        if let delivery = correction.delivery {
            self.init(delivery, unread.under("delivery"))
        } else if let sent = correction.vendorReturn {
            self.init(sent, unread.under("vendorReturn"))
        } else if let gone = correction.writeOff {
            self.init(gone)
        } else if let count = correction.stocktake {
            self.init(count)
        } else if let revaluation = correction.revaluation {
            self.init(revaluation, unread.under("revaluation"))
        } else if let sent = correction.dispatch {
            self.init(sent)
        } else {
            return nil
        }
    }
}
