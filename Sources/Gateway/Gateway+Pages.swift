import Crypto
import Events
import Foundation
import HTTP
import Log
import Pages
import Postgres
import Projections
import Rules
import Services

extension Gateway {
    /// A cookie that a form must carry back as a hidden field: another site can send our forms, but not read it.
    private static let formCookie = "davtari_form"
    private static let languageCookie = "lang"
    /// By it a browser in which somebody has signed in is known again, and let in though others guess (`SignInGuard`).
    private static let browserCookie = "davtari_browser"
    private static let browserSeconds = 365 * 86_400
    private static let languageSeconds = 365 * 86_400
    private static let sessionSeconds = 14 * 86_400
    /// A page without the log says so, and does not wait for it.
    static let endMilliseconds = 1_000

    // MARK: Screens

    /// Any page: for people who have signed in.
    func page(_ request: Request, _ responder: Responder) {
        guard request.method == "GET" || request.method == "HEAD" else {
            return responder.respond(Failure.notAllowed("GET"))
        }
        answer(request, responder, in: pages) { [self] asked in
            guard let user = try user(request) else { return toSignIn(request, asked) }
            asked = self.asked(request, user: user)
            // Who may not see the overview begins where they may look.
            if request.segments.isEmpty, let first = Screens.home(of: user.principal), first != "/" {
                return .redirect(to: first)
            }
            let page = asked
            let answer = try pool.withConnection { try Screens.answer(page, $0) }
            try note(answer, page)
            if answer.status == 200, Screens.tellsOfRequests(page.path) { try accounts.noteRequestsSeen(by: user.name) }
            return html(answer, request, asked)
        }
    }

    /// Answers a page's request, or with the page that says what went wrong.
    ///
    /// - Parameter body: is given what nobody asks, and makes it somebody's once they are known.
    func answer(
        _ request: Request, _ responder: Responder, in lane: Lane,
        turnedAway: @escaping @Sendable (Response) -> Response = { $0 },
        _ body: @escaping @Sendable (inout PageRequest) throws -> Response
    ) {
        admit(request, responder, to: lane, turnedAway: turnedAway) { [self] in
            var asked = asked(request, user: nil)
            do { responder.respond(try body(&asked)) } catch {
                responder.respond(told(html(failed(error, asked), request, asked), error, responder))
            }
        }
    }

    /// The way to sign in, and back here.
    private func toSignIn(_ request: Request, _ asked: PageRequest) -> Response {
        let way = "/sign-in" + (asked.address == "/" ? "" : "?next=\(percentEncode(asked.address))")
        guard request.headers["HX-Request"] != nil else { return .redirect(to: way) }
        // A part of a page (htmx): a list's page gives way to signing in; a form that is being filled in stays, and only what
        // it would offer is missing.
        let answer = Response.text("", status: 401)
        return request.headers["HX-Target"] == QuickList.id ? answer.with("HX-Redirect", way) : answer
    }

    func failed(_ error: any Error, _ asked: PageRequest) -> PageAnswer {
        switch error {
        case is TrialChangesNothing: Screens.trialChangesNothing(asked)
        case is PostgresError, is RollbackFailed, is LogError, is ProjectionError, is OfficeError:
            Screens.unavailable(asked)
        default: Screens.failed(asked)
        }
    }

    func user(_ request: Request) throws -> User? {
        guard case .user(let user) = try Caller.of(request, accounts) else { return nil }
        if user.trying != nil, request.method != "GET", request.method != "HEAD" { throw TrialChangesNothing() }
        return user
    }

    /// In which language it is answered.
    ///
    /// - Parameter setting: what whoever is signed in likes.
    static func language(of request: Request, _ setting: String? = nil) -> Language {
        Language.choose(
            query: request.query("lang"), cookie: request.cookie(languageCookie), setting: setting,
            accepted: request.headers["Accept-Language"])
    }

    func asked(_ request: Request, user: User?) -> PageRequest {
        let language = Self.language(of: request, user?.language)
        let log = log
        var asked = PageRequest(
            path: request.segments, query: request.query.map { ($0.name, $0.value) }, language: language,
            userName: user?.name, principal: user?.principal,
            formToken: FormToken.masked(request.cookie(Self.formCookie) ?? Random.secret(prefix: "")),
            origin: request.headers["Host"].map { (isSecure(request) ? "https://" : "http://") + $0 }
                ?? "http://127.0.0.1:8080",
            // Who is nobody causes no work.
            logEnd: user == nil ? nil : try? log.end(withinMilliseconds: Self.endMilliseconds), now: .now,
            troubles: user == nil ? [] : troubles.all(),
            readRecord: { partition, offset in
                try log.read(partition, from: offset, limit: ReadLimit(records: 1)).first { $0.offset == offset }
            })
        asked.theme = user?.theme
        asked.trying = user?.trying
        asked.home = home(of: user)
        return asked
    }

    /// Where somebody likes to begin, if they still may.
    private func home(of user: User?) -> String? {
        user?.home.flatMap { OwnForms.isHome($0, of: user?.principal) ? $0 : nil }
    }

    /// What the reverse proxy in front says of the way that the reader came.
    private func isSecure(_ request: Request) -> Bool { request.headers["X-Forwarded-Proto"] == "https" }

    func origin(of request: Request) -> SignInOrigin {
        SignInOrigin(
            address: Origin.address(of: request), browser: request.cookie(Self.browserCookie),
            agent: request.headers["User-Agent"])
    }

    func languageCookie(_ language: String) -> Cookie {
        Cookie(Self.languageCookie, language, maxAgeSeconds: Self.languageSeconds)
    }

    func html(_ answer: PageAnswer, _ request: Request, _ asked: PageRequest) -> Response {
        var response = Response.html(answer.html, status: answer.status)
            .with("Content-Security-Policy", Assets.contentSecurityPolicy).with("Cache-Control", "no-store")
            .with("X-Content-Type-Options", "nosniff").with("Referrer-Policy", "same-origin")
        if request.cookie(Self.formCookie) == nil, let secret = FormToken.unmasked(asked.formToken) {
            response = response.setting(Cookie(Self.formCookie, secret))
        }
        if let language = request.query("lang"), Language(rawValue: language) != nil {
            response = response.setting(languageCookie(language))
        }
        return response
    }

    /// The API's description for people: anyone may read it, and who has signed in keeps the menu.
    func reference(_ request: Request, _ responder: Responder) {
        runBlocking(responder) { [self] in
            let user = try? user(request)
            let asked = asked(request, user: user)
            responder.respond(html(Screens.reference(asked, OpenAPI.whole), request, asked))
        }
    }

    // MARK: Signing in

    func signIn(_ request: Request, _ responder: Responder) {
        // A password takes the processor a tenth of a second, so few are looked at; the form costs nothing.
        let lane = request.method == "POST" ? signIns : pages
        let turnedAway: @Sendable (Response) -> Response = { [self] response in
            let asked = asked(request, user: nil)
            return html(Screens.signIn(asked, error: .tooOften), request, asked)
                .with("Retry-After", Headers(response.headers)["Retry-After"] ?? "1")
        }
        answer(request, responder, in: lane, turnedAway: turnedAway) { [self] asked in
            switch request.method {
            case "GET", "HEAD":
                html(Screens.signIn(asked, next: request.query("next").flatMap(Self.ours)), request, asked)
            case "POST": try signIn(request, asked)
            default: Failure.notAllowed("GET, POST")
            }
        }
    }

    /// Whether a form was sent by one of our pages: it carries what the form cookie says, and no browser says that another
    /// site sent it (Fetch Metadata, or `Origin`, whose host is that which was asked; what is no browser says nothing).
    func isOurs(_ form: [(name: String, value: String)], _ request: Request) -> Bool {
        if let site = request.headers["Sec-Fetch-Site"], !["same-origin", "none"].contains(site) { return false }
        if let origin = request.headers["Origin"], origin != "null",
            Self.hostname(origin.drop { $0 != "/" }.drop { $0 == "/" }) != Self.hostname(request.headers["Host"] ?? "")
        {
            return false
        }
        guard let token = form.first(where: { $0.name == "token" })?.value else { return false }
        return FormToken.matches(token, request.cookie(Self.formCookie))
    }

    /// Without the port, which whoever stands in front may leave out.
    private static func hostname(_ place: some StringProtocol) -> String {
        let isV6 = place.hasPrefix("[")
        return place.prefix { isV6 ? $0 != "]" : $0 != ":" && $0 != "/" }.lowercased()
    }

    private func signIn(_ request: Request, _ asked: PageRequest) throws -> Response {
        let form = Dictionary((request.form ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let name = form["name"] ?? ""
        let next = form["next"].flatMap(Self.ours)
        let kept = try KeptForm(signingIn: request.form ?? []) { id in
            try pool.withConnection { try Forms.named(id, $0) }
        }
        guard isOurs(request.form ?? [], request) else {
            return html(
                Screens.signIn(asked, error: .formTooOld, name: name, next: next, keeping: kept), request, asked)
        }
        let origin = origin(of: request)
        switch try accounts.signIn(name: name, password: form["password"] ?? "", from: origin) {
        case .wrong, .over:
            refused(origin)
            return html(Screens.signIn(asked, error: .wrong, name: name, next: next, keeping: kept), request, asked)
        case .locked(let seconds):
            refused(origin)
            return html(
                Screens.signIn(asked, error: .locked(seconds: seconds), name: name, next: next, keeping: kept), request,
                asked
            ).with("Retry-After", "\(seconds)")
        case .codeNeeded(let step):
            return html(Screens.signInCode(asked, step: step, next: next, keeping: kept), request, asked)
        case .opened(let session, let browser):
            return try signedIn(session, browser, request, next: next, kept)
        }
    }

    private func signedIn(
        _ session: String, _ browser: String?, _ request: Request, next: String?, _ kept: KeptForm?
    ) throws -> Response {
        let isSecure = isSecure(request)
        let user = try accounts.session(session)
        let resumed = try kept.flatMap { kept in try user.map { try resume(kept, request, $0) } }
        let answer = (resumed ?? Response.redirect(to: next ?? home(of: user) ?? "/")).setting(
            Cookie(Caller.sessionCookie, session, maxAgeSeconds: Self.sessionSeconds, isSecure: isSecure))
        guard let browser else { return answer }
        return answer.setting(
            Cookie(Self.browserCookie, browser, maxAgeSeconds: Self.browserSeconds, isSecure: isSecure))
    }

    // MARK: The second factor

    func signInCode(_ request: Request, _ responder: Responder) {
        answer(request, responder, in: signIns) { [self] asked in try signInCode(request, asked) }
    }

    private func signInCode(_ request: Request, _ asked: PageRequest) throws -> Response {
        let fields = request.form ?? []
        func said(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        let (step, next) = (said("step") ?? "", said("next").flatMap(Self.ours))
        let kept = try KeptForm(signingIn: fields) { id in try pool.withConnection { try Forms.named(id, $0) } }
        func again(_ error: Screens.SignInFailure) -> Response {
            html(Screens.signInCode(asked, step: step, error: error, next: next, keeping: kept), request, asked)
        }
        guard isOurs(fields, request) else { return again(.formTooOld) }
        let origin = origin(of: request)
        switch try accounts.signIn(step: step, code: said("code") ?? "", from: origin) {
        case .wrong:
            refused(origin)
            return again(.codeWrong)
        case .locked(let seconds):
            refused(origin)
            return again(.locked(seconds: seconds)).with("Retry-After", "\(seconds)")
        case .over, .codeNeeded:
            return html(Screens.signIn(asked, error: .over, next: next, keeping: kept), request, asked)
        case .opened(let session, let browser): return try signedIn(session, browser, request, next: next, kept)
        }
    }

    /// Without the name: it may be a password, typed in the wrong place.
    private func refused(_ origin: SignInOrigin) {
        logger.log(.warning, "sign-in", "a sign-in from \(origin.address) was refused")
    }

    /// A path of ours, or nil: nobody is to be sent elsewhere by a link to our sign-in page.
    static func ours(_ path: String) -> String? {
        // Browsers leave tabs and line breaks out, wherever they stand, and read a backslash as a slash (WHATWG URL, 4.4): what
        // is left could begin with two slashes, and lead to another host. By bytes: a mark behind a slash makes another
        // character of it.
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.dropFirst().first != UInt8(ascii: "/"),
            path.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && !isControl($0) && $0 != "\\" })
        else { return nil }
        return path
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }

    func signOut(_ request: Request, _ responder: Responder) {
        guard request.method == "POST" else { return responder.respond(Failure.notAllowed("POST")) }
        blocking(responder) { [self] in
            guard isOurs(request.form ?? [], request) else { return .redirect(to: "/") }
            if let secret = request.cookie(Caller.sessionCookie) { try accounts.signOut(secret) }
            return Response.redirect(to: "/sign-in").setting(Cookie.removing(Caller.sessionCookie))
        }
    }

    // MARK: Live parts, files

    /// The dashboard's moving parts, as Server-Sent Events.
    func follow(_ request: Request, _ responder: Responder) {
        runBlocking(responder) { [self] in
            do {
                guard let user = try user(request) else { return responder.respond(Caller.unknown) }
                guard Screens.isShown([], to: user.principal) else { return responder.respond(Failure.mayNotFollow) }
                let stream = EventStream()
                let comesAgain = request.headers["Last-Event-ID"] != nil
                let marks = comesAgain ? [:] : LiveMessages.marks(request.query("have") ?? "")
                live.add(
                    stream, asked(request, user: user), session: request.cookie(Caller.sessionCookie) ?? "",
                    has: marks)
                responder.respond(.events(stream))
            } catch {
                responder.respond(failure(error, responder))
            }
        }
    }

    private static let assets = Assets()

    /// Reads and packs what is the same for everyone, once in a process.
    static func prepareFiles() { _ = assets }

    func asset(_ name: String, _ request: Request) -> Response {
        guard let asset = Self.assets[name] else { return Failure.notFound }
        let answer = Response.file(asset, for: request, cacheControl: Assets.cacheControl)
        return name == Assets.offline ? answer.with("Service-Worker-Allowed", "/") : answer
    }

    func schema(_ file: String) -> Response {
        guard file.hasSuffix(".json"), let type = FactType.byName[String(file.dropLast(".json".count))] else {
            return Failure.notFound
        }
        return .bytes(Array(type.schemaText.utf8), type: "application/schema+json")
    }
}
