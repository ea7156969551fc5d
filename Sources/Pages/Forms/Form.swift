import JSON
import Rules
import Services

/// A form of a page, and the command that it asks for: the same that programs ask for over HTTP (`Actions`).
///
/// It is posted to `/forms/{id}`. To add one, add it to `Forms.all` and show its `html` on its page; what is refused comes
/// back to that page as `PageRequest.form`. The forms of an entity follow from its shape (`EntityForms`).
package struct Form: Sendable {
    struct Field: Sendable {
        enum Kind: Sendable {
            case text
            /// A whole number.
            case number
            /// Money, in the currency's own units.
            case amount
            case choice([Choice])
            /// Any text; these are offered.
            case suggestions([String])
        }

        /// What may be chosen; a value without a caption is shown as it is.
        struct Choice: Sendable {
            let value: String
            var caption: Caption?
        }

        let name: String
        let label: Caption
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
    let title: Caption
    let button: Caption
    let fields: [Field]
    /// Names of what it carries and nobody fills in: which thing it is about, which version of it was seen.
    var carried: [String] = []
    /// The page that shows it.
    package let page: @Sendable (Values) -> [String]
    package let method: String
    /// The command's address, behind `/v1`.
    package let address: @Sendable (Values) -> [String]
    package let body: @Sendable (Values) -> JSON
    /// Which version of the thing the reader has seen.
    package var precondition: @Sendable (Values) -> Precondition = { _ in .none }
    /// Where it leads once it is done.
    let next: @Sendable (Values) -> Path

    /// What its fields are called, and what it carries.
    package var names: [String] { fields.map(\.name) + carried }

    package func next(_ values: Values) -> String { next(values).text }

    /// What was filled in, without blanks around it.
    package struct Values: Sendable {
        private var texts: [String: String]

        /// - Parameter fields: of several of one name the first counts.
        package init(_ fields: [(name: String, value: String)]) {
            texts = Dictionary(fields.map { ($0.name, $0.value.withoutBlanksAround) }) { first, _ in first }
        }

        /// Empty where it was not filled in.
        package internal(set) subscript(_ name: String) -> String {
            get { texts[name] ?? "" }
            set { texts[name] = newValue }
        }
        /// nil where it was not filled in.
        func json(_ name: String) -> JSON? { self[name].isEmpty ? nil : .string(self[name]) }
    }
}

package enum Forms {
    package static let all = [Form.openShop] + EntityShapes.all.flatMap { EntityForms($0).all }
    package static func named(_ id: String) -> Form? { all.first { $0.id == id } }
}

/// What something on a page is called: by a text of the pages, or by what an entity's declaration calls it.
enum Caption: Sendable {
    case text(Text)
    case title(Title)
    /// A text that speaks of something declared, in the place of `{1}`.
    case about(Text, Title)
}

extension Words {
    func callAsFunction(_ title: Title) -> String { language == .ka ? title.ka : title.en }

    func callAsFunction(_ caption: Caption) -> String {
        switch caption {
        case .text(let text): self(text)
        case .title(let title): self(title)
        // Inside a sentence English writes it small.
        case .about(let text, let title): self(text, language == .ka ? title.ka : title.en.lowercased())
        }
    }
}

extension String {
    fileprivate var withoutBlanksAround: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
