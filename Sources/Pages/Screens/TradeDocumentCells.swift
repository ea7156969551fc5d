import Events
import JSON
import Queries
import Rules

/// Figures and names of documents as a list and a card show them, by the report's columns.
struct TradeDocumentCells {
    private let say: Words
    private let request: PageRequest
    private let kind: TradeDocumentKind
    private let report: Report
    /// The report's columns that the reader sees.
    private let columns: Set<String>
    private let records: [JSON]
    private let values: EntityValues
    private let names: ThingNames

    init(_ screens: TradeDocumentScreens, _ columns: [String], _ records: [JSON]) throws {
        (say, request, kind, self.records) = (screens.say, screens.request, screens.kind, records)
        self.columns = Set(columns)
        report = ScreenTradeDocuments.report(screens.kind)
        values = try EntityValues(
            say, screens.models, request.now, kind.fields,
            of: records.map { row in { row[Reports.column($0)] } })
        names = try ThingNames(say, screens.models, stores: records.compactMap { $0["store"]?.string })
    }

    /// A row a document; the first cell leads to it.
    func table(_ listed: [String]) -> HTML {
        let shown = listed.filter(columns.contains)
        let id = Reports.column(kind.name)
        return Table(
            caption: say(kind.many), columns: [.text(say(kind.one))] + shown.map(heading),
            rows: records.map { row in
                let place = (row[id]?.string).map { Path(.tradeDocument(kind.path, $0)) }
                return [Parts.link(place, row["number"]?.string ?? say(kind.one))] + shown.map { cell($0, row) }
            }, kind: "dense"
        ).html
    }

    /// Those of one document that say something: what is nothing is left out.
    func facts(_ shown: [String]) -> [(String, HTML)] {
        guard let row = records.first else { return [] }
        return shown.filter { name in columns.contains(name) && !(row[name]?.isNull ?? true) && row[name] != 0 }
            .map { (title($0), cell($0, row)) }
    }

    private func field(_ column: String) -> EntityField? {
        (kind.fields + kind.steps.flatMap(\.fields)).first { Reports.column($0) == column }
    }

    private func heading(_ column: String) -> Table.Column {
        switch report.columns.first(where: { $0.name == column })?.kind {
        case .money?, .quantity?, .integer?: .number(title(column))
        case .instant?, .date?: .moment(title(column))
        default: .text(title(column))
        }
    }

    private func title(_ column: String) -> String {
        Self.titles[column].map { say($0) } ?? field(column).map { say($0.title) } ?? column
    }

    private static let titles: [String: Text] = [
        "store": .shop, "status": .documentStatus, "operator": .enteredBy, "placed_at": .orderedAt,
        "first_at": .begunAt, "last_at": .lastChangeAt, "lines": .lines, "cost": .cost, "gross": .toPay,
        "deposited": .deposited, "deposit_left": .depositLeft, "receipts": .receipts, "asked": .askedFor,
        "captured": .captured, "refunded": .refunded, "order": .customerOrder, "authorization": .authorizationCode,
    ]

    private func cell(_ column: String, _ row: JSON) -> HTML {
        let value = row[column]
        let currency = row["currency"]?.string ?? Currency.home
        switch (column, value) {
        case (_, .null?), (_, nil): return "–"
        case ("status", .string(let word)?): return status(word)
        case ("store", .string(let id)?): return names.storeLink(id)
        case ("operator", .string(let author)?): return "\(Parts.author(author))"
        case ("order", .string(let id)?):
            return Parts.link(Path(.tradeDocument(TradeDocumentKind.order.path, id)), say(TradeDocumentKind.order.one))
        case ("receipts", .string(let receipts)?):
            return .joined(
                receipts.split(separator: ",").map { part in
                    let receipt = String(part).withoutBlanksAround
                    return Parts.link(Path(.receipt(receipt)), receipt)
                })
        default: break
        }
        if let field = field(column) { return values.html(value, field, currency) }
        switch (report.columns.first { $0.name == column }?.kind, value) {
        case (.money?, .int(let amount)?): return "\(say.numbers.money(amount, currency))"
        case (.integer?, .int(let number)?): return "\(say.numbers.count(number))"
        case (.quantity?, .int(let quantity)?): return "\(say.numbers.quantity(quantity))"
        case (.instant?, .string(let text)?):
            return "\(Instant(text).map { say.dates.moment($0, Zone.home, now: request.now) } ?? text)"
        case (.date?, .string(let text)?): return "\(CalendarDay(text).map { say.dates.day($0) } ?? text)"
        case (_, let other?): return "\(other.string ?? other.text)"
        case (_, nil): return "–"
        }
    }

    private func status(_ word: String) -> HTML {
        guard let status = kind.status(word) else { return "\(word)" }
        let tone: Parts.Tone? =
            switch word {
            case "cancelled", "declined": .bad
            case "expected", "unknown": .warn
            case "received", "settled", "captured", "ready": .good
            case "closed", "refunded": .calm
            default: nil
            }
        return tone.map { Parts.badge(say(status.title), $0) } ?? "\(say(status.title))"
    }
}
