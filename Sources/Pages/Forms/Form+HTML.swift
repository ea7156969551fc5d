import Events

extension Form {
    /// The form as a page shows it; with what was filled in and refused, when it came back. Nothing to who may not send it.
    ///
    /// - Parameters:
    ///   - initial: what stands in its fields, and what it carries, before anybody fills it in.
    ///   - below: what stands under its heading.
    ///   - cancel: leads away without sending it.
    func html(
        _ request: PageRequest, initial: [String: String] = [:], below: HTML = .empty, cancel: Path? = nil
    ) -> HTML {
        guard request.may(self) else { return .empty }
        let say = Words(language: request.language)
        let filled = request.form.flatMap { $0.id == id ? $0 : nil }
        let general = (filled?.problems(besides: fields) ?? []).map { "<p>\(say.refusal($0))</p>" as HTML }
        let alert: HTML = general.isEmpty ? .empty : "<div class=\"notice notice-bad\" role=\"alert\">\(general)</div>"
        let notice = filled?.notice.map { "<p class=\"notice\" role=\"status\">\(say($0))</p>" as HTML }
        let kept = carried.map { name -> HTML in
            "<input type=\"hidden\" name=\(name) value=\(filled?.values[name] ?? initial[name] ?? "")>"
        }
        let back = cancel.map { "<a class=\"btn btn-outline-secondary\" href=\($0)>\(say(.cancel))</a>" as HTML }
        return """
            <form class="form" method="post" action=\(Path("forms", id)) aria-labelledby=\("\(id)-title")>
            <h2 id=\("\(id)-title")>\(say(title))</h2>
            \(notice)\(alert)\(below)\(kept)
            <input type="hidden" name="token" value=\(request.formToken)>
            <input type="hidden" name="key" value=\(Self.newKey())>
            \(fields.map { html($0, filled, initial[$0.name] ?? $0.initial, say) })
            <button class="btn btn-primary" type="submit">\(say(button))</button>\(back)
            </form>
            """
    }

    /// Sent twice, as by a double click, it is done once.
    private static func newKey() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    }

    private func html(_ field: Field, _ filled: FilledForm?, _ initial: String, _ say: Words) -> HTML {
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
            \(attribute: "id", place)\(attribute: "name", field.name)\(flag: "required", field.isRequired)\
            \(attribute: "aria-invalid", problems.isEmpty ? nil : "true")\
            \(attribute: "aria-describedby", described.isEmpty ? nil : described.joined(separator: " "))
            """
        return """
            <div class="field"><label for=\(place)>\(say(field.label))</label>
            \(control(field, filled?.values[field.name] ?? initial, attributes, say))\(problemText)\(hintText)</div>
            """
    }

    private func control(_ field: Field, _ value: String, _ attributes: HTML, _ say: Words) -> HTML {
        func input(_ mode: String?) -> HTML {
            """
            <input class="form-control" value=\(value) autocomplete="off" spellcheck="false"\(attribute: "inputmode", mode)\
            \(attributes)>
            """
        }
        switch field.kind {
        case .text: return input(nil)
        case .number: return input("numeric")
        case .amount: return input("decimal")
        case .suggestions(let offered):
            let list = "\(id)-\(field.name)-list"
            let options = offered.map { "<option value=\($0)></option>" as HTML }
            return """
                <input class="form-control" value=\(value) list=\(list) autocomplete="off" spellcheck="false"\(attributes)>
                <datalist id=\(list)>\(options)</datalist>
                """
        case .choice(let choices):
            let isOffered = value.isEmpty || choices.contains { $0.value == value }
            let options = ((isOffered ? [] : [Field.Choice(value: value)]) + choices).map { choice -> HTML in
                let isChosen = choice.value == value
                let text = choice.caption.map { say($0) } ?? choice.value
                return "<option value=\(choice.value)\(flag: "selected", isChosen)>\(text)</option>"
            }
            return "<select class=\"form-select\"\(attributes)>\(options)</select>"
        }
    }
}
