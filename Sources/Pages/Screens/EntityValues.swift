import Events
import JSON
import Queries
import Rules

/// Values of entries' fields as people read them: money in its currency, days and times as the language writes them, others by
/// their names.
struct EntityValues {
    let say: Words
    let now: Instant
    /// In which days and times are shown.
    private let zone: Zone
    private let names: [String: ByID<ScreenName>]

    /// Looks up the names of what the members speak of.
    init(
        _ say: Words, _ models: ScreenModels, _ now: Instant, _ fields: [EntityField],
        of all: [(EntityField) -> JSON?]
    ) throws {
        var ids: [String: [String]] = [:]
        func values(of field: EntityField) -> [JSON?] { all.map { $0(field) } }
        // Of objects in a list those of each.
        let inLines = fields.flatMap { field -> [(EntityField, [JSON?])] in
            guard case .lines(let parts) = field.kind else { return [] }
            let lines = values(of: field).flatMap { $0?.array ?? [] }
            return parts.map { part in (part, lines.map { $0.at(part.path) }) }
        }
        for (field, values) in fields.map({ ($0, values(of: $0)) }) + inLines {
            guard let entity = field.referred else { continue }
            for value in values {
                switch value {
                // As a column has them, several stand between commas.
                case .string(let text)?:
                    ids[entity, default: []] +=
                        text.split(separator: ",").map { String($0).withoutBlanksAround } + [text]
                case .array(let several)?: ids[entity, default: []] += several.compactMap(\.string)
                default: break
                }
            }
        }
        try self.init(say, models, now, ids: ids, in: Zone.home)
    }

    /// Looks up the names of ids, by the entity that they are of.
    init(
        _ say: Words, _ models: ScreenModels, _ now: Instant, ids: [String: [String]], in zone: Zone
    ) throws {
        (self.say, self.now, self.zone) = (say, now, zone)
        names = try ids.reduce(into: [:]) { names, asked in
            // A fact may say as an id what none is, and what a database cannot be asked for.
            let ids = Array(Set(asked.value.filter(EntityID.isOne).map(ExactText.init)).map(\.text))
            names[asked.key] = try ScreenEntities.names(models, of: asked.key, ids, at: now)
            for one in DeliveredNames.all[asked.key] ?? [] where names[asked.key]?[one.id] == nil {
                names[asked.key]?[one.id] = one
            }
        }
    }

    /// A dash where it holds nothing.
    func html(_ json: JSON?, _ field: EntityField?, _ currency: String) -> HTML {
        guard let field else { return "\(plain(json, nil, currency))" }
        switch (field.kind, json) {
        case (.reference(let entity), .string(let id)?): return entry(entity, id, field)
        case (.references(let entity), .array(let ids)?):
            return list(ids.compactMap(\.string).map { entry(entity, $0, field) })
        // A column has them in one text.
        case (.references(let entity), .string(let text)?):
            return list(text.split(separator: ",").map { entry(entity, String($0).withoutBlanksAround, field) })
        case (.right, .string(let word)?): return "\(say.right(word))"
        case (.rights, .array(let words)?): return list(words.compactMap(\.string).map { "\(say.right($0))" })
        case (.texts, .string(let text)?): return list(text.split(separator: ",").map { Self.text(String($0)) })
        // A column has them in one text.
        case (.rights, .string(let text)?):
            return list(text.split(separator: ",").map { "\(say.right(String($0).withoutBlanksAround))" })
        case (.texts, .array(let words)?), (.choices, .array(let words)?):
            return list(words.compactMap(\.string).map { "\(choice($0, field))" })
        case (.lines(let fields), .array(let lines)?):
            let items = lines.map { "<li>\(line($0, fields, currency))</li>" as HTML }
            return items.isEmpty ? "–" : "<ul class=\"lines-of\">\(items)</ul>"
        default: return "\(plain(json, field, currency))"
        }
    }

    /// The same in one text.
    func plain(_ json: JSON?, _ field: EntityField?, _ currency: String) -> String {
        switch (field?.kind, json) {
        case (_, .null?), (_, nil): "–"
        case (.day?, .string(let text)?): CalendarDay(text).map { say.dates.day($0) } ?? text
        case (.moment?, .string(let text)?): moment(text)
        case (.money?, .string(let text)?): money(text, currency) ?? text
        case (.money?, .object?): json.flatMap(money) ?? json?.text ?? "–"
        case (.unitAmount?, .object?): unitAmount(json, currency)
        case (.ratio?, .object?): TypedText.typed(ratio: json, say.language)
        case (_, .string(let text)?): field.map { choice(text, $0) } ?? text
        case (.money?, .int(let number)?): say.numbers.money(number, currency)
        case (.quantity?, .int(let number)?): say.numbers.quantity(number)
        case (.rate?, .int(let number)?):
            TypedText.figure(number, decimals: TypedText.percentDecimals, isExact: false, say.language) + "%"
        case (_, .int(let number)?): say.numbers.count(number)
        case (_, .bool(let isSo)?): say(isSo ? .yes : .no)
        case (_, .double?), (_, .array?), (_, .object?): json?.text ?? "–"
        }
    }

    /// For one unit as money; what is finer than the currency’s smallest unit as it is typed.
    private func unitAmount(_ json: JSON?, _ currency: String) -> String {
        guard let amount = json?["amount"]?.int, let per = json?["per"]?.int else { return "–" }
        let (scaled, overflow) = amount.multipliedReportingOverflow(by: 1_000)
        if !overflow, per > 0, scaled.isMultiple(of: per) { return say.numbers.money(scaled / per, currency) }
        return TypedText.typed(unitAmount: json, currency, say.language)
    }

    /// An amount that says its own currency.
    private func money(_ json: JSON) -> String? {
        guard let amount = json["amount"]?.int, let currency = json["currency"]?.string else { return nil }
        return say.numbers.money(amount, currency)
    }

    /// As a column has it.
    private func money(_ text: String, _ currency: String) -> String? {
        if let amount = Int64(text) { return say.numbers.money(amount, currency) }
        return (try? JSON(parsing: Array(text.utf8))).flatMap(money)
    }

    private func moment(_ text: String) -> String {
        if let day = CalendarDay(text) { return say.dates.day(day) }
        return Instant(text).map { say.dates.moment($0, zone, now: now) } ?? text
    }

    private func choice(_ value: String, _ field: EntityField) -> String {
        field.choiceTitles[value].map { say($0) } ?? value
    }

    /// A right by what it is called; a word with `*`, or of another version, as it is.
    private func line(_ line: JSON, _ fields: [EntityField], _ currency: String) -> HTML {
        let own = fields.first { $0.kind == .currency }.flatMap { line.at($0.path)?.string } ?? currency
        let shown = fields.filter { line.at($0.path) != nil }
        return .joined(shown.map { html(line.at($0.path), $0, own) })
    }

    /// A number of digits (a barcode) is one word, that does not break inside.
    private static func text(_ text: String) -> HTML {
        let text = text.withoutBlanksAround
        let isCode = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isCode ? "<span class=\"whole\">\(text)</span>" : "\(text)"
    }

    private func list(_ items: [HTML]) -> HTML { items.isEmpty ? "–" : .joined(items) }

    /// By its name; what nobody has defined by the word that the house has for it, else by its id.
    private func entry(_ entity: String, _ id: String, _ field: EntityField) -> HTML {
        if let name = names[entity]?[id] { return Parts.link(Self.place(entity, id), say.name(name)) }
        if let word = field.choiceTitles[id] { return "\(say(word))" }
        return Parts.link(Self.place(entity, id), id)
    }

    /// Where an entry's page is; nil where it has none.
    private static func place(_ entity: String, _ id: String) -> Path? {
        switch entity {
        case "store": Path(.store(id))
        case "receipt": FactID(id).map { Path(.receipt($0.description)) }
        case "event": FactID(id).map { Path(.event($0.description)) }
        // What is delivered has no page of its own.
        case _ where DeliveredNames.all[entity]?.contains(where: { $0.id == id }) ?? false: nil
        default: EntityShapes.named(entity).map { $0.page(id) }
        }
    }
}
