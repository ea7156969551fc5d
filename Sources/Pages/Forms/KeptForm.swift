/// A form that was sent when nobody was signed in any more. The page to sign in carries what was typed along, so that no letter
/// is lost, and nothing of it is kept on the server.
package struct KeptForm: Sendable {
    package let form: Form
    package let values: Form.Values

    private static let formName = "kept-form"
    private static let prefix = "kept-field-"

    package init(_ form: Form, _ values: Form.Values) { (self.form, self.values) = (form, values) }

    /// What came back with a name and a password; nil where no form was kept.
    ///
    /// - Parameter named: finds a form by its name.
    package init?(signingIn fields: [(name: String, value: String)], _ named: (String) throws -> Form?) rethrows {
        let name = fields.first { $0.name == Self.formName }?.value
        guard let form = try name.flatMap({ try named($0) }) else { return nil }
        self.form = form
        values = Form.Values(
            fields.filter { $0.name.hasPrefix(Self.prefix) }.map {
                ($0.name.dropFirst(Self.prefix.count).description, $0.value)
            })
    }

    var html: HTML {
        let fields = values.all(of: form).map { name, value -> HTML in
            "<input type=\"hidden\" name=\(Self.prefix + name) value=\(value)>"
        }
        return "<input type=\"hidden\" name=\(Self.formName) value=\(form.id)>\(fields)"
    }
}
