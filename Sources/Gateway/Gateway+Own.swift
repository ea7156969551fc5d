import HTTP
import Pages
import Rules
import Services

/// What people do to their own sign-in: pages and forms that need no right, and the page that a link leads to.
extension Gateway {
    // MARK: `/me`

    func own(_ request: Request, _ responder: Responder, _ page: @escaping @Sendable (Visit) throws -> Response) {
        // Who types a password has it hashed.
        answer(request, responder, in: request.method == "POST" ? signIns : pages) { [self] asked in
            guard let user = try user(request) else { return .redirect(to: "/sign-in?next=%2Fme") }
            asked = self.asked(request, user: user)
            return try page(Visit(gateway: self, request: request, asked: asked, user: user))
        }
    }

    /// Somebody at their own pages.
    struct Visit {
        let gateway: Gateway
        let request: Request
        let asked: PageRequest
        let user: User

        private var accounts: Accounts { gateway.accounts }
        private var session: String { request.cookie(Caller.sessionCookie) ?? "" }
        /// As it was typed: blanks belong to a password.
        private func typed(_ name: String) -> String { (request.form ?? []).first { $0.name == name }?.value ?? "" }

        func page() throws -> Response { try page(asked) }

        private func page(_ asked: PageRequest, status: Int = 200) throws -> Response {
            let own = Screens.Own(
                try accounts.user(user.name), try accounts.openSessions(of: user.name), user,
                here: SessionListing.id(of: session), done: request.method == "GET" ? request.query("done") : nil)
            return gateway.html(Screens.own(asked, own, status: status), request, asked)
        }

        func setUp() -> Response { setUp(asked, secret: Accounts.newCodeSecret()) }

        private func setUp(_ asked: PageRequest, secret: String, status: Int = 200) -> Response {
            gateway.html(
                Screens.secondFactorSetUp(
                    asked, secret: secret, link: Accounts.codeLink(user.name, secret), status: status),
                request, asked)
        }

        func take(_ id: String) throws -> Response {
            switch id {
            case "preferences": try take(OwnForms.preferences(user.principal)) { try setPreferences() }
            case "password":
                try take(OwnForms.changePassword) {
                    try accounts.changePassword(
                        of: user.name, from: typed(OwnForms.oldPassword), to: typed(OwnForms.password), in: session,
                        at: gateway.origin(of: request))
                }
            case "sessions":
                try take(OwnForms.endOthers) {
                    try accounts.endOwnSessions(of: user.name, id: nil, but: session)
                }
            case "session":
                try take(OwnForms.endSession) {
                    try accounts.endOwnSessions(of: user.name, id: typed(OwnForms.session), but: session)
                }
            case "second-factor": try setSecondFactor()
            case "second-factor-off":
                try take(OwnForms.removeSecondFactor) {
                    try accounts.removeOwnSecondFactor(
                        of: user.name, password: typed(OwnForms.oldPassword), at: gateway.origin(of: request))
                }
            default: gateway.html(Screens.notFound(asked), request, asked)
            }
        }

        private func take(_ form: Form, _ body: () throws -> Void) throws -> Response {
            let values = Form.Values(request.form ?? [])
            guard gateway.isOurs(request.form ?? [], request) else {
                return try page(refused(FilledForm(tooOld: form, values)), status: 403)
            }
            do { try body() } catch let error as AccountError {
                let refusal = error.refusal
                return try page(refused(FilledForm(form, values, refusal)), status: Failure.status(of: refusal.kind))
            }
            let answer = Response.redirect(to: form.next(values, nil))
            // What was chosen before in this browser gives way.
            guard form.id == "preferences" else { return answer }
            return answer.setting(gateway.languageCookie(typed(OwnForms.language)))
        }

        private func refused(_ form: FilledForm) -> PageRequest {
            var asked = asked
            asked.form = form
            return asked
        }

        private func setPreferences() throws {
            let (theme, home) = (typed(OwnForms.theme), typed(OwnForms.home))
            guard home.isEmpty || OwnForms.isHome(home, of: user.principal) else {
                throw AccountError.unknownHome(home)
            }
            try accounts.setPreferences(
                of: user.name, language: typed(OwnForms.language), theme: theme.isEmpty ? nil : theme,
                home: home.isEmpty ? nil : home)
        }

        private func setSecondFactor() throws -> Response {
            let (form, values) = (OwnForms.setSecondFactor, Form.Values(request.form ?? []))
            let secret = typed(OwnForms.secret)
            guard gateway.isOurs(request.form ?? [], request) else {
                return setUp(refused(FilledForm(tooOld: form, values)), secret: secret, status: 403)
            }
            do {
                let codes = try accounts.setSecondFactor(
                    of: user.name, secret: secret, code: typed(OwnForms.code))
                return gateway.html(Screens.recoveryCodes(asked, codes), request, asked)
            } catch let error as AccountError {
                let refusal = error.refusal
                return setUp(
                    refused(FilledForm(form, values, refusal)), secret: secret, status: Failure.status(of: refusal.kind)
                )
            }
        }
    }

    // MARK: A link

    /// Chooses a password by a link. One that was used, is over, or never was is answered alike.
    func invitation(_ link: String, _ request: Request, _ responder: Responder) {
        answer(request, responder, in: request.method == "POST" ? signIns : pages) { [self] asked in
            request.method == "POST"
                ? try choosePassword(link, request, asked) : try invitation(link, request, asked)
        }
    }

    private func invitation(
        _ link: String, _ request: Request, _ asked: PageRequest, status: Int = 200
    ) throws -> Response {
        guard let target = try accounts.target(ofLink: link) else {
            return html(Screens.linkOver(asked), request, asked)
        }
        return html(
            Screens.choosePassword(
                asked, name: target.name, language: target.language, link: link, isFirst: target.isFirst, status: status
            ),
            request, asked)
    }

    private func choosePassword(_ link: String, _ request: Request, _ asked: PageRequest) throws -> Response {
        let fields = request.form ?? []
        let values = Form.Values(fields)
        func typed(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
        var asked = asked
        let form = OwnForms.choosePassword(link: link, isFirst: true)
        guard isOurs(fields, request) else {
            asked.form = FilledForm(tooOld: form, values)
            return try invitation(link, request, asked, status: 403)
        }
        do {
            let target = try accounts.choosePassword(
                byLink: link, typed(OwnForms.password), language: typed(OwnForms.language))
            return html(Screens.signIn(asked, name: target.name, isChosen: true), request, asked)
                .setting(languageCookie(typed(OwnForms.language)))
        } catch let error as AccountError {
            let refusal = error.refusal
            asked.form = FilledForm(form, values, refusal)
            return try invitation(link, request, asked, status: Failure.status(of: refusal.kind))
        }
    }
}
