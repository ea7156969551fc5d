import Events
import JSON
import Queries
import Rules

/// A field of an entity as a form has it: its control, what stands in it, and what is said with it.
struct FieldInput {
    let field: EntityField
    /// Of a line's field: its list, as `limits-`.
    var list = ""

    /// As the control is named: `name-ka`, `limits-right`.
    var name: String { list + Self.name(field) }
    /// What stood in it when the form was made.
    var was: String { "was-" + name }

    private static func name(_ field: EntityField) -> String { String(field.path.map { $0 == "." ? "-" : $0 }) }

    /// The control.
    var kind: Form.Field.Kind {
        func choices(_ words: [String]) -> [Form.Field.Choice] {
            words.map { .init(value: $0, caption: field.choiceTitles[$0].map(Caption.title)) }
        }
        return switch field.kind {
        // What the house knows of it, and anything else.
        case .text where !field.choiceTitles.isEmpty: .suggestions(field.choiceTitles.keys.sorted())
        case .text, .ratio: .text
        case .integer: .number
        case .money, .quantity, .rate, .unitAmount: .amount
        case .flag: .flag
        case .day: .day
        case .moment: .moment
        case .zone: .suggestions(Form.zones)
        case .currency: .choice([.init(value: "")] + choices(Currency.codes))
        case .choice(let words): .choice([.init(value: "")] + choices(words))
        case .texts: .texts
        case .right: .choice([.init(value: "")] + Self.rights)
        case .rights: .grid(RightsGrid.grid)
        case .choices(let words): .several(choices(words))
        case .reference(let entity): .reference(entity)
        case .references(let entity): .references(entity)
        case .lines(let fields):
            .lines(
                fields.filter { !$0.isRowNumber }.map { part in
                    let input = FieldInput(field: part)
                    return Form.Field(
                        name: input.name, label: .title(part.title), kind: input.kind, isRequired: false,
                        path: part.path)
                })
        }
    }

    private static var rights: [Form.Field.Choice] {
        Right.ofPeople.map { .init(value: $0.description, caption: .title($0.title)) }
    }

    // MARK: What is said

    /// What was typed, so that two who typed the same have the same text.
    func typed(_ values: Form.Values) -> String {
        switch field.kind {
        case .texts: Self.words(values[name]).joined(separator: "\n")
        case .choices, .references, .rights: Self.words(values[name]).sorted().joined(separator: "\n")
        case .lines:
            if case let lines = lines(values), !lines.isEmpty { JSON.array(lines).text } else { "" }
        default: values[name]
        }
    }

    /// What the fact says; what cannot be read goes as it is, for the command to say what is wrong with it. null: nothing.
    ///
    /// - Parameter currency: in which its money is.
    func json(_ values: Form.Values, _ currency: String) -> JSON {
        let text = values[name]
        if case .lines = field.kind { return .array(lines(values, currency)) }
        guard !text.isEmpty else { return .null }
        func figure(_ decimals: Int) -> JSON {
            TypedText.figure(text, decimals: decimals).map { .int($0) } ?? .string(text)
        }
        return switch field.kind {
        case .text, .currency, .zone, .choice, .day, .reference, .right, .lines: .string(text)
        case .moment: .string(TypedText.moment(text, Zone.home))
        case .integer: Int64(text).map { .int($0) } ?? .string(text)
        case .money: figure(Currency.decimals(of: currency))
        case .quantity: figure(TypedText.quantityDecimals)
        case .rate: figure(TypedText.percentDecimals)
        case .unitAmount: TypedText.unitAmount(text, currency) ?? .string(text)
        case .ratio: TypedText.ratio(text) ?? .string(text)
        case .flag: .bool(text == Form.Field.yes)
        case .texts, .choices, .references, .rights: .array(Self.words(text).map { .string($0) })
        }
    }

    /// Several words, one a line.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        for part in text.split(whereSeparator: \.isNewline) {
            let word = String(part).withoutBlanksAround
            if !word.isEmpty, !words.contains(where: { ExactText.same($0, word) }) { words.append(word) }
        }
        return words
    }

    /// The lines in which something stands.
    private func lines(_ values: Form.Values, _ currency: String = Currency.home) -> [JSON] {
        guard case .lines(let fields) = field.kind else { return [] }
        return (0..<values.lineCount(name)).compactMap { line in
            let inputs = fields.filter { !$0.isRowNumber }
                .map { FieldInput(field: $0, list: "\(name)-\(line)-") }
            guard inputs.contains(where: { !values[$0.name].isEmpty }) else { return nil }
            let own = inputs.first { $0.field.kind == .currency }.map { values[$0.name] } ?? ""
            var json: JSON = .object([])
            if let number = fields.first(where: \.isRowNumber) { json[number.path] = .int(Int64(line) + 1) }
            for input in inputs where !values[input.name].isEmpty {
                json.put(input.json(values, own.isEmpty ? currency : own), at: input.field.path)
            }
            return json
        }
    }

    // MARK: What stands in it

    /// A value as the control takes it: by the control's name, of a list's lines each of theirs.
    func texts(_ json: JSON?, _ currency: String, _ language: Language) -> [String: String] {
        guard case .lines(let fields) = field.kind else { return [name: text(json, currency, language)] }
        var all: [String: String] = [:]
        let lines = json?.array ?? []
        for (line, object) in zip(Self.numberedRows(lines, fields) ?? Array(lines.indices), lines) {
            let own = fields.first { $0.kind == .currency }.flatMap { object.at($0.path)?.string } ?? currency
            for part in fields {
                all.merge(
                    FieldInput(field: part, list: "\(name)-\(line)-").texts(object.at(part.path), own, language)
                ) { $1 }
            }
        }
        return all
    }

    /// In which rows lines stand under their numbers; nil where a form cannot show them so.
    static func numberedRows(_ lines: [JSON], _ fields: [EntityField]) -> [Int]? {
        guard let number = fields.first(where: \.isRowNumber) else { return Array(lines.indices) }
        let rows = lines.compactMap { line in line[number.path]?.int.flatMap { Int(exactly: $0 &- 1) } }
        let isWhole = rows.count == lines.count && Set(rows).count == rows.count
        return isWhole && rows.allSatisfy((0..<Form.Values.lineLimit).contains) ? rows : nil
    }

    private func text(_ json: JSON?, _ currency: String, _ language: Language) -> String {
        switch json {
        case .string(let text)? where field.kind == .moment: TypedText.typed(moment: text, Zone.home)
        // An input has one line.
        case .string(let text)?: text.split(whereSeparator: \.isNewline).joined(separator: " ")
        case .int(let number)?:
            switch field.kind {
            case .money:
                TypedText.figure(number, decimals: Currency.decimals(of: currency), isExact: true, language)
            case .quantity: TypedText.figure(number, decimals: TypedText.quantityDecimals, isExact: false, language)
            case .rate: TypedText.figure(number, decimals: TypedText.percentDecimals, isExact: false, language)
            default: String(number)
            }
        // A box is ticked or not; in a line, that it is not so is said too.
        case .bool(let isSo)?: isSo ? Form.Field.yes : list.isEmpty ? "" : Form.Field.no
        case .object? where field.kind == .unitAmount: TypedText.typed(unitAmount: json, currency, language)
        case .object? where field.kind == .ratio: TypedText.typed(ratio: json, language)
        case .array(let all)?: all.compactMap(\.string).joined(separator: "\n")
        case .double?, .object?, .null?, nil: ""
        }
    }
}
