import Events
import JSON
import Postgres
import Queries
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
            /// Yes (`Field.yes`), or nothing.
            case flag
            /// A day, as YYYY-MM-DD.
            case day
            /// A day, and a time of the clock at home if there is one.
            case moment
            /// Texts, one a line.
            case texts
            /// A password, which a browser may know by this name (`autocomplete`); it never comes back.
            case secret(String)
            /// A code that is read off somewhere and typed.
            case code
            /// Several of these; their values stand one a line.
            case several([Choice])
            /// The same in tables.
            case grid(Grid)
            /// An entry of an entity, or several: offered by name where there are few (`PageRequest.offered`), else typed.
            case reference(String)
            case references(String)
            /// The same, or a code that a scanner reads, of which the command makes what it stands for.
            case scanned(String)
            /// Objects in a list: rows of these fields, whose names have the list's and the row's number before them.
            indirect case lines([Field])
        }

        static let yes = "true"
        static let no = "false"

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
        /// Of a list: rows that are empty below those in which something stands, so that some can be added without a script.
        var emptyLines = 3
        /// Whether a page begins in it: where one thing after the other is scanned.
        var isFocused = false
    }

    /// What a form says that asks for nothing but why.
    static let why: @Sendable (Values) -> JSON = { values in
        var body: JSON = .object([])
        body["reason"] = values.json("reason")
        return body
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
    /// Where it is posted, of a form that asks for no command: about oneself, for which nobody needs a right.
    var own: Path?
    /// What is shown once of what was done (a link's secret), in the place of leading on.
    package var shown: (@Sendable (PageRequest, CommandAnswer) -> PageAnswer)?
    /// Where it leads once it is done.
    let next: @Sendable (Values) -> Path
    /// The same where the page is that of the fact which was said.
    var nextOfFact: (@Sendable (FactID) -> Path)?
    /// The same where the page is that of what was made, which the command's answer tells; nil where it does not.
    var nextOfAnswer: (@Sendable (JSON) -> Path?)?
    /// The list into which rows can be pasted, and of which more can be asked for.
    var rowsOf: String?
    /// The role that it would give, to look at the pages as who has it before it is sent; nil where it gives none.
    package var trial: (@Sendable (Values) -> TriedRole)?
    /// The field of its rows that is added up while one types, where they have one.
    var sumOf: String?
    /// Whether the browser keeps what is sent until the server has it, so that a telephone may lose its network meanwhile.
    var isQueued = false

    /// What its fields are called, and what it carries.
    package var names: [String] { fields.map(\.name) + carried }

    /// What an address and a form say of whoever came from the guided start, so that they come back there.
    static let from = "from"

    /// The same as a question of an address; empty where they came from elsewhere.
    package static func origin(_ values: Values) -> [(String, String)] {
        values[from] == StartScreen.name ? [(from, StartScreen.name)] : []
    }

    /// - Parameter answer: nil of a form that asks for no command.
    package func next(_ values: Values, _ answer: CommandAnswer?) -> String {
        if !Self.origin(values).isEmpty { return Path(StartScreen.name).text }
        let ofFact = answer?.facts.first.flatMap { fact in nextOfFact.map { $0(fact) } }
        let ofAnswer = answer.flatMap { answer in nextOfAnswer?(answer.body) }
        return (ofFact ?? ofAnswer ?? next(values)).text
    }

    /// Whether something of this name is filled in: a field, what is carried, or a field of a list's row.
    func takes(_ name: String) -> Bool {
        names.contains(name) || name == Self.from || name == Self.draft
            || fields.contains { if case .lines = $0.kind { name.hasPrefix("\($0.name)-") } else { false } }
    }

    /// What was filled in, without blanks around it.
    package struct Values: Sendable {
        private var texts: [String: String]

        /// More rows than a list of a form is ever sent with.
        static let lineLimit = 500

        /// - Parameter fields: several of one name (boxes that are ticked) stand one a line.
        package init(_ fields: [(name: String, value: String)]) {
            texts = Dictionary(
                fields.map { ($0.name, $0.value.replacing("\r\n", with: "\n").withoutBlanksAround) }
            ) { $0.isEmpty ? $1 : "\($0)\n\($1)" }
        }

        /// How many rows of a list were sent.
        func lineCount(_ list: String) -> Int {
            let prefix = "\(list)-"
            let numbers = texts.keys.filter { $0.hasPrefix(prefix) }
                .compactMap { Int($0.dropFirst(prefix.count).prefix { $0 != "-" }) }
            return min((numbers.max() ?? -1) + 1, Self.lineLimit)
        }

        /// All that was sent of a form.
        func all(of form: Form) -> [(name: String, value: String)] {
            texts.filter { form.takes($0.key) }.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        }

        /// Empty where it was not filled in.
        package internal(set) subscript(_ name: String) -> String {
            get { texts[name] ?? "" }
            set { texts[name] = newValue }
        }
        /// Minor units of a currency; as it was typed, where it is no amount; nil where it was not filled in.
        func money(_ name: String, in currency: String) -> JSON? {
            TypedText.figure(self[name], decimals: Currency.decimals(of: currency)).map { .int($0) } ?? json(name)
        }
        /// nil where it was not filled in.
        func json(_ name: String) -> JSON? { self[name].isEmpty ? nil : .string(self[name]) }
    }
}

package enum Forms {
    package static let all =
        [Form.openShop, TrainingReceiptForm.form] + ReceiptForms.all + CustomerForms.all + GiftCardForms.all
        + GoodsDocumentForms.all
        + TradeDocumentForms.all + AccountForms.all + ShopBooksForms.all + SignInForms.all + EmployeeForms.all
        + TokenForms.all
        + CountingForms.all + ReceivingForms.all + PointsForms.all + LandedCostForm.all + PriceChangeForms.all
        + ApprovalForms.all
        + EntityShapes.all.flatMap { EntityForms($0).all }
    package static func named(_ id: String) -> Form? { all.first { $0.id == id } }

    /// The same, and those of the users' own entities, with the users' own fields. The connection must not be in a transaction.
    package static func named(_ id: String, _ connection: Connection, at now: Instant = .now) throws -> Form? {
        let (ours, owner) = EntityForms.entity(ofForm: id)
        guard ours != nil || owner != nil else { return named(id) }
        return try connection.transaction(.repeatableReadReadOnly) {
            let models = try ScreenModels(connection)
            let shape =
                try ours.map { try ScreenEntities.ours(models, $0, at: now) }
                ?? owner.flatMap { try ScreenEntities.own(models, $0, at: now) }
            return shape.flatMap { shape in EntityForms(shape).all.first { $0.id == id } }
        }
    }
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
    var withoutBlanksAround: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
