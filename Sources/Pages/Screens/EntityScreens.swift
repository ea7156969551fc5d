import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// The pages of an entity, as its shape declares it: list, new, card, change.
struct EntityScreens {
    let request: PageRequest
    let models: ScreenModels
    let shape: EntityShape
    let say: Words
    let forms: EntityForms
    /// What the reader sees of them.
    let sight: Sight

    init(_ request: PageRequest, _ models: ScreenModels, _ shape: EntityShape) {
        (self.request, self.models, self.shape) = (request, models, shape)
        say = Words(language: request.language)
        sight = request.principal?.sight(to: .read(shape.area.readAs)) ?? .nothing
        forms = EntityForms(shape, for: sight)
    }

    /// nil where there is no such entry.
    ///
    /// - Parameter parts: what more there is of it.
    func card(
        _ connection: Connection, _ id: String, parts: (Entry) throws -> HTML = { _ in .empty }
    ) throws -> PageAnswer? {
        let entry =
            try Entry(connection, models, shape, id, for: sight) ?? Entry(models, shape, id, request.now, for: sight)
        return try entry.map { try card($0, parts: parts($0)) }
    }

    func change(_ connection: Connection, _ id: String) throws -> PageAnswer? {
        guard request.may(forms.change) else { return Screens.forbidden(request) }
        return try Entry(connection, models, shape, id, for: sight).map { try change($0) }
    }

    /// An entry as commands know it, with who it is where that is told, and the version that they want to be told.
    struct Entry {
        let id: String
        let version: Int64
        let members: FactMembers
        let isEnded: Bool
        /// All that commands tell of it.
        let state: JSON

        init?(
            _ connection: Connection, _ models: ScreenModels, _ shape: EntityShape, _ id: String, for sight: Sight
        ) throws {
            guard let resource = Resource.of(shape), let found = try resource.read(connection, shape.ids(id)),
                sight.sees(found.shops)
            else { return nil }
            let state = found.state(to: Set(Scope.allCases))
            guard let said = state["said"], said.object != nil else { return nil }
            let person = try ScreenEntities.person(models, shape, id).map { try JSON(parsing: $0.encoded).object ?? [] }
            (self.id, version) = (id, found.version)
            members = FactMembers(.object((said.object ?? []) + (person ?? [])))
            guard try sight.reaches(models, shape, id, members) else { return nil }
            isEnded = state["isOver"]?.bool ?? false
            self.state = state
        }

        /// As the read models know one that commands have not heard of yet: it is shown, and nothing is done with it.
        init?(_ models: ScreenModels, _ shape: EntityShape, _ id: String, _ now: Instant, for sight: Sight) throws {
            guard let span = try ScreenEntities.history(models, shape, id)?.span(at: now.milliseconds),
                !span.members.isEmpty, sight.sees(shape, id, span.members),
                try sight.reaches(models, shape, id, span.members)
            else { return nil }
            (self.id, version, members) = (id, 0, span.members)
            isEnded = span.isEnded || shape.isOver(span.members, at: now)
            state = .object([])
        }

        /// Whether commands know it, and so can change it.
        var isDecided: Bool { version > 0 }
    }

    // MARK: New, change

    func new() throws -> PageAnswer {
        guard request.may(forms.create) else { return Screens.forbidden(request) }
        let request = try offering()
        // What is known already: the id of a customer whom receipts name, the shop of a new till.
        let known = forms.create.names.compactMap { name in request.value(name).map { (name, $0) } }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.about(.newEntry, shape.one)),
            """
            \(crumbs())
            \(Parts.heading(say(.about(.newEntry, shape.one))))
            <div class="part">\(forms.create.html(request, initial: Dictionary(known) { first, _ in first }, cancel: shape.page()))</div>
            """)
    }

    private func change(_ entry: Entry) throws -> PageAnswer {
        var (request, below) = (try offering(), HTML.empty)
        if let filled = request.form, filled.isConflict {
            let met = forms.met(filled, entry.id, entry.version, entry.members, request.language)
            request.form = met.form
            request.form?.problems.removeAll { $0.rule == "version.differs" }
            below = try meeting(met.meetings)
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.about(.changeEntry, shape.one)),
            """
            \(crumbs(entry))
            \(Parts.heading(name(entry.id, entry.members)))
            <div class="part">\(forms.change.html(
                request, initial: forms.filled(entry.id, entry.version, entry.members, request.language), below: below,
                cancel: shape.page(entry.id)))</div>
            """)
    }

    /// With what its forms offer in the place of an id.
    private func offering() throws -> PageRequest {
        let tried: Set<String> =
            forms.create.trial == nil
            ? [] : [EntityShape.store.name, FactReferences.roleEntity, FactReferences.roleField]
        return try request.offering(tried.union(shape.fields.compactMap(\.referred)), models)
    }

    /// Both versions side by side.
    private func meeting(_ meetings: [EntityForms.Meeting]) throws -> HTML {
        let meetings = meetings.filter { sight.sees($0.field) }
        func cell(_ text: String, _ field: EntityField) -> HTML {
            let texts = text.split(whereSeparator: \.isNewline).map { line in
                field.choiceTitles[String(line)].map { say($0) } ?? String(line)
            }
            return "\(texts.isEmpty ? "–" : texts.joined(separator: ", "))"
        }
        let table = Table(
            caption: say(.conflictMore),
            columns: [.text(""), .text(say(.youSaw)), .text(say(.nowItSays)), .text(say(.youTyped))],
            rows: meetings.map { meeting in
                let field = meeting.field
                return [
                    "\(say(field.title))", cell(meeting.seen, field), cell(meeting.now, field),
                    cell(meeting.typed, field),
                ]
            }, kind: "dense"
        ).html
        return """
            <div class="notice notice-bad" role="alert"><p>\(say(.conflictMore))</p></div>
            \(meetings.isEmpty ? .empty : table)
            """
    }

    // MARK: What is said of an entry

    func crumbs(_ entry: Entry? = nil) -> HTML {
        let here = entry.map { [(shape.page($0.id), name($0.id, $0.members))] } ?? []
        return Parts.crumbs(say(.whereYouAre), [(shape.page(), say(shape.many))] + here)
    }

    /// What it is called: by its name, by what else people know it by, or by its code.
    func name(_ id: String, _ value: (EntityField) -> JSON?) -> String {
        if shape.hasName {
            func named(_ path: String) -> String? { shape.field(path).flatMap { value($0)?.string } }
            return say.name(ScreenName(id: id, ka: named("name.ka"), en: named("name.en")))
        }
        let labels = shape.labels.filter { sight.sees($0) }.compactMap { value($0)?.string }
        return labels.isEmpty ? id : labels.joined(separator: " → ")
    }

    func name(_ id: String, _ members: FactMembers) -> String { name(id) { members[$0.path] } }

    /// The fields that the reader may see.
    var fields: [EntityField] { shape.fields.filter { sight.sees($0) } }
}

extension Sight {
    /// Whether an entry is among those that roles reach.
    func reaches(_ models: ScreenModels, _ shape: EntityShape, _ id: String, _ members: FactMembers) throws -> Bool {
        guard let alternatives = narrowing.entries[shape.roleName] else { return true }
        return try alternatives.hold(members) { try ScreenEntities.saidFirst(models, shape, id) }
    }

    /// Whether an entry is of shops that are seen.
    func sees(_ shape: EntityShape, _ id: String, _ members: FactMembers) -> Bool {
        switch shape.shop {
        case .itself?: sees(store: id)
        case .member(let path)?: sees(store: members[path]?.string)
        case nil: shape.isOfAllShops || entries
        }
    }
}

extension PageRequest {
    /// More are not chosen from a list.
    private static let offerLimit = 200

    /// With what forms offer in the place of these entities' ids.
    func offering(_ entities: Set<String>, _ models: ScreenModels) throws -> PageRequest {
        var request = self
        for entity in entities {
            request.offered[entity] = try ScreenEntities.offered(models, entity, at: now, limit: Self.offerLimit)
                .map { DeliveredNames.with($0, of: entity) }
        }
        return request
    }
}
