import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// Who may sign in: everybody, one of them with what can be done, and a new one. Read where they are kept; no read model has them.
struct SignInScreens {
    static let shows = Screen.Shows.who(.change(.staff))

    private let request: PageRequest
    private let models: ScreenModels
    private let connection: Connection
    private let say: Words

    init(_ call: Screen.Call) {
        (request, models, connection) = (call.request, call.models, call.connection)
        say = Words(language: call.request.language)
    }

    // MARK: Pages

    func list() throws -> PageAnswer {
        let all = try SignInListing.all(connection)
        let names = try ThingNames(say, models, employees: all.compactMap(\.employee))
        let roles = Self.roleNames(try request.offering([EntityShape.role.name], models))
        return Frame(request).page(
            say(.menuSignIns),
            """
            \(Parts.heading(say(.menuSignIns), "\(say(.signInsMore))"))
            <p class="pager"><a class="btn btn-primary" href=\(Path(.newSignIn))>\(say(.inviteSomebody))</a>
            <a class="btn btn-outline-secondary" href=\(Path(.tokens))>\(say(.menuTokens))</a></p>
            \(Table(
                caption: say(.menuSignIns),
                columns: [
                    .name(say(.signInName)), .name(say(.employee)), .text(say(.roles)), .text(say(.signInState)),
                    .moment(say(.lastSignIn)), .number(say(.openSessions)), .text(say(.secondFactor)),
                ],
                rows: all.map { one in
                    [
                        Parts.link(Path(.signIn(one.name)), one.name), employee(one, names),
                        "\(named(one.roles, roles))", state(one), "\(lastSignIn(one))",
                        "\(say.numbers.count(Int64(one.openSessions)))", "\(say(one.hasSecondFactor ? .yes : .no))",
                    ]
                }
            ).html)
            """)
    }

    func new() throws -> PageAnswer {
        let request = try offering()
        let known = SignInForms.invite.names.compactMap { name in request.value(name).map { (name, $0) } }
        return Frame(request, isQuick: true).page(
            say(.inviteSomebody),
            """
            \(crumbs)
            \(Parts.heading(say(.inviteSomebody), "\(say(.inviteMore))"))
            <div class="part">\(SignInForms.invite.html(
                request, initial: Dictionary(known) { first, _ in first }, cancel: Path(.signIns)))</div>
            """)
    }

    /// nil where nobody signs in by this name.
    func card(_ name: String) throws -> PageAnswer? {
        guard let one = try SignInListing.named(name, connection) else { return nil }
        let names = try ThingNames(say, models, employees: one.employee.map { [$0] } ?? [])
        let request = try offering()
        let roles = Self.roleNames(request)
        let carried = [SignInForms.signIn: name]
        func part(_ form: Form, _ more: Text, _ initial: [String: String] = [:]) -> HTML {
            let html = form.html(
                request, initial: carried.merging(initial) { $1 }, below: "<p class=\"below\">\(say(more))</p>",
                isQuiet: true)
            return html.isEmpty ? .empty : "<div class=\"part\">\(html)</div>"
        }
        let shown =
            one.state == .disabled ? [SignInForms.enable] : [SignInForms.link, SignInForms.disable]
        let other = SignInForms.all.filter { form in
            form.id != SignInForms.roles.id && !shown.contains { $0.id == form.id }
                && !(one.hasSecondFactor && form.id == SignInForms.removeSecondFactor.id)
        }
        return Frame(request).page(
            name,
            """
            \(crumbs)
            \(Parts.heading(name, state(one)))
            \(other.map { $0.problemsHTML(request) })
            \(Parts.facts([
                (say(.employee), employee(one, names)), (say(.roles), "\(named(one.roles, roles))"),
                (say(.lastSignIn), "\(lastSignIn(one))"), (say(.secondFactor), "\(say(one.hasSecondFactor ? .yes : .no))"),
            ]))
            \(one.state == .disabled ? .empty : part(
                SignInForms.link, one.hasPassword ? .newLinkMore : .inviteAgainMore))
            \(part(SignInForms.roles, .changeRolesMore, [SignInForms.rolesName: one.roles.joined(separator: "\n")]))
            \(try sessions(one, carried))
            \(one.hasSecondFactor ? part(SignInForms.removeSecondFactor, .takeSecondFactorMore) : .empty)
            \(one.state == .disabled ? part(SignInForms.enable, .enableMore) : part(SignInForms.disable, .disableMore))
            \(Parts.section("history", say(.history), try history(of: name, roles)))
            """)
    }

    /// More of it stands in the log.
    private static let historyLimit: Int64 = 100

    private func history(of name: String, _ roles: [ScreenName]) throws -> HTML {
        let said = try AccountFacts.history(ofSignIn: name, connection, limit: Self.historyLimit)
        guard !said.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        return Table(
            caption: say(.history),
            columns: [.moment(say(.historyWhen)), .name(say(.historyWho)), .text(say(.historyWhat))],
            rows: said.map { at, fact in
                let change = say.word(fact.change, of: "signIn:change")
                let (before, after) = (named(fact.rolesBefore, roles), named(fact.roles, roles))
                let given: HTML =
                    fact.roles.isEmpty
                    ? .empty : before.isEmpty ? Parts.sub("\(after)") : Parts.sub("\(before) → \(after)")
                return [
                    "\(moment(at))", "\(fact.circumstances.operator.map(Parts.author) ?? "–")", "\(change)\(given)",
                ]
            }
        ).html
    }

    private func sessions(_ one: SignInListing, _ carried: [String: String]) throws -> HTML {
        let sessions = try SessionListing.open(of: one.name, connection)
        let all = SessionTable(request: request, sessions: sessions) { session in
            SignInForms.endSession.buttonHTML(
                request, carrying: carried.merging([SignInForms.session: session.id]) { $1 })
        }
        let end: HTML = sessions.isEmpty ? .empty : SignInForms.endSessions.buttonHTML(request, carrying: carried)
        return Parts.section("sessions", say(.openSessions), "\(all.html)\(end)")
    }

    // MARK: An employee's card

    /// How an employee signs in, or the way to invite them; nothing to who may not.
    func part(of entry: EntityScreens.Entry) throws -> HTML {
        guard Screens.isShown(Link.signIns.segments, to: request.principal), entry.isDecided else { return .empty }
        let body: HTML
        if let one = try SignInListing.of(employee: entry.id, connection) {
            body = "<p>\(Parts.link(Path(.signIn(one.name)), one.name)) \(state(one))</p>"
        } else if entry.isEnded {
            return .empty
        } else {
            let roles = (entry.members["roles"]?.array ?? []).compactMap(\.string).joined(separator: "\n")
            let invite = Path(
                .newSignIn, query: [(SignInForms.employee, entry.id), (SignInForms.rolesName, roles)])
            body = """
                <p>\(say(.noSignIn))</p>
                <p><a class="btn btn-outline-secondary" href=\(invite)>\(say(.inviteSomebody))</a></p>
                """
        }
        return Parts.section("sign-in", say(.signInOfEmployee), body)
    }

    /// Whether an employee has a PIN for tills, and the way to give or take it; of who has left the way to erase who they were; nothing to
    /// who may not.
    func more(of entry: EntityScreens.Entry) throws -> HTML {
        let carried = [EmployeeForms.employee: entry.id]
        guard entry.isDecided, request.may(EmployeeForms.set, carried) else { return .empty }
        guard !entry.isEnded else {
            // Where nobody is known any more there is nothing to erase.
            guard try ScreenEntities.person(models, .employee, entry.id) != nil else { return .empty }
            let form = EmployeeForms.erase.html(
                request, initial: carried, below: "<p class=\"below\">\(say(.eraseEmployeeMore))</p>", isQuiet: true)
            return "<div class=\"part\">\(form)</div>"
        }
        let since = try PinListing.since(entry.id, connection)
        let state = since.map { say(.pinSince, moment($0)) } ?? say(.pinNone)
        return Parts.section(
            "pin", say(.pin), note: "<p class=\"part-note\">\(say(.pinMore))</p>",
            """
            <p>\(state)</p>\(EmployeeForms.set.html(request, initial: carried, isQuiet: true))\
            \(since == nil ? .empty : EmployeeForms.remove.buttonHTML(request, carrying: carried))
            """)
    }

    // MARK: What is said of one

    private var crumbs: HTML {
        Parts.crumbs(say(.whereYouAre), [(Path(.signIns), say(.menuSignIns))])
    }

    private func offering() throws -> PageRequest {
        try request.offering([EntityShape.role.name, EntityShape.employee.name], models)
    }

    /// As a page offers them.
    private static func roleNames(_ request: PageRequest) -> [ScreenName] {
        request.offered[EntityShape.role.name] ?? []
    }

    private func named(_ roles: [String], _ names: [ScreenName]) -> String {
        roles.map { role in names.first { $0.id == role }.map(say.name) ?? role }.joined(separator: ", ")
    }

    private func employee(_ one: SignInListing, _ names: ThingNames) -> HTML {
        guard let id = one.employee else { return "–" }
        let isSeen = Screens.isShown(EntityShape.employee.segments, to: request.principal)
        return Parts.link(isSeen ? EntityShape.employee.page(id) : nil, names.employee(id))
    }

    private func state(_ one: SignInListing) -> HTML {
        switch one.state {
        case .disabled: Parts.badge(say(.stateDisabled), .bad)
        case .left: Parts.badge(say(.stateLeft), .bad)
        case .invited: Parts.badge(say(.stateInvited, one.linkUntil.map(moment) ?? ""), .warn)
        case .invitationOver: Parts.badge(say(.stateInvitationOver), .warn)
        case .enabled: Parts.badge(say(.stateEnabled), .good)
        }
    }

    private func lastSignIn(_ one: SignInListing) -> String { one.signedInAt.map(moment) ?? say(.never) }

    private func moment(_ instant: Instant) -> String { say.dates.moment(instant, Zone.home, now: request.now) }

    // MARK: A link, told once

    static let told: @Sendable (PageRequest, CommandAnswer) -> PageAnswer = { request, answer in
        let say = Words(language: request.language)
        let name = answer.body["signIn"]?.string ?? ""
        let until =
            answer.body["until"]?.string.flatMap { Instant($0) }
            .map { say.dates.moment($0, Zone.home, now: request.now) } ?? ""
        return Frame(request).page(
            say(.linkFor, name),
            """
            \(Parts.crumbs(say(.whereYouAre), [(Path(.signIns), say(.menuSignIns)), (Path(.signIn(name)), name)]))
            \(Parts.heading(say(.linkFor, name)))
            <div class="part" role="status"><p>\(say(.linkMore, until))</p>
            <code class="secret" tabindex="0">\(request.origin)\(answer.once["link"]?.string)</code></div>
            """)
    }
}

/// Where somebody is signed in.
struct SessionTable {
    let request: PageRequest
    let sessions: [SessionListing]
    /// The id of the session in which this is read; nil where it is somebody else's table.
    var here: String?
    /// What can be done with one.
    let more: (SessionListing) -> HTML

    var html: HTML {
        let say = Words(language: request.language)
        guard !sessions.isEmpty else { return Parts.nothing(say(.noSessions)) }
        func moment(_ instant: Instant) -> String { say.dates.moment(instant, Zone.home, now: request.now) }
        return Table(
            caption: say(.openSessions),
            columns: [.text(say(.browser)), .moment(say(.since)), .moment(say(.untilWhen)), .text("")],
            rows: sessions.map { session in
                let isHere = session.id == here
                let mark = isHere ? Parts.badge(say(.thisSession), .good) : .empty
                return [
                    "\(session.browser.map(BrowserName.of) ?? say(.unknown)) \(mark)", "\(moment(session.createdAt))",
                    "\(moment(session.expiresAt))", isHere ? .empty : more(session),
                ]
            }
        ).html
    }
}
