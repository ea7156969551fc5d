import Events
import Rules
import Services

/// Documents that are put aside while they are filled in (`Draft`).
extension Form {
    /// What the button that puts it aside says as `Form.act`.
    package static let putsAside = "aside"
    /// The draft that a form was taken up from.
    package static let draft = "draft"

    /// Documents with lines take a while.
    var canBePutAside: Bool { rowsOf != nil }

    /// What is kept of it.
    package func draft(_ values: Values) -> [Draft.Value] {
        values.all(of: self).filter { $0.name != Self.draft }.map { Draft.Value(name: $0.name, value: $0.value) }
    }

    /// Whether somebody may take it up: who put it aside, or who may enter such a document and sees what things cost.
    package func mayTakeUp(_ draft: Draft, _ principal: Principal) -> Bool {
        guard draft.form == id, refusal(to: principal, Values(draft)) == nil else { return false }
        return draft.keptBy == principal.id || principal.reads([.cost])
    }

    /// The button that puts it aside; what is missing may be missing then.
    func asideHTML(_ say: Words) -> HTML {
        guard canBePutAside else { return .empty }
        return """
            <button class="btn btn-outline-secondary" type="submit" name=\(Self.act) value=\(Self.putsAside) formnovalidate>\
            \(say(.draftAside))</button>
            """
    }
}

extension Form.Values {
    package init(_ draft: Draft) { self.init(draft.values.map { ($0.name, $0.value) }) }
}

extension FilledForm {
    /// Was put aside, and is taken up again.
    package init(_ draft: Draft, of form: Form) {
        var values = Form.Values(draft)
        values[Form.draft] = draft.id
        (id, self.values, problems, notice) = (form.id, values, [], .draftTakenUp)
    }

    /// What it was taken up from is there no more, or is being sent by somebody else.
    package init(draftGone form: Form, _ values: Form.Values) {
        var values = values
        values[Form.draft] = ""
        (id, self.values, notice) = (form.id, values, nil)
        problems = [
            Fault("", "draft.gone", "this draft was sent or dropped meanwhile; sent again it is entered anyway")
        ]
    }
}
