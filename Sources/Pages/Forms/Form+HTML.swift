import Events

extension Form {
    /// The form as a page shows it; with what was filled in and refused, when it came back.
    func html(_ request: PageRequest) -> HTML {
        let say = Words(language: request.language)
        let filled = request.form.flatMap { $0.id == id ? $0 : nil }
        let general = (filled?.problems(besides: fields) ?? []).map { "<p>\(say.refusal($0))</p>" as HTML }
        let alert: HTML = general.isEmpty ? .empty : "<div class=\"notice notice-bad\" role=\"alert\">\(general)</div>"
        return """
            <form class="form" method="post" action=\(Path("forms", id)) aria-labelledby=\("\(id)-title")>
            <h2 id=\("\(id)-title")>\(say(title))</h2>
            \(alert)
            <input type="hidden" name="token" value=\(request.formToken)>
            <input type="hidden" name="key" value=\(Self.newKey())>
            \(fields.map { html($0, filled, say) })
            <button class="btn btn-primary" type="submit">\(say(button))</button>
            </form>
            """
    }

    /// Sent twice, as by a double click, it is done once.
    private static func newKey() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    }

    private func html(_ field: Field, _ filled: FilledForm?, _ say: Words) -> HTML {
        let problems = filled?.problems(of: field) ?? []
        let place = "\(id)-\(field.name)"
        let (hint, problem) = ("\(place)-hint", "\(place)-problem")
        let described = [field.hint == nil ? nil : hint, problems.isEmpty ? nil : problem].compactMap { $0 }
        let hintText = field.hint.map { "<p class=\"hint\" id=\(hint)>\(say($0))</p>" as HTML }
        let problemText: HTML =
            problems.isEmpty
            ? .empty
            : "<p class=\"problem\" id=\(problem)>\(problems.map { say.refusal($0) }.joined(separator: " "))</p>"
        let attributes: HTML = """
            id=\(place) name=\(field.name)\(flag: "required", field.isRequired)\
            \(attribute: "aria-invalid", problems.isEmpty ? nil : "true")\
            \(attribute: "aria-describedby", described.isEmpty ? nil : described.joined(separator: " "))
            """
        return """
            <div class="field"><label for=\(place)>\(say(field.label))</label>
            \(control(field, filled?.values[field.name] ?? field.initial, attributes))\(problemText)\(hintText)</div>
            """
    }

    private func control(_ field: Field, _ value: String, _ attributes: HTML) -> HTML {
        switch field.kind {
        case .text:
            return
                "<input class=\"form-control\" value=\(value) autocomplete=\"off\" spellcheck=\"false\" \(attributes)>"
        case .suggestions(let offered):
            let list = "\(id)-\(field.name)-list"
            let options = offered.map { "<option value=\($0)></option>" as HTML }
            return """
                <input class="form-control" value=\(value) list=\(list) autocomplete="off" spellcheck="false" \(attributes)>
                <datalist id=\(list)>\(options)</datalist>
                """
        case .choice(let choices):
            let all = choices.contains(value) || value.isEmpty ? choices : [value] + choices
            let options = all.map { "<option value=\($0)\(flag: "selected", $0 == value)>\($0)</option>" as HTML }
            return "<select class=\"form-select\" \(attributes)>\(options)</select>"
        }
    }
}
