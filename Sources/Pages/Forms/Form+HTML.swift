import Events
import Queries

extension Form {
    /// The form as a page shows it; with what was filled in and refused, when it came back. Nothing to who may not send it.
    ///
    /// - Parameters:
    ///   - initial: what stands in its fields, and what it carries, before anybody fills it in.
    ///   - below: what stands under its heading.
    ///   - cancel: leads away without sending it.
    ///   - isQuiet: whether it is not what most readers of the page are there for.
    func html(
        _ request: PageRequest, initial: [String: String] = [:], below: HTML = .empty, cancel: Path? = nil,
        isQuiet: Bool = false
    ) -> HTML {
        guard own != nil || request.may(self, initial) else { return .empty }
        let say = Words(language: request.language)
        let filled = request.form.flatMap { $0.id == id ? $0 : nil }
        let alert = Self.alert(filled?.problems(besides: fields) ?? [], say)
        let notice = filled?.notice.map { "<p class=\"notice\" role=\"status\">\(say($0))</p>" as HTML }
        let kept = carried.map { name -> HTML in
            "<input type=\"hidden\" name=\(name) value=\(filled?.values[name] ?? initial[name] ?? "")>"
        }
        let origin = request.value(Self.from) == StartScreen.name ? StartScreen.name : nil
        let taken = filled.map { $0.values[Self.draft] } ?? ""
        let draft = taken.isEmpty ? nil : "<input type=\"hidden\" name=\(Self.draft) value=\(taken)>" as HTML
        let cancel = origin == nil ? cancel : Path(StartScreen.name)
        let from = origin.map { "<input type=\"hidden\" name=\(Self.from) value=\($0)>" as HTML }
        let back = cancel.map { "<a class=\"btn btn-outline-secondary\" href=\($0)>\(say(.cancel))</a>" as HTML }
        return """
            <form class=\(rowsOf == nil ? "form" : "form form-rows") method="post" action=\(post) aria-labelledby=\("\(id)-heading")\
            \(attribute: "data-queue", isQueued ? request.principal?.id : nil)>
            <h2 id=\("\(id)-heading")>\(say(title))</h2>
            \(notice)\(alert)\(below)\(kept)\(from)\(draft)
            <input type="hidden" name="token" value=\(request.formToken)>
            <input type="hidden" name="key" value=\(Self.newKey())>
            \(fields.map { html($0, filled, initial, say, request.offered) })\(rowsOf == nil ? .empty : pasting(filled, say))
            <button class=\(isQuiet ? "btn btn-outline-secondary" : "btn btn-primary") type="submit">\(say(button))</button>\(asideHTML(say))\(back)
            \(trialHTML(request, say))\(isQueued ? queueHTML(say) : .empty)
            </form>
            """
    }

    /// Its fields to ask a page with, which changes nothing.
    ///
    /// - Parameter filled: what was asked for, and what stands against it.
    func askingHTML(_ request: PageRequest, at page: Path, _ filled: FilledForm?, initial: [String: String]) -> HTML {
        let say = Words(language: request.language)
        return """
            <form class="form" method="get" action=\(page) aria-labelledby=\("\(id)-heading")>
            <h2 id=\("\(id)-heading")>\(say(title))</h2>
            \(Self.alert(filled?.problems(besides: fields) ?? [], say))
            \(fields.map { html($0, filled, initial, say, request.offered) })
            <button class=\(filled == nil ? "btn btn-primary" : "btn btn-outline-secondary") type="submit">\(say(button))</button>
            </form>
            """
    }

    /// Where lines are shown that the server does not have yet (`LineQueue`), and the camera.
    private func queueHTML(_ say: Words) -> HTML {
        """
        <button class="btn btn-outline-secondary" type="button" data-scan hidden>\(say(.scanWithCamera))</button>
        <div class="queue" data-queue-list data-waiting=\(say(.queueWaiting)) data-refused=\(say(.queueRefused)) \
        data-sign-in=\(say(.queueSignIn)) data-again=\(say(.queueAgain)) data-drop=\(say(.queueDrop)) role="status" hidden>
        <strong>\(say(.queueTitle))</strong> <span data-queue-hint></span><ul></ul></div>
        <script defer src="/assets/queue.js"></script>
        """
    }

    /// Rows out of a spreadsheet, and more empty ones.
    private func pasting(_ filled: FilledForm?, _ say: Words) -> HTML {
        let sum = sumOf.map { field -> HTML in
            "<p class=\"below\" data-sum=\(field) hidden>\(say(.sumOfRows)): <output></output></p>"
        }
        return """
            \(sum)<details class="field"><summary>\(say(.pasteRows))</summary>
            <label for=\("\(id)-paste")>\(say(.pasteRowsMore))</label>
            <textarea class="form-control" rows="6" id=\("\(id)-paste") name=\(Form.paste) spellcheck="false">
            \(filled?.values[Form.paste] ?? "")</textarea></details>
            <p class="pager"><button class="btn btn-outline-secondary" type="submit" name=\(Form.act) value=\(Form.moreRows) formnovalidate \
            data-more-rows>\(say(.moreRows))</button></p>
            """
    }

    /// The form as a button alone, in a row of a table; what it is about is carried.
    func buttonHTML(_ request: PageRequest, carrying values: [String: String]) -> HTML {
        guard own != nil || request.may(self, values) else { return .empty }
        let kept = carried.map { "<input type=\"hidden\" name=\($0) value=\(values[$0] ?? "")>" as HTML }
        return """
            <form method="post" action=\(post)>\(kept)<input type="hidden" name="token" value=\(request.formToken)>\
            <input type="hidden" name="key" value=\(Self.newKey())>\
            <button class="btn btn-outline-secondary btn-sm" type="submit">\(Words(language: request.language)(button))</button></form>
            """
    }

    /// What stands against it, of a form that is a button alone or not on the page any more.
    func problemsHTML(_ request: PageRequest) -> HTML {
        guard let filled = request.form, filled.id == id else { return .empty }
        return Self.alert(filled.problems, Words(language: request.language))
    }

    private static func alert(_ problems: [Fault], _ say: Words) -> HTML {
        let lines = problems.map { "<p>\(say.refusal($0))</p>" as HTML }
        return lines.isEmpty ? .empty : "<div class=\"notice notice-bad\" role=\"alert\">\(lines)</div>"
    }

    private var post: Path { own ?? Path("forms", id) }

    /// Sent twice, as by a double click, it is done once.
    private static func newKey() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    }

    private func html(
        _ field: Field, _ filled: FilledForm?, _ initial: [String: String], _ say: Words,
        _ offered: [String: [ScreenName]]
    ) -> HTML {
        let problems = filled?.problems(of: field) ?? []
        let place = "\(id)-\(field.name)"
        let (hintID, problemID) = ("\(place)-hint", "\(place)-problem")
        let hint = field.hint ?? Self.hint(of: field.kind)
        let described = [hint == nil ? nil : hintID, problems.isEmpty ? nil : problemID].compactMap { $0 }
        let hintText = hint.map { "<p class=\"hint\" id=\(hintID)>\(say($0))</p>" as HTML }
        let problemText: HTML =
            problems.isEmpty
            ? .empty
            : "<p class=\"problem\" id=\(problemID)>\(problems.map { Self.problem($0, field, filled, say) }.joined(separator: " "))</p>"
        let wrong = problems.compactMap { filled?.place(of: $0, in: field) }.compactMap { place in
            place.part.map { "\(field.name)-\(place.row)-\($0.name)" }
        }
        let control = Control(
            form: id, say: say, offered: offered, isRequired: field.isRequired, isWrong: !problems.isEmpty,
            wrong: Set(wrong), describedBy: described)
        let values: (String) -> String = { name in
            filled.map { $0.values[name] } ?? initial[name] ?? (name == field.name ? field.initial : "")
        }
        let (body, isGroup) = control.html(field, values)
        return isGroup
            ? """
            <fieldset class="field"\(control.description)><legend>\(say(field.label))</legend>
            \(body)\(problemText)\(hintText)</fieldset>
            """
            : """
            <div class="field"><label for=\(place)>\(say(field.label))</label>
            \(body)\(problemText)\(hintText)</div>
            """
    }

    /// Of a list with the row and the field that it is in.
    private static func problem(_ problem: Fault, _ field: Field, _ filled: FilledForm?, _ say: Words) -> String {
        guard let place = filled?.place(of: problem, in: field) else { return say.refusal(problem) }
        let row = String(place.row + 1)
        return place.part.map { say(.problemInRow, row, say($0.label), say.refusal(problem)) }
            ?? say(.problemOfRow, row, say.refusal(problem))
    }

    private static func hint(of kind: Field.Kind) -> Text? {
        switch kind {
        case .moment: .momentHint
        case .texts: .oneALine
        default: nil
        }
    }
}
