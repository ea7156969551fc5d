import Events
import Queries
import Rules

/// What of a form is filled in, as the browser has it.
struct Control {
    let form: String
    let say: Words
    /// Entries that can be chosen by name, by entity.
    let offered: [String: [ScreenName]]
    let isRequired: Bool
    let isWrong: Bool
    /// Of a list: its controls in which something is wrong.
    var wrong: Set<String> = []
    /// The ids of what stands beside it.
    let describedBy: [String]

    /// - Returns: the control, and whether it is several controls, which want a heading of their own.
    func html(_ field: Form.Field, _ value: (String) -> String) -> (html: HTML, isGroup: Bool) {
        let text = value(field.name)
        switch field.kind {
        case .flag: return (box(field.name, Form.Field.yes, text == Form.Field.yes, say(field.label)), true)
        case .several(let choices): return (boxes(field.name, choices, text), true)
        case .grid(let grid): return (self.grid(field.name, grid, text), true)
        case .references(let entity):
            guard let entries = offered[entity] else { return (area(text, attributes(field.name)), false) }
            return (boxes(field.name, Self.choices(entries, say), text), true)
        case .lines(let fields): return (lines(field.name, fields, field.emptyLines, value), true)
        default:
            let focus: HTML = "\(flag: "autofocus", field.isFocused)"
            return (single(field, field.name, text, "\(attributes(field.name))\(focus)"), false)
        }
    }

    /// For what surrounds several controls.
    var description: HTML {
        "\(attribute: "aria-describedby", describedBy.isEmpty ? nil : describedBy.joined(separator: " "))"
    }

    private func attributes(_ name: String) -> HTML {
        """
        \(attribute: "id", "\(form)-\(name)")\(attribute: "name", name)\(flag: "required", isRequired)\
        \(attribute: "aria-invalid", isWrong ? "true" : nil)\(description)
        """
    }

    /// - Parameter name: as the control is named; of a line's field with the list and the line before it.
    private func single(_ field: Form.Field, _ name: String, _ value: String, _ attributes: HTML) -> HTML {
        func input(_ type: String? = nil, mode: String? = nil) -> HTML {
            """
            <input class="form-control" value=\(value) autocomplete="off" spellcheck="false"\(attribute: "type", type)\
            \(attribute: "inputmode", mode)\(attributes)>
            """
        }
        switch field.kind {
        case .number: return input(mode: "numeric")
        case .amount: return input(mode: "decimal")
        // What is no day is shown for what it is; a browser's own field would lose it.
        case .day: return input(value.isEmpty || CalendarDay(value) != nil ? "date" : nil)
        case .suggestions(let suggestions):
            let list = "\(form)-\(name)-list"
            let options = suggestions.map { "<option value=\($0)></option>" as HTML }
            return """
                <input class="form-control" value=\(value) list=\(list) autocomplete="off" spellcheck="false"\(attributes)>
                <datalist id=\(list)>\(options)</datalist>
                """
        case .choice(let choices): return select(choices, value, attributes)
        case .reference(let entity):
            guard let entries = offered[entity] else { return search(name, entity, value, attributes) }
            return select([.init(value: "")] + Self.choices(entries, say), value, attributes)
        case .scanned(let entity): return search(name, entity, value, attributes)
        case .texts, .references: return area(value, attributes)
        case .flag:
            let choices: [Form.Field.Choice] = [
                .init(value: ""), .init(value: Form.Field.yes, caption: .text(.yes)),
                .init(value: Form.Field.no, caption: .text(.no)),
            ]
            return select(choices, value, attributes)
        case .secret(let known):
            return "<input class=\"form-control\" type=\"password\" autocomplete=\(known)\(attributes)>"
        case .code:
            return """
                <input class="form-control" autocomplete="one-time-code" autocapitalize="none" spellcheck="false"\(attributes)>
                """
        case .text, .moment, .several, .grid, .lines: return input()
        }
    }

    /// An id, found by what its entry is called; without htmx it is typed.
    private func search(_ name: String, _ entity: String, _ value: String, _ attributes: HTML) -> HTML {
        let list = "\(form)-\(name)-list"
        return """
            <input class="form-control" value=\(value) autocomplete="off" spellcheck="false" placeholder=\(say(.typeToFind))\
            \(QuickList.choices(ChoicesScreen.path(entity, name), into: list))\(attributes)>
            <datalist id=\(list)></datalist>
            """
    }

    private func select(_ choices: [Form.Field.Choice], _ value: String, _ attributes: HTML) -> HTML {
        let options = Self.with(value.isEmpty ? [] : [value], choices).map { choice -> HTML in
            "<option value=\(choice.value)\(flag: "selected", choice.value == value)>\(name(choice))</option>"
        }
        return "<select class=\"form-select\"\(attributes)>\(options)</select>"
    }

    private func area(_ value: String, _ attributes: HTML) -> HTML {
        """
        <textarea class="form-control" rows="4" spellcheck="false"\(attributes)>
        \(value)</textarea>
        """
    }

    private func boxes(_ field: String, _ choices: [Form.Field.Choice], _ value: String) -> HTML {
        let chosen = FieldInput.words(value)
        let all = Self.with(chosen, choices)
        let boxes = all.map { choice in box(field, choice.value, chosen.contains(choice.value), name(choice)) }
        return all.isEmpty ? "<p class=\"hint\">\(say(.noneToChoose))</p>" : "<div class=\"boxes\">\(boxes)</div>"
    }

    func box(_ field: String, _ value: String, _ isTicked: Bool, _ label: String) -> HTML {
        let place = "\(form)-\(field)-\(value)"
        return """
            <div class="form-check"><input class="form-check-input" type="checkbox" id=\(place) name=\(field) value=\(value)\
            \(flag: "checked", isTicked)><label class="form-check-label" for=\(place)>\(label)</label></div>
            """
    }

    /// The rows of a list, and some empty ones.
    private func lines(_ list: String, _ fields: [Form.Field], _ empty: Int, _ value: (String) -> String) -> HTML {
        // Rows between which one is empty stay where they are.
        var count = 0
        for line in 0..<Form.Values.lineLimit
        where fields.contains(where: { !value("\(list)-\(line)-\($0.name)").isEmpty }) { count = line + 1 }
        return Table(
            caption: "", columns: fields.map { .text(say($0.label)) },
            rows: (0..<min(count + empty, Form.Values.lineLimit)).map { line in
                fields.map { field in
                    let name = "\(list)-\(line)-\(field.name)"
                    let label = "\(say(field.label)), \(line + 1)"
                    return single(
                        field, name, value(name),
                        "\(attribute: "id", "\(form)-\(name)")\(attribute: "name", name)\(attribute: "aria-label", label)\(attribute: "aria-invalid", wrong.contains(name) ? "true" : nil)"
                    )
                }
            }, kind: "lines"
        ).html
    }

    private func name(_ choice: Form.Field.Choice) -> String { choice.caption.map { say($0) } ?? choice.value }

    private static func choices(_ entries: [ScreenName], _ say: Words) -> [Form.Field.Choice] {
        entries.map { entry in
            let name = say.name(entry)
            return .init(value: entry.id, caption: .title(Title(ka: name, en: name)))
        }
    }

    /// What is chosen though it is not offered any more is not lost.
    private static func with(_ chosen: [String], _ choices: [Form.Field.Choice]) -> [Form.Field.Choice] {
        chosen.filter { value in !choices.contains { $0.value == value } }.map { .init(value: $0) } + choices
    }
}
