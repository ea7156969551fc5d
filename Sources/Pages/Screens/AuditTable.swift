import Events
import JSON
import Queries
import Rules

/// Rows of the audit trail, with what each fact changed: of an entity from what to what, of others what the fact says, to whoever
/// may see it.
struct AuditTable {
    private let request: PageRequest
    private let models: ScreenModels
    private let sight: Sight
    private let say: Words
    private let rows: [JSON]

    init(_ request: PageRequest, _ models: ScreenModels, _ sight: Sight, _ rows: [JSON]) {
        (self.request, self.models, self.sight, self.rows) = (request, models, sight, rows)
        say = Words(language: request.language)
    }

    func html(_ caption: String, nothing: String) throws -> HTML {
        guard !rows.isEmpty else { return Parts.nothing(nothing) }
        let texts: (String) -> [String] = { column in rows.compactMap { $0[column]?.string } }
        let names = try AuthorNames(say, models, texts("person") + texts("approver"))
        let things = try ThingNames(say, models, stores: texts("store"))
        var changes = AuditChanges(request, models, sight)
        return Table(
            caption: caption,
            columns: [
                .moment(say(.historyWhen)), .name(say(.historyWho)), .text(say(.historyWhat)), .text(say(.shop)),
                .text(say(.auditChange)),
            ],
            rows: try rows.map { row in
                let change = try changes.html(row)
                return [
                    when(row), who(row, names), what(row),
                    row["store"]?.string.map(things.storeLink) ?? "\(say(.chain))", change,
                ]
            }, kind: "dense"
        ).html
    }

    private func when(_ row: JSON) -> HTML {
        func moment(_ column: String) -> Instant? { row[column]?.string.flatMap { Instant($0) } }
        func text(_ instant: Instant) -> String { say.dates.moment(instant, Zone.home, now: request.now) }
        guard let recorded = moment("recorded_at") else { return "–" }
        // Said for another moment than it was recorded at.
        let effective = moment("effective_at").flatMap {
            abs($0.milliseconds.minus(recorded.milliseconds)) > 60_000 ? $0 : nil
        }
        return "\(text(recorded))\(effective.map { Parts.sub("\(say(.auditFor, text($0)))") })"
    }

    private func who(_ row: JSON, _ names: AuthorNames) -> HTML {
        guard let person = row["person"]?.string else { return "–" }
        let filter = Path(segments: Link.audit.segments, query: [("person", person)])
        let approver = row["approver"]?.string.map { Parts.sub("\(say(.auditApproved, names.text($0)))") }
        return "<a href=\(filter)>\(names.html(person))</a>\(approver)"
    }

    /// What happened, which leads to the fact where the reader may see it whole, and to what.
    private func what(_ row: JSON) -> HTML {
        let (type, fact) = (row["type"]?.string ?? "", row["fact"]?.string ?? "")
        let title = FactShape(named: type).map { say($0.title) } ?? type
        let isSeen = Screens.isShown(Link.event(fact).segments, to: request.principal)
        return "\(Parts.link(isSeen ? Path(.event(fact)) : nil, title))\(subject(row).map(Parts.sub))"
    }

    /// What it speaks of, which leads to all that was said of it.
    private func subject(_ row: JSON) -> HTML? {
        guard let entity = row["entity"]?.string else { return nil }
        let named = row["subject"]?.string.map { ("subject", $0) } ?? row["customer"]?.string.map { ("customer", $0) }
        guard let named else { return nil }
        let called = EntityShapes.named(entity).map { "\(say($0.one)) " } ?? ""
        let path = Path(segments: Link.audit.segments, query: [("entity", entity), named])
        return "\(called)\(Parts.link(path, named.1))"
    }
}
