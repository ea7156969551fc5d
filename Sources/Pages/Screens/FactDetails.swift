import Events
import JSON
import Queries
import Rules

/// What a fact says, in words: each member by its label, its value in people's units. What this version does not know stands
/// under its own name.
struct FactDetails {
    private let say: Words
    private let event: Event
    private let data: JSON
    private let shape: FactShape?
    private let store: DashboardDays.Store?
    private let zone: Zone
    private let cells: FactCells

    /// nil where the bytes are no event.
    init?(_ say: Words, _ models: ScreenModels, _ now: Instant, _ bytes: [UInt8]) throws {
        guard let event = try? Event.read(bytes, with: JSONParser()),
            let data = (try? JSON(parsing: bytes))?["data"]
        else { return nil }
        (self.say, self.event, self.data) = (say, event, data)
        shape = FactShape(named: event.envelope.type)
        store = try event.envelope.store.flatMap { try DashboardDays.store(models, $0) }
        zone = data["zone"]?.string.flatMap { Zone($0) } ?? store?.zone ?? DashboardDays.homeZone
        let own = try FactDetails.ownFields(models, event, now)
        let values = try EntityValues(
            say, models, now, ids: FactIDs(shape?.members ?? [], data, own).all, in: zone)
        cells = FactCells(say: say, values: values, own: own)
    }

    /// The users' own fields of what the fact speaks of.
    private static func ownFields(_ models: ScreenModels, _ event: Event, _ now: Instant) throws -> [EntityField] {
        let entity = FieldDefined.entity(of: event.fact) ?? FieldDefined.entity(of: event.envelope.type)
        return try ScreenEntities.ownFields(models, of: entity, at: now).map { EntityField(own: $0) }
    }

    var html: HTML {
        let title: HTML = shape.map { "\(say($0.title))" } ?? "<code>\(event.envelope.type)</code>"
        let said = cells.said(shape?.members ?? [], data, store.map(\.currency) ?? Home.currency)
        let note: HTML = shape == nil ? "<p class=\"part-note\">\(say(.eventTypeUnknown))</p>" : .empty
        return """
            <section class="part" aria-labelledby="said-title">
            <div class="part-head"><h2 id="said-title">\(title)</h2>\(note)</div>
            \(Parts.facts(head + said.cells.map { ($0.title, $0.html) }))
            \(said.groups.map(group))
            </section>
            """
    }

    /// When it was said, in whose book and of which shop.
    private var head: [(String, HTML)] {
        let envelope = event.envelope
        let shop = envelope.store.map { Parts.link(Path("stores", $0), store.map { say.name($0.name) } ?? $0) }
        return [
            (say(.historyWhen), "\(say.dates.exact(envelope.occurredAt, zone))"),
            (say(.book), "\(envelope.id.writer) · № \(String(envelope.id.sequence))"),
            (say(.shop), shop ?? "\(say(.chain))"),
        ]
    }

    private func group(_ group: FactCells.Group) -> HTML {
        "<h3>\(say(group.member.title))</h3>\(body(group))"
    }

    private func body(_ group: FactCells.Group) -> HTML {
        switch group.member.kind {
        case .lines(let members):
            return table(say(group.member.title), members, group.json.array ?? [], group.currency)
        case .part(let members):
            let said = cells.said(members, group.json, group.currency)
            return "\(Parts.facts(said.cells.map { ($0.title, $0.html) }))\(said.groups.map(self.group))"
        case .value, .sealed, .free: return .empty
        }
    }

    /// A row each; a column for whatever any of them says.
    private func table(_ caption: String, _ members: [MemberShape], _ lines: [JSON], _ currency: String) -> HTML {
        let rows = lines.map { cells.row(members, $0, currency) }
        let declared = FactCells.order(members)
        let named = Dictionary(rows.joined().map { ($0.path, $0) }) { first, _ in first }
        let known = declared.compactMap { named[$0] }
        let others = named.keys.filter { !declared.contains($0) }.sorted().compactMap { named[$0] }
        let columns = known + others
        guard !columns.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        return Table(
            caption: caption,
            columns: columns.map { $0.isNumber ? .number($0.title) : .text($0.title) },
            rows: rows.map { row in
                columns.map { column in row.first { $0.path == column.path }?.html ?? "–" }
            }, kind: "dense"
        ).html
    }
}
