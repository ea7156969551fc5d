import Events
import Rules

/// A receipt as it counts now, with its costs and what refers to it.
///
/// A receipt that was only referred to so far (by a return or a correction that came first) is an entry that `isKnown`
/// is false of.
package final class ReceiptEntry {
    package enum Status: String { case counted, suspect, training, voided, expected }

    package let id: FactID
    package var status = Status.expected
    var isInDatabase = false
    package var source = RecordSource(partition: 0, offset: 0, recordedAt: 0)
    package var store = ""
    package var till: String?
    /// As its till wrote it.
    var shift: String?
    package var day = CalendarDay(daysSince1970: 0)
    package var effectiveMs: Int64 = 0
    /// 0 is the original.
    package var revision: Int64 = 0
    /// The revision that counts; nil is the original.
    package var revisionKey: PlainKey?
    /// The header as the counting version has it.
    package var number: String?
    package var `operator`: String?
    package var customer: String?
    package var customerCategory: String?
    package var channel: String?
    package var currency = ""
    package var gross: Int64 = 0
    package var rounding: Int64 = 0
    package var lines: [LineEntry] = []
    package var grants: [GrantEntry] = []
    package var tenders: [TenderEntry] = []
    package var faults: [Fault] = []
    /// Kits: what their components cost, line by line.
    package var parts: [PartEntry] = []
    package var returns: [ReturnReference] = []
    /// All that corrected or undid it, or waits for it, also in other shops' books: ascending.
    var revisions: [Revision] = []

    /// The head as its till wrote it, of a receipt that is revised: what is undone shows that of what was undone.
    var originalHead: Head?

    /// What a version of it says of the whole.
    struct Head: Equatable {
        var day: CalendarDay
        var till: String?
        var number: String?
        var `operator`: String?
        var customer: String?
        var customerCategory: String?
        var channel: String?
        var currency: String
    }

    init(_ id: FactID) { self.id = id }

    var isKnown: Bool { status != .expected }
    /// Whether it moves goods.
    var moves: Bool { status == .counted || status == .suspect }

    package struct LineEntry: Equatable {
        package var line: Int64
        package var kind: String
        package var product: String
        package var quantity: Int64
        package var gross: Int64
        package var discount: Int64
        package var net: Int64
        package var tax: Int64
        /// Corrected; negative on returns.
        package var cost: Int64 = 0
        package var booked: Int64 = 0
        /// The sale line that a referenced return takes back.
        package var original: OriginalLine?

        /// Whether its money is turnover: not a gift card sold, a deposit taken, or a voided line.
        var isTurnover: Bool { kind == "sale" || kind == "return" || kind == "charge" }
        var movesGoods: Bool { (kind == "sale" || kind == "return") && !product.isEmpty && quantity != 0 }
    }

    package struct GrantEntry: Equatable {
        package var line: Int64
        package var rule: String
        package var version: Int64
        package var kind: String
        package var reason: String
        package var approver: String
        package var amount: Int64
    }

    package struct TenderEntry: Equatable {
        package var kind: String
        package var amount: Int64
    }

    package struct PartEntry: Equatable {
        /// Of the lines, the place of its own.
        var place: Int
        var line: Int64
        var part: Int64
        package var product: String
        var quantity: Int64
    }

    /// A line of another receipt (or of this one) that returns one of ours.
    package struct ReturnReference: Equatable {
        package var own: PlainKey
        var store: String
        var product: String
        package var quantity: Int64
        package var line: Int64
        /// The sale right after which it is folded, when its own key lies before that.
        var seat: PlainKey?

        /// Where it is folded now.
        var orderKey: OrderKey {
            var key = OrderKey(seat ?? own)
            key.after = seat == nil ? nil : own
            return key
        }
    }

    // MARK: Sums

    var turnoverLines: [LineEntry] { lines.filter(\.isTurnover) }

    /// The sums that days, customers and margins are made of.
    package var figures: Figures {
        var figures = Figures()
        for line in lines where line.isTurnover {
            figures.quantity &+= Int128(line.quantity)
            figures.gross &+= Int128(line.gross)
            figures.discount &+= Int128(line.discount)
            figures.net &+= Int128(line.net)
            figures.tax &+= Int128(line.tax)
            figures.cost &+= Int128(line.cost)
            figures.booked &+= Int128(line.booked)
        }
        figures.receipts = 1
        figures.returns = lines.contains { $0.kind == "return" } ? 1 : 0
        return figures
    }

    /// What moves in the goods' books.
    struct Goods {
        /// The line's place in `lines`.
        var place: Int
        var line: Int64
        /// A kit's component; 0 otherwise. Of a line whose number stood before, above `repeatedParts`.
        var part: Int64
        var product: String
        /// Signed thousandths, as sold.
        var quantity: Int64
    }

    var goods: [Goods] {
        var goods: [Goods] = []
        goods.reserveCapacity(lines.count + parts.count)
        var greatest = Int64.min
        var nextPart = parts.startIndex
        for (index, line) in lines.enumerated() {
            let number = line.line
            let isRepeated = number <= greatest && hasLine(number, before: index)
            let offset = isRepeated ? Int64(index) * Self.repeatedParts : 0
            greatest = max(greatest, line.line)
            let first = nextPart
            while nextPart < parts.endIndex, parts[nextPart].place == index { nextPart += 1 }
            guard line.movesGoods else { continue }
            for part in parts[first..<nextPart] {
                goods.append(
                    Goods(
                        place: index, line: line.line, part: offset + part.part, product: part.product,
                        quantity: part.quantity))
            }
            if first == nextPart {
                goods.append(
                    Goods(place: index, line: line.line, part: offset, product: line.product, quantity: line.quantity))
            }
        }
        return goods
    }

    /// More than the components of a line, so that no two movements have one key even where a line's number is repeated.
    private static let repeatedParts: Int64 = 1 << 14

    func key(line: Int64, part: Int64, isIn: Bool) -> PlainKey {
        PlainKey(
            milliseconds: effectiveMs, phase: isIn ? .in : .out, writer: id.writer, sequence: id.sequence, line: line,
            part: part)
    }

    // A function of its own: a condition that holds a line copies it for every line of every receipt.
    // cannot trap: it is asked of a line of these, up to itself
    private func hasLine(_ number: Int64, before end: Int) -> Bool { lines[..<end].contains { $0.line == number } }

    /// The place in `lines` of the line that a movement is of, by the line and the part of its key.
    func place(ofLine number: Int64, part: Int64) -> Int? {
        let repeated = Int(clamping: part / Self.repeatedParts)
        if repeated > 0, repeated < lines.count, lines[repeated].line == number { return repeated }
        return lines.firstIndex { $0.line == number }
    }
}
