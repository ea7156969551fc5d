import Events
import JSON
import Rules

/// Fields of an entry or a fact as a form asks for them: what its controls are, what is said with them, and what stands in them.
struct AskedFields {
    let fields: [EntityField]

    /// Rows that are empty at first: a document has more than a customer has contact persons.
    private static let emptyLines = 8

    var inputs: [FieldInput] { fields.map { FieldInput(field: $0) } }

    var controls: [Form.Field] {
        inputs.map { input in
            Form.Field(
                name: input.name, label: .title(input.field.title), kind: input.kind,
                initial: input.field.kind == .currency ? Currency.home : "", isRequired: false,
                path: input.field.path, emptyLines: Self.emptyLines)
        }
    }

    /// What was filled in.
    ///
    /// - Parameters:
    ///   - known: in which its money is, where none of its fields says so.
    ///   - isSaid: whether a field is said at all, given what stands in it; one that is empty is cleared.
    func said(
        _ values: Form.Values, in known: String = Currency.home,
        _ isSaid: (FieldInput, _ typed: String) -> Bool = { !$1.isEmpty }
    ) -> JSON {
        var body: JSON = .object([])
        let currency = inputs.first { $0.field.kind == .currency }.map { values[$0.name] } ?? ""
        for input in inputs where isSaid(input, input.typed(values)) {
            body.put(input.json(values, currency.isEmpty ? known : currency), at: input.field.path)
        }
        return body
    }

    /// Members as the controls have them, by the controls' names.
    func texts(_ members: FactMembers, _ language: Language) -> [String: String] {
        let currency = members["currency"]?.string ?? Currency.home
        return inputs.reduce(into: [:]) { all, input in
            all.merge(input.texts(members[input.field.path], currency, language)) { $1 }
        }
    }

    /// The fields of its lines.
    var ofLines: [EntityField] {
        let lines = fields.first { $0.path == GoodsDocumentKind.lines }
        return if case .lines(let fields)? = lines?.kind { fields } else { [] }
    }

    /// Whether it has all of what is said: nothing of it is lost by saying it again.
    func holds(_ members: FactMembers) -> Bool {
        let asked = Set(fields.map(\.path))
        return members.paths.allSatisfy(asked.contains) && holdsLines(of: members)
    }

    /// Whether it has all of what its lines say, under their numbers.
    func holdsLines(of members: FactMembers) -> Bool {
        let (lines, fields) = (members[GoodsDocumentKind.lines]?.array ?? [], ofLines)
        let paths = Set(fields.map(\.path))
        return FieldInput.numberedRows(lines, fields) != nil
            && lines.allSatisfy { FactMembers($0).paths.allSatisfy(paths.contains) }
    }
}
