import Events
import JSON
import Queries
import Rules

/// What facts of a page changed. The history of an entry that several of them are about is read once, and so are the users' own fields
/// of an entity.
struct AuditChanges {
    private let request: PageRequest
    private let models: ScreenModels
    private let sight: Sight
    private let say: Words
    private var histories: [String: EntityHistory] = [:]
    private var shapes: [String: EntityShape] = [:]

    init(_ request: PageRequest, _ models: ScreenModels, _ sight: Sight) {
        (self.request, self.models, self.sight) = (request, models, sight)
        say = Words(language: request.language)
    }

    mutating func html(_ row: JSON) throws -> HTML {
        guard let fact = row["fact"]?.string.flatMap({ FactID($0) }) else { return "–" }
        if let entity = row["entity"]?.string, let shape = EntityShapes.named(entity) {
            guard let id = row["subject"]?.string ?? row["customer"]?.string,
                shape.needs.allSatisfy(sight.scopes.contains)
            else { return "–" }
            return try entry(shape, id, fact) ?? said(row)
        }
        return try said(row)
    }

    /// From what to what.
    ///
    /// nil of a fact that says something else of an entry than its members: which customers are one, that there is a PIN.
    private mutating func entry(_ shape: EntityShape, _ id: String, _ fact: FactID) throws -> HTML? {
        let shape = try shapes[shape.name] ?? ScreenEntities.ours(models, shape, at: request.now)
        shapes[shape.name] = shape
        let key = "\(shape.name) \(id)"
        let history = try histories[key] ?? ScreenEntities.history(models, shape, id)
        histories[key] = history
        guard let change = history?.changes.first(where: { $0.saying.id == fact }) else { return nil }
        let said: [(EntityField) -> JSON?] = [
            { field in change.members.first { $0.path == field.path }?.before },
            { field in change.members.first { $0.path == field.path }?.after },
        ]
        let values = try EntityValues(say, models, request.now, shape.fields, of: said)
        return EntityChanges(say: say, shape: shape, sight: sight)
            .html(change, EntityForms(shape, for: sight).currency(change.after), values)
    }

    /// Of how many members what a fact says is told in a row; all of it stands on its page.
    private static let mostMembers = 6
    /// What has columns of its own.
    private static let told: Set<String> = [
        "effectiveAt", "zone", "operator", "approver", "causation", "externalIds",
    ]

    /// What the fact itself says: of rights and access to everybody who reads here, since nothing of a customer and no cost stands in
    /// it; of others to whoever may see a fact whole. A receipt has a page of its own.
    private func said(_ row: JSON) throws -> HTML {
        let isOpen =
            row["kind"]?.string.flatMap { AuditKind(rawValue: $0) }.map { [.rights, .access].contains($0) } ?? false
        guard isOpen || sight.missing(for: .any).isEmpty, row["type"]?.string != "receipt.completed.v1",
            let partition = row["partition"]?.int.flatMap({ Int(exactly: $0) }), let offset = row["offset"]?.int,
            let record = try request.readRecord(partition, offset), try sight.seesWhole(record.bytes),
            let details = try FactDetails(say, models, request.now, record.bytes)
        else { return "–" }
        let cells = details.brief(without: Self.told)
        guard !cells.isEmpty else { return "–" }
        let items = cells.prefix(Self.mostMembers).map { "<li>\($0.title): \($0.html)</li>" as HTML }
        return "<ul class=\"changes\">\(items)\(cells.count > Self.mostMembers ? "<li>…</li>" as HTML : .empty)</ul>"
    }
}
