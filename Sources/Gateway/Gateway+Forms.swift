import Events
import HTTP
import JSON
import Pages
import Rules
import Services

extension Gateway {
    /// What a form of a page asks for: the command, by the person who has signed in, where their role lets them.
    func form(_ id: String, _ request: Request, _ responder: Responder) {
        answer(request, responder, in: pages) { [self] asked in
            guard let user = try user(request) else { return try keptForSignIn(id, request, asked) }
            asked = self.asked(request, user: user)
            guard let form = try pool.withConnection({ try Forms.named(id, $0) }) else {
                return html(Screens.notFound(asked), request, asked)
            }
            return try submit(form, request, asked, user)
        }
    }

    /// The session ended while a form was filled in: the page to sign in keeps what was typed. Another site's form is not kept.
    private func keptForSignIn(_ id: String, _ request: Request, _ asked: PageRequest) throws -> Response {
        let fields = request.form ?? []
        guard isOurs(fields, request), let form = try pool.withConnection({ try Forms.named(id, $0) }) else {
            return .redirect(to: "/sign-in")
        }
        return html(Screens.signIn(asked, keeping: KeptForm(form, Form.Values(fields))), request, asked)
    }

    /// The form that was filled in before somebody signed in again, on its page.
    func resume(_ kept: KeptForm, _ request: Request, _ user: User) throws -> Response {
        try again(
            kept.form, FilledForm(kept: kept.form, kept.values), 200, request, asked(request, user: user), kept.values)
    }

    private func submit(_ form: Form, _ request: Request, _ asked: PageRequest, _ user: User) throws -> Response {
        var asked = asked
        let fields = request.form ?? []
        let values = Form.Values(fields)
        guard isOurs(fields, request) else {
            return try again(form, FilledForm(tooOld: form, values), 403, request, asked, values)
        }
        if let trial = form.trial, values[Form.act] == Form.tries {
            return try tryRole(trial(values), form, values, request, asked, user)
        }
        if let rows = form.withRows(values) {
            return try again(form, rows, rows.isRefused ? 422 : 200, request, asked, values)
        }
        let sent = try pool.withConnection { try form.withIDs(values, $0) }
        let (action, ids) = form.command(sent)
        do {
            let admitted = try commands.admit(user.principal, to: action, at: ids)
            let key = values["key"]
            let answer = try commands.perform(
                admitted, form.body(sent).bytes, form.precondition(sent), key: key.isEmpty ? nil : key)
            // So that the page that it leads to is there.
            if let fact = answer.facts.last { try waitFor(.fact(fact), for: .everything) }
            if let approval = answer.approval { return .redirect(to: Screens.approval(approval)) }
            if let shown = form.shown, answer.once.object?.isEmpty == false {
                asked.query = Form.origin(values)
                return html(shown(asked, answer), request, asked)
            }
            return .redirect(to: form.next(sent, answer.facts.first))
        } catch is DoingRefusal {
            return html(Screens.forbidden(asked), request, asked)
        } catch let refusal as Services.Refusal {
            return try again(
                form, FilledForm(form, values, refusal), Failure.status(of: refusal.kind), request, asked, values)
        }
    }

    /// The page of the form, with what stands against it.
    func again(
        _ form: Form, _ filled: FilledForm, _ status: Int, _ request: Request, _ asked: PageRequest,
        _ values: Form.Values
    ) throws -> Response {
        var asked = asked
        (asked.path, asked.query, asked.form) = (form.page(values), Form.origin(values), filled)
        let page = asked
        var answer = try pool.withConnection { try Screens.answer(page, $0) }
        if answer.status == 200 { answer.status = status }
        return html(answer, request, asked)
    }
}
