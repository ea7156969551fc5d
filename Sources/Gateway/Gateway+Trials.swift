import HTTP
import Pages
import Rules
import Services

/// Somebody who tries a role tried to change something.
struct TrialChangesNothing: Error {}

/// Looking at the pages as who has a role.
extension Gateway {
    /// Begins with the role that a form is about, for who may send it; what stands in it is kept.
    func tryRole(
        _ trial: TriedRole, _ form: Form, _ values: Form.Values, _ request: Request, _ asked: PageRequest, _ user: User
    ) throws -> Response {
        var trial = trial
        (trial.form, trial.fields) = (form.id, form.kept(values))
        do {
            let (action, ids) = form.command(values)
            _ = try commands.admit(user.principal, to: action, at: ids)
            try accounts.tryRole(trial, in: request.cookie(Caller.sessionCookie) ?? "", by: user.principal)
        } catch is DoingRefusal {
            return html(Screens.forbidden(asked), request, asked)
        } catch let error as AccountError {
            let refusal = error.refusal
            return try again(
                form, FilledForm(form, values, refusal), Failure.status(of: refusal.kind), request, asked, values)
        }
        return .redirect(to: "/")
    }

    /// Goes back to the form.
    func endTrial(_ request: Request, _ responder: Responder) {
        answer(request, responder, in: pages) { [self] _ in
            let session = request.cookie(Caller.sessionCookie) ?? ""
            guard isOurs(request.form ?? [], request), let tried = try accounts.session(session)?.trying else {
                return .redirect(to: "/")
            }
            try accounts.endTrial(in: session)
            guard let user = try accounts.session(session),
                let form = try pool.withConnection({ try Forms.named(tried.form, $0) })
            else { return .redirect(to: "/") }
            let values = Form.Values(tried.fields.map { ($0.name, $0.value) })
            return try again(
                form, FilledForm(tried: form, values), 200, request, self.asked(request, user: user), values)
        }
    }
}
