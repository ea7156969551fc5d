import Events
import JSON
import Rules
import Services

/// The forms of an entity, as its shape declares it: add, change, end, bring back, take the last change back.
///
/// Each carries which version the reader saw. A change says only what the reader changed: beside each field stands what was in it
/// at first (`was-…`), so that two who change different fields do not undo each other.
struct EntityForms {
    let shape: EntityShape

    /// Those that whoever fills them in may see; what is not asked is not said.
    private let asked: AskedFields

    init(_ shape: EntityShape) { (self.shape, asked) = (shape, AskedFields(fields: shape.fields)) }

    /// As somebody sees them.
    init(_ shape: EntityShape, for sight: Sight) {
        (self.shape, asked) = (shape, AskedFields(fields: shape.fields.filter { sight.asks($0) }))
    }

    var all: [Form] {
        let ends = shape.ending == nil ? [] : shape.endsForEver ? [end] : [end, revive]
        return [create] + (shape.isFixed ? [] : [change, undo]) + ends
    }

    /// What is said of them, field by field.
    var inputs: [FieldInput] { asked.inputs }

    /// What its forms are called by: `supplier`; `entry.fridge` of the users' own.
    private static func id(_ shape: EntityShape) -> String { shape.owner.map { "\(shape.name).\($0)" } ?? shape.name }

    /// The entity that a form is of: one of ours, or the name of one of the users' own; neither where it is of none.
    static func entity(ofForm id: String) -> (ours: EntityShape?, own: String?) {
        let name = id.drop { $0 != "-" }.dropFirst()
        let prefix = "\(EntityShape.entry.name)."
        return (EntityShapes.named(String(name)), name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil)
    }

    /// The names of what a form carries beside its fields: which entry, and the version of it that was seen.
    private static let entry = "entry"
    private static let version = "version"
    private static let restoring = "restoring"
    static let code = "code"

    /// From which day on a change holds.
    private static let effective = "effective"

    // MARK: The forms

    var create: Form {
        let (shape, path) = (shape, shape.segments)
        var form = Form(
            id: "new-\(Self.id(shape))", title: .about(.newEntry, shape.one), button: .text(.add),
            fields: fields(
                initial: { $0.preset ?? ($0.kind == .currency ? Currency.home : "") })
                + [
                    Form.Field(
                        name: Self.code, label: .text(shape.isCodeSaid ? .code : .entryCode), hint: .entryCodeHint,
                        isRequired: shape.isCodeSaid, path: shape.idName, rules: ["version.differs", "id"])
                ],
            page: { _ in path + ["new"] }, method: "PUT", address: { path + [Self.newID($0)] },
            body: { values in asked.said(values) }, precondition: { _ in .absent },
            next: { shape.page(Self.newID($0)) })
        form.trial = trial
        return form
    }

    /// A role can be tried.
    private var trial: (@Sendable (Form.Values) -> TriedRole)? {
        guard shape.name == EntityShape.role.name else { return nil }
        return { Form.role($0) }
    }

    var change: Form {
        var change = form(
            "change", .about(.changeEntry, shape.one), .text(.save), fields() + [Self.from], carried: inputs.map(\.was),
            "PATCH", at: "change"
        ) { values in
            let currencies = inputs.filter { $0.field.kind == .currency }
            let isOtherCurrency = currencies.contains { values[$0.name] != values[$0.was] }
            var body = asked.said(values) { input, typed in
                // The same figure in another currency is another amount.
                typed != values[input.was]
                    || isOtherCurrency && [.money, .unitAmount].contains(input.field.kind) && !typed.isEmpty
            }
            guard !values[Self.effective].isEmpty, body.object?.isEmpty == false else { return body }
            body["effectiveAt"] = .string(values[Self.effective])
            body["zone"] = .string(Zone.home.name)
            return body
        }
        change.trial = trial
        return change
    }

    var end: Form {
        form(
            "end", .title(shape.ending ?? shape.one), .title(shape.ending ?? shape.one), [Self.reason], "DELETE",
            body: Form.why)
    }

    var revive: Form {
        let over = shape.over
        return form("revive", .about(.reviveEntry, shape.one), .text(.revive), [Self.reason], "PATCH") { values in
            var body = Form.why(values)
            if let over { body[over.back.path] = over.back.value }
            return body
        }
    }

    var undo: Form {
        form("undo", .text(.undoLast), .text(.undo), [], carried: [Self.restoring], "PATCH") { values in
            let body = try? JSON(parsing: Array(values[Self.restoring].utf8))
            return body.flatMap { $0.object == nil ? nil : $0 } ?? .object([])
        }
    }

    /// A form about an entry that is there.
    private func form(
        _ verb: String, _ title: Caption, _ button: Caption, _ fields: [Form.Field], carried: [String] = [],
        _ method: String, at place: String? = nil, body: @escaping @Sendable (Form.Values) -> JSON
    ) -> Form {
        let (shape, path) = (shape, shape.segments)
        return Form(
            id: "\(verb)-\(Self.id(shape))", title: title, button: button, fields: fields,
            carried: [Self.entry, Self.version] + carried,
            page: { path + [$0[Self.entry]] + (place.map { [$0] } ?? []) }, method: method,
            address: { path + [$0[Self.entry]] }, body: body,
            precondition: { .versions(Int64($0[Self.version]).map { [$0] } ?? []) },
            next: { shape.page($0[Self.entry]) })
    }

    // MARK: Fields

    private static let from = Form.Field(
        name: effective, label: .text(.holdsFromDay), hint: .holdsFromDayHint, kind: .day, isRequired: false,
        path: "effectiveAt")

    private static let reason = Form.Field(
        name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason")

    private func fields(initial: (EntityField) -> String = { _ in "" }) -> [Form.Field] {
        asked.fields.map { field in
            let input = FieldInput(field: field)
            // Of a name in two languages one is enough; that none is there is said beside the first.
            let parts = field.path.split(separator: ".")
            let isFirst = shape.fields.first { $0.path.split(separator: ".").first == parts.first }?.path == field.path
            return Form.Field(
                name: input.name, label: .title(field.title), kind: input.kind, initial: initial(field),
                isRequired: false, path: field.path,
                rules: parts.count > 1 && isFirst ? ["\(parts[0]):required"] : [])
        }
    }

    // MARK: What is sent

    /// The code that was typed, or one that follows from the form, so that sending it twice adds one.
    private static func newID(_ values: Form.Values) -> String {
        values[code].isEmpty ? values["key"] : values[code]
    }

    // MARK: What stands in them

    /// What a form about an entry carries.
    func carrying(_ id: String, _ version: Int64) -> [String: String] {
        [Self.entry: id, Self.version: String(version)]
    }

    /// What stands in the form of a change at first.
    func filled(_ id: String, _ version: Int64, _ members: FactMembers, _ language: Language) -> [String: String] {
        var all = carrying(id, version)
        for input in inputs {
            let texts = input.texts(members[input.field.path], currency(members), language)
            all.merge(texts) { $1 }
            all[input.was] = input.typed(Form.Values(texts.map { ($0.key, $0.value) }))
        }
        return all
    }

    /// What takes a change back: the members as they were before it.
    ///
    /// - Parameter moment: when that change takes effect, if it has not yet.
    func restoring(
        _ id: String, _ version: Int64, _ members: [EntityHistory.Change.Member], of fact: FactID, at moment: Instant?
    ) -> [String: String] {
        var body: JSON = ["causation": .string(fact.description)]
        body["effectiveAt"] = moment.map { .string($0.description) }
        for member in members { body.put(member.after ?? .null, at: member.path) }
        return carrying(id, version).merging([Self.restoring: body.text]) { _, new in new }
    }

    /// In what an entry's money is.
    func currency(_ members: FactMembers) -> String {
        shape.fields.first { $0.kind == .currency }.flatMap { members[$0.path]?.string } ?? Currency.home
    }

    // MARK: Two at once

    /// A field that somebody else changed while this reader did.
    struct Meeting {
        let field: EntityField
        let seen: String
        let now: String
        let typed: String
    }

    /// A change that came back since somebody else was quicker: what this reader typed stays, what they left alone is as it is
    /// now, and it is about the present version.
    func met(
        _ filled: FilledForm, _ id: String, _ version: Int64, _ members: FactMembers, _ language: Language
    ) -> (form: FilledForm, meetings: [Meeting]) {
        var form = filled
        var meetings: [Meeting] = []
        for (name, value) in carrying(id, version) { form.values[name] = value }
        for input in inputs {
            let (seen, typed) = (filled.values[input.was], input.typed(filled.values))
            let texts = input.texts(members[input.field.path], currency(members), language)
            let now = input.typed(Form.Values(texts.map { ($0.key, $0.value) }))
            if now != seen { meetings.append(Meeting(field: input.field, seen: seen, now: now, typed: typed)) }
            if typed == seen { for (name, text) in texts { form.values[name] = text } }
            form.values[input.was] = now
        }
        return (form, meetings)
    }
}
