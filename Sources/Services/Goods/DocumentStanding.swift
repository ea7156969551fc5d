import Events

/// How a document of goods stands: when it takes effect, what lines it has, and which revision of it counts.
package struct DocumentStanding: Codable, Sendable, Equatable {
    /// As the document said it: an instant, or a day in `zone`.
    package var effectiveAt: String
    package var zone: String?
    /// Of the last correction or reversal; 0: as first said.
    package var revision: Int64 = 0
    package var isReversed = false
    package var lines: [Line] = []
    package var purchaseOrder: String?
    /// The supplier's own number for it, with supplier and year; nil where one of them is not said.
    package var paper: String?

    package struct Line: Codable, Sendable, Equatable {
        package var line: Int64
        package var product: String
        /// Thousandths; of a revaluation none.
        package var quantity: Int64?
    }

    /// - Parameter at: when it takes effect, in milliseconds, for one that does not say it.
    init(_ circumstances: Circumstances, at milliseconds: Int64) {
        effectiveAt = circumstances.effectiveAt ?? Instant(milliseconds: milliseconds).description
        zone = circumstances.zone
    }

    /// The next revision of a document: it stands where the document does, and says what lines that had.
    ///
    /// - Parameters:
    ///   - said: with nothing of what Davtari knows of the document itself.
    ///   - fact: that first said the document.
    func next<Revision: GoodsRevision>(_ said: Revision, of fact: String) -> Revision {
        var next = said
        (next.circumstances.effectiveAt, next.circumstances.zone) = (effectiveAt, zone)
        (next.original, next.revision, next.purchaseOrder) = (fact, revision + 1, purchaseOrder)
        next.replaced = lines.map { GoodsReplacedLine(line: $0.line, product: $0.product, quantity: $0.quantity) }
        return next
    }

    /// The same for a reversal: in closed books the document stays, and its opposite stands on the first open day.
    func next(_ said: GoodsReversed, of fact: String, _ closed: ClosedBooks?) -> GoodsReversed {
        var next = next(said, of: fact)
        next.closedThrough = closed?.through
        closed?.move(&next.circumstances)
        return next
    }

    /// Takes the document back, which is corrected in closed books.
    func reversal(_ kind: String, _ document: String, of fact: String, _ closed: ClosedBooks) -> GoodsReversed {
        var reversal = GoodsReversed()
        (reversal.kind, reversal.document) = (kind, document)
        return next(reversal, of: fact, closed)
    }

    /// What was said of it afterwards; the highest revision counts.
    ///
    /// - Parameter lines: nil: it was taken back.
    mutating func revise(_ revision: Int64, _ lines: [Line]?) {
        guard revision >= self.revision else { return }
        self.revision = revision
        isReversed = lines == nil
        self.lines = lines ?? []
    }

    static func lines(_ lines: [some GoodsLine]) -> [Line] {
        lines.compactMap { line in line.product.map { Line(line: line.line, product: $0, quantity: line.quantity) } }
    }
}

extension Refusal {
    /// A document of which not enough was kept to say what a revision takes back.
    static func saidBefore(_ kind: String, _ id: String) -> Refusal {
        Refusal(
            .conflict, "document.before",
            "\(kind) “\(id)” was taken before documents could be corrected; enter the opposite document instead",
            [(kind, .string(id))])
    }

    static func reversed(_ kind: String, _ id: String) -> Refusal {
        Refusal(
            .conflict, "document.reversed", "\(kind) “\(id)” was taken back; what came after all is a new document",
            [(kind, .string(id))])
    }
}
