/// A form that was sent when nobody was signed in any more. The page to sign in carries what was typed along, so that no letter
/// is lost, and nothing of it is kept on the server.
package struct KeptForm: Sendable {
    package let form: Form
    package let values: Form.Values

    private static let formName = "kept-form"
    private static let prefix = "kept-field-"

    package init(_ form: Form, _ values: Form.Values) { (self.form, self.values) = (form, values) }

    /// What came back with a name and a password; nil where no form was kept.
    package init?(signingIn fields: [String: String]) {
        guard let form = fields[Self.formName].flatMap({ Forms.named($0) }) else { return nil }
        self.form = form
        values = Form.Values(form.names.map { ($0, fields[Self.prefix + $0] ?? "") })
    }

    var html: HTML {
        let fields = form.names.map { name -> HTML in
            "<input type=\"hidden\" name=\(Self.prefix + name) value=\(values[name])>"
        }
        return "<input type=\"hidden\" name=\(Self.formName) value=\(form.id)>\(fields)"
    }
}
