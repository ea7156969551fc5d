import JSON

/// A form of a page, and the command that it asks for: the same that programs ask for over HTTP (`Actions`).
///
/// It is posted to `/forms/{id}`. To add one, add it to `Forms.all` and show its `html` on its page; what is refused comes
/// back to that page as `PageRequest.form`.
package struct Form: Sendable {
    struct Field: Sendable {
        enum Kind: Sendable {
            case text
            case choice([String])
            /// Any text; these are offered.
            case suggestions([String])
        }

        let name: String
        let label: Text
        var hint: Text?
        var kind = Kind.text
        /// What stands in it at first.
        var initial = ""
        var isRequired = true
        /// The member that it becomes; faults name it so.
        let path: String
        /// Refusals that speak of it without naming it.
        var rules: Set<String> = []
    }

    package let id: String
    let title: Text
    let button: Text
    let fields: [Field]
    /// The page that shows it.
    package let page: [String]
    package let method: String
    /// The command's address, behind `/v1`.
    package let address: @Sendable (Values) -> [String]
    package let body: @Sendable (Values) -> JSON
    /// Where it leads once it is done.
    let next: @Sendable (Values) -> Path

    /// What its fields are called.
    package var names: [String] { fields.map(\.name) }

    package func next(_ values: Values) -> String { next(values).text }

    /// What was filled in, without blanks around it.
    package struct Values: Sendable {
        private let texts: [String: String]

        /// - Parameter fields: of several of one name the first counts.
        package init(_ fields: [(name: String, value: String)]) {
            texts = Dictionary(fields.map { ($0.name, $0.value.withoutBlanksAround) }) { first, _ in first }
        }

        /// Empty where it was not filled in.
        package subscript(_ name: String) -> String { texts[name] ?? "" }
        /// nil where it was not filled in.
        func json(_ name: String) -> JSON? { self[name].isEmpty ? nil : .string(self[name]) }
    }
}

package enum Forms {
    package static let all = [Form.openShop]
    package static func named(_ id: String) -> Form? { all.first { $0.id == id } }
}

extension String {
    fileprivate var withoutBlanksAround: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
