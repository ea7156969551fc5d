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
        if values[Form.act] == Form.putsAside { return try putAside(form, values, user) }
        let draft = values[Form.draft]
        let isThere = try draft.isEmpty || pool.withConnection { try Draft.beginSending(draft, at: .now, $0) }
        guard isThere else {
            return try again(form, FilledForm(draftGone: form, values), 409, request, asked, values)
        }
        // Refused, or broken: it is a draft again.
        var isSent = false
        defer { if !draft.isEmpty, !isSent { try? pool.withConnection { try Draft.endSending(draft, $0) } } }
        let sent = try pool.withConnection { try form.withIDs(values, $0) }
        let (action, ids) = form.command(sent)
        do {
            let admitted = try commands.admit(user.principal, to: action, at: ids)
            let key = values["key"]
            let answer = try commands.perform(
                admitted, form.body(sent).bytes, form.precondition(sent), key: key.isEmpty ? nil : key)
            isSent = true
            if !draft.isEmpty { try pool.withConnection { try Draft.drop(draft, $0) } }
            // So that the page that it leads to is there.
            if let fact = answer.facts.last { try waitFor(.fact(fact), for: .everything) }
            if let approval = answer.approval { return .redirect(to: Screens.approval(approval)) }
            if let shown = form.shown, answer.once.object?.isEmpty == false {
                asked.query = Form.origin(values)
                return html(shown(asked, answer), request, asked)
            }
            return .redirect(to: form.next(sent, answer))
        } catch is DoingRefusal {
            return html(Screens.forbidden(asked), request, asked)
        } catch let refusal as Services.Refusal {
            return try again(
                form, FilledForm(form, values, refusal), Failure.status(of: refusal.kind), request, asked, values)
        }
    }

    // MARK: Put aside

    private func putAside(_ form: Form, _ values: Form.Values, _ user: User) throws -> Response {
        try pool.withConnection { connection in
            // A draft that is nobody's any more, or another's, is not written over: this is one of its own.
            let known = try Draft.named(values[Form.draft], connection)
            let isOwn = known.map { form.mayTakeUp($0, user.principal) } ?? false
            try Draft.keep(
                isOwn ? values[Form.draft] : "", form.id, form.draft(values), by: user.principal.id, at: .now,
                connection)
        }
        return .redirect(to: "/drafts")
    }

    /// What was put aside: `GET` goes on with it on its form's page, `POST` drops it.
    func draft(_ id: String, _ request: Request, _ responder: Responder) {
        answer(request, responder, in: pages) { [self] asked in
            guard let user = try user(request) else {
                return .redirect(to: "/sign-in?next=%2Fdrafts%2F\(percentEncode(id))")
            }
            asked = self.asked(request, user: user)
            guard let draft = try pool.withConnection({ try Draft.named(id, $0) }),
                let form = try pool.withConnection({ try Forms.named(draft.form, $0) }),
                form.mayTakeUp(draft, user.principal)
            else { return html(Screens.notFound(asked), request, asked) }
            guard request.method == "POST" else {
                let filled = FilledForm(draft, of: form)
                return try again(form, filled, 200, request, asked, Form.Values(draft))
            }
            if isOurs(request.form ?? [], request) { try pool.withConnection { try Draft.drop(id, $0) } }
            return .redirect(to: "/drafts")
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
