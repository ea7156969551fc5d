import Events
import Queries
import Rules
import Services

/// The pages as who has a role sees them, while its form is filled in.
extension Form {
    /// What the button that tries says as `Form.act`.
    package static let tries = "try"
    /// Where who has the role would work.
    static let trialShop = "trial-shop"

    /// As a form about a role is filled in.
    static func role(_ values: Values) -> TriedRole {
        let names = ["name-ka", "name-en", EntityForms.code].map { values[$0] }
        let shop = values[trialShop]
        let said = AskedFields(fields: EntityShape.role.fields).said(values)
        // What cannot be read yet (a limit that is no number) is left out of what is tried, with all else but the rights.
        var role: RoleDefined = FactMembers(said).read() ?? RoleDefined()
        (role.rights, role.reach) = (FieldInput.words(values["rights"]), Reach(rawValue: values["reach"])?.rawValue)
        return TriedRole(
            title: names.first { !$0.isEmpty } ?? "", role, shops: shop.isEmpty ? [] : [shop])
    }

    /// What stands in the form, to come back to it.
    package func kept(_ values: Values) -> [TriedRole.Field] {
        values.all(of: self).map { TriedRole.Field(name: $0.name, value: $0.value) }
    }

    /// The button that tries, and in which shop.
    func trialHTML(_ request: PageRequest, _ say: Words) -> HTML {
        guard trial != nil else { return .empty }
        let shops = request.offered[EntityShape.store.name] ?? []
        let options = shops.map { "<option value=\($0.id)>\(say.name($0))</option>" as HTML }
        let place = "\(id)-\(Self.trialShop)"
        let choice: HTML =
            shops.isEmpty
            ? .empty
            : """
            <div class="field"><label for=\(place)>\(say(.trialShop))</label>\
            <select class="form-select" id=\(place) name=\(Self.trialShop)>\(options)</select></div>
            """
        return """
            <details class="field"><summary>\(say(.trial))</summary><p class="hint">\(say(.trialMore))</p>\(choice)\
            <button class="btn btn-outline-secondary" type="submit" name=\(Self.act) value=\(Self.tries) formnovalidate>\
            \(say(.trialBegin))</button></details>
            """
    }
}

extension FilledForm {
    /// Was being filled in when the role was tried.
    package init(tried form: Form, _ values: Form.Values) {
        (id, self.values, problems, notice) = (form.id, values, [], .trialOver)
    }
}
