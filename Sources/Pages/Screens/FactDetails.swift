import Events
import JSON
import Queries
import Rules

/// What a fact says, in words: each member by its label, its value in people's units. What this version does not know stands
/// under its own name.
struct FactDetails {
    private let say: Words
    /// nil of what is not said yet.
    private let envelope: Envelope?
    private let type: String
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
        let entity = FieldDefined.entity(of: event.fact) ?? FieldDefined.entity(of: event.envelope.type)
        try self.init(say, models, now, event.envelope.type, event.envelope.store, data, entity, event.envelope)
    }

    /// Of a fact that is not said yet; nil where it cannot be read.
    init?(_ say: Words, _ models: ScreenModels, _ now: Instant, draft: ApprovalDraft) throws {
        guard let data = try? JSON(parsing: Array(draft.data.utf8)) else { return nil }
        try self.init(say, models, now, draft.type, draft.store, data, FieldDefined.entity(of: draft.type), nil)
    }

    private init(
        _ say: Words, _ models: ScreenModels, _ now: Instant, _ type: String, _ storeID: String?, _ data: JSON,
        _ entity: String, _ envelope: Envelope?
    ) throws {
        (self.say, self.type, self.data, self.envelope) = (say, type, data, envelope)
        shape = FactShape(named: type)
        store = try storeID.flatMap { try DashboardDays.store(models, $0) }
        zone = data["zone"]?.string.flatMap { Zone($0) } ?? store?.zone ?? Zone.home
        let own = try FactDetails.ownFields(models, entity, now)
        let values = try EntityValues(
            say, models, now, ids: FactIDs(shape?.members ?? [], data, own).all, in: zone)
        cells = FactCells(say: say, values: values, own: own)
    }

    /// The users' own fields of what the fact speaks of.
    private static func ownFields(_ models: ScreenModels, _ entity: String, _ now: Instant) throws -> [EntityField] {
        guard EntityID.isOne(entity) else { return [] }
        return try ScreenEntities.ownFields(models, of: entity, at: now).map { EntityField(own: $0) }
    }

    var html: HTML { html("said") }

    /// - Parameter id: of its heading, where a page has several.
    func html(_ id: String) -> HTML {
        let title: HTML = shape.map { "\(say($0.title))" } ?? "<code>\(type)</code>"
        let said = cells.said(shape?.members ?? [], data, store.map(\.currency) ?? Currency.home)
        let note: HTML = shape == nil ? "<p class=\"part-note\">\(say(.eventTypeUnknown))</p>" : .empty
        return """
            <section class="part" aria-labelledby=\("\(id)-title")>
            <div class="part-head"><h2 id=\("\(id)-title")>\(title)</h2>\(note)</div>
            \(Parts.facts(head + said.cells.map { ($0.title, $0.html) }))
            \(said.groups.map(FactTables(say: say, cells: cells).html))
            </section>
            """
    }

    /// What it says in a line each, without what stands elsewhere; of a list how many it has.
    func brief(without names: Set<String>) -> [FactCells.Cell] {
        let members = (shape?.members ?? []).filter { !names.contains($0.name) }
        let said = cells.said(members, data, store.map(\.currency) ?? Currency.home)
        let known = Set(members.map(\.path))
        let lists = said.groups.map { group -> FactCells.Cell in
            let count = group.json.array?.count ?? 1
            return FactCells.Cell(
                path: group.member.path, title: say(group.member.title), html: "\(say.numbers.count(count))",
                isNumber: true)
        }
        return said.cells.filter { known.contains($0.path) || $0.path.contains(".") } + lists
    }

    /// When it was said, in whose book and of which shop.
    private var head: [(String, HTML)] {
        guard let envelope else { return [] }
        let shop = envelope.store.map { Parts.link(Path(.store($0)), store.map { say.name($0.name) } ?? $0) }
        return [
            (say(.historyWhen), "\(say.dates.exact(envelope.occurredAt, zone))"),
            (say(.book), "\(envelope.id.writer) · № \(String(envelope.id.sequence))"),
            (say(.shop), shop ?? "\(say(.chain))"),
        ]
    }
}
