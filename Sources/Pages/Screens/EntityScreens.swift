import Events
import JSON
import Postgres
import Projections
import Rules
import Services

/// The pages of an entity, as its shape declares it: list, new, card, change.
struct EntityScreens {
    let request: PageRequest
    let models: ScreenModels
    let shape: EntityShape
    let say: Words
    let forms: EntityForms

    init(_ request: PageRequest, _ models: ScreenModels, _ shape: EntityShape) {
        (self.request, self.models, self.shape) = (request, models, shape)
        (say, forms) = (Words(language: request.language), EntityForms(shape))
    }

    static func addresses(of shape: EntityShape) -> [(path: String, id: String)] {
        let (list, entry) = ("/\(shape.path)", "/\(shape.path)/{\(shape.name)}")
        return [
            (list, shape.path), ("\(list)/new", "\(shape.name)New"), (entry, shape.name),
            ("\(entry)/change", "\(shape.name)Change"),
        ]
    }

    func page(_ connection: Connection) throws -> PageAnswer? {
        let path = request.path
        switch path.count {
        case 1: return try list()
        case 2 where path[1] == "new": return request.may(forms.create) ? new() : Screens.forbidden(request)
        case 2: return try Entry(connection, shape, path[1]).map { try card($0) }
        case 3 where path[2] == "change" && !request.may(forms.change): return Screens.forbidden(request)
        case 3 where path[2] == "change": return try Entry(connection, shape, path[1]).map { change($0) }
        default: return nil
        }
    }

    /// An entry as commands know it, and the version that they want to be told.
    struct Entry {
        let id: String
        let version: Int64
        let members: FactMembers
        let isEnded: Bool

        init?(_ connection: Connection, _ shape: EntityShape, _ id: String) throws {
            guard let resource = Resource.all.first(where: { $0.kind == shape.name }),
                let found = try resource.read(connection, [shape.name: id])
            else { return nil }
            let state = found.state(to: Set(Scope.allCases))
            guard let said = state["said"], said.object != nil else { return nil }
            (self.id, version, members) = (id, found.version, FactMembers(said))
            isEnded = state["isOver"]?.bool ?? false
        }
    }

    // MARK: New, change

    private func new() -> PageAnswer {
        Frame(request, states: models.states).page(
            say(.about(.newEntry, shape.one)),
            """
            \(crumbs())
            \(Parts.heading(say(.about(.newEntry, shape.one))))
            <div class="part">\(forms.create.html(request, cancel: Path(shape.path)))</div>
            """)
    }

    private func change(_ entry: Entry) -> PageAnswer {
        var (request, below) = (request, HTML.empty)
        if let filled = request.form, filled.isConflict {
            let met = forms.met(filled, entry.id, entry.version, entry.members, request.language)
            request.form = met.form
            request.form?.problems.removeAll { $0.rule == "version.differs" }
            below = meeting(met.meetings)
        }
        return Frame(request, states: models.states).page(
            say(.about(.changeEntry, shape.one)),
            """
            \(crumbs(entry))
            \(Parts.heading(name(entry.id, entry.members)))
            <div class="part">\(forms.change.html(
                request, initial: forms.filled(entry.id, entry.version, entry.members, request.language), below: below,
                cancel: Path(shape.path, entry.id)))</div>
            """)
    }

    /// Both versions side by side.
    private func meeting(_ meetings: [EntityForms.Meeting]) -> HTML {
        func cell(_ text: String, _ field: EntityField) -> HTML { "\(text.isEmpty ? "–" : choice(text, field))" }
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
        let here = entry.map { [(Path(shape.path, $0.id), name($0.id, $0.members))] } ?? []
        return Parts.crumbs(say(.whereYouAre), [(Path(shape.path), say(shape.many))] + here)
    }

    func name(_ id: String, _ members: FactMembers) -> String {
        say.name(ScreenName(id: id, ka: members["name.ka"]?.string, en: members["name.en"]?.string))
    }

    private func choice(_ value: String, _ field: EntityField) -> String {
        field.choiceTitles[value].map { say($0) } ?? value
    }

    /// A field's value as people read it; a dash where it holds nothing.
    func value(_ json: JSON?, _ field: EntityField?, _ currency: String) -> String {
        switch json {
        case .string(let text)?: field.map { choice(text, $0) } ?? text
        case .int(let number)? where field?.kind == .money: say.numbers.money(number, currency)
        case .int(let number)?: say.numbers.count(number)
        case .bool?, .double?, .array?, .object?: json?.text ?? "–"
        case .null?, nil: "–"
        }
    }
}
