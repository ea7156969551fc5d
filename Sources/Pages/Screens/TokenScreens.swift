import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// By which tokens tills, programs and imports come in: all of them, one with what can be done, and a new one. Read where they are
/// kept; no read model has them.
struct TokenScreens {
    static let shows = SignInScreens.shows

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
        let all = try TokenListing.all(connection)
        let shown = request.value("ended") == "1" ? all : all.filter { $0.state(at: request.now) == .valid }
        let stores = try ThingNames(say, models, stores: shown.flatMap(\.rights.stores))
        let authors = try AuthorNames(say, models, shown.compactMap(\.createdBy))
        let ways = TokenKind.allCases.map { kind in
            "<a class=\"btn btn-outline-secondary\" href=\(Path(.newToken(kind.rawValue)))>+ \(say(Self.title(of: kind)))</a> "
                as HTML
        }
        return Frame(request).page(
            say(.menuTokens),
            """
            \(Parts.crumbs(say(.whereYouAre), [(Path(.signIns), say(.menuSignIns))]))
            \(Parts.heading(say(.menuTokens), "\(say(.tokensMore))"))
            <p class="pager">\(ways)</p>
            \(shown.isEmpty ? Parts.nothing(say(.noTokens)) : Table(
                caption: say(.menuTokens),
                columns: [
                    .name(say(.userName)), .text(say(.tokenKind)), .text(say(.shop)), .text(say(.tokenMay)),
                    .moment(say(.tokenMade)), .moment(say(.tokenUsed)), .text(say(.signInState)),
                ],
                rows: shown.map { one in
                    [
                        Parts.link(Path(.token(one.rights.id)), one.name), "\(say(Self.title(of: one.rights.kind)))",
                        shops(one, stores), may(one), made(one, authors), used(one), state(one),
                    ]
                }
            ).html)
            \(ended(all))
            """)
    }

    /// The way to those that are none any more, and back.
    private func ended(_ all: [TokenListing]) -> HTML {
        guard all.contains(where: { $0.state(at: request.now) != .valid }) else { return .empty }
        let isShown = request.value("ended") == "1"
        let path = Path(segments: Link.tokens.segments, query: isShown ? [] : [("ended", "1")])
        return "<p class=\"pager\">\(Parts.link(path, say(isShown ? .tokensValid : .tokensEnded)))</p>"
    }

    /// nil where there is no such kind.
    func new(_ kind: String) throws -> PageAnswer? {
        guard let kind = TokenKind(rawValue: kind) else { return nil }
        let form = TokenForms.new(kind)
        let request = try request.offering([EntityShape.store.name], models)
        let known = form.names.compactMap { name in request.value(name).map { (name, $0) } }
        return Frame(request, isQuick: true).page(
            say(TokenForms.title(of: kind)),
            """
            \(crumbs)
            \(Parts.heading(say(TokenForms.title(of: kind)), "\(say(Self.more(kind)))"))
            <div class="part">\(form.html(
                request, initial: Dictionary(known) { first, _ in first }, cancel: Path(.tokens)))</div>
            """)
    }

    /// nil where there is none of this id.
    func card(_ id: String) throws -> PageAnswer? {
        guard let one = try TokenListing.of(id: id, connection) else { return nil }
        let stores = try ThingNames(say, models, stores: one.rights.stores)
        let authors = try AuthorNames(say, models, one.createdBy.map { [$0] } ?? [])
        let carried = [TokenForms.token: id]
        func part(_ form: Form, _ more: Text) -> HTML {
            let html = form.html(
                request, initial: carried, below: "<p class=\"below\">\(say(more))</p>", isQuiet: true)
            return html.isEmpty ? .empty : "<div class=\"part\">\(html)</div>"
        }
        let isValid = one.state(at: request.now) == .valid
        return Frame(request).page(
            one.name,
            """
            \(crumbs)
            \(Parts.heading(one.name, state(one)))
            \((isValid ? [] : [TokenForms.rotate, TokenForms.revoke]).map { $0.problemsHTML(request) })
            \(Parts.facts([
                (say(.tokenKind), "\(say(Self.title(of: one.rights.kind)))"), (say(.code), "<code>\(id)</code>"),
                (say(.shop), shops(one, stores)), (say(.tokenMay), may(one)), (say(.tokenMade), made(one, authors)),
                (say(.tokenUsed), used(one)), (say(.tokenUntil), "\(one.until.map(moment) ?? say(.tokenNoEnd))"),
                (say(.tokenOld), one.oldUntil.map { "\(say(.tokenOldUntil, moment($0)))" as HTML } ?? .empty),
            ]))
            \(isValid ? part(TokenForms.rotate, .rotateTokenMore) : .empty)
            \(isValid ? part(TokenForms.revoke, .revokeTokenMore) : .empty)
            \(Parts.section("history", say(.history), try history(of: id)))
            """)
    }

    /// More of it stands in the log.
    private static let historyLimit: Int64 = 100

    private func history(of id: String) throws -> HTML {
        let said = try AccountFacts.history(ofToken: id, connection, limit: Self.historyLimit)
        guard !said.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        let authors = try AuthorNames(say, models, said.compactMap(\.fact.circumstances.operator))
        return Table(
            caption: say(.history),
            columns: [.moment(say(.historyWhen)), .name(say(.historyWho)), .text(say(.historyWhat))],
            rows: said.map { at, fact in
                [
                    "\(moment(at))", fact.circumstances.operator.map(authors.html) ?? "–",
                    "\(say.word(fact.change, of: "token:change"))",
                ]
            }
        ).html
    }

    // MARK: What is said of one

    private var crumbs: HTML {
        Parts.crumbs(
            say(.whereYouAre), [(Path(.signIns), say(.menuSignIns)), (Path(.tokens), say(.menuTokens))])
    }

    private static func title(of kind: TokenKind) -> Text {
        switch kind {
        case .till: .till
        case .api: .tokenOfReader
        case .office: .tokenOfOffice
        case .import: .tokenOfImport
        }
    }

    private static func more(_ kind: TokenKind) -> Text {
        switch kind {
        case .till: .newTillTokenMore
        case .api: .newReadingTokenMore
        case .office: .newOfficeTokenMore
        case .import: .newImportTokenMore
        }
    }

    private func shops(_ one: TokenListing, _ names: ThingNames) -> HTML {
        let stores = one.rights.stores
        guard !stores.isEmpty, !stores.contains(Principal.any) else { return "\(say(.allShops))" }
        let links = stores.map { $0 == Place.chainName ? "\(say(.chain))" : names.storeLink($0) }
        return "\(links.enumerated().map { place, link -> HTML in place == 0 ? link : ", \(link)" })"
    }

    /// What it may: as whom it writes, what it reads, where it decides.
    private func may(_ one: TokenListing) -> HTML {
        let rights = one.rights
        let books = rights.writers.contains(Principal.any) ? [say(.tokenAnyBook)] : rights.writers
        let words =
            rights.scopes.map { say(Right.read($0).title) } + (rights.areas ?? []).map { say(Right.change($0).title) }
        return
            "\(books.joined(separator: ", "))\(words.isEmpty ? .empty : Parts.sub("\(words.joined(separator: ", "))"))"
    }

    private func made(_ one: TokenListing, _ authors: AuthorNames) -> HTML {
        "\(moment(one.createdAt))\(one.createdBy.map { Parts.sub("\(authors.text($0))") })"
    }

    private func used(_ one: TokenListing) -> HTML {
        guard let at = one.lastUsedAt else { return "\(say(.tokenUnused))" }
        return "\(moment(at))\(one.lastUsedFrom.map { Parts.sub("\($0)") })"
    }

    private func state(_ one: TokenListing) -> HTML {
        switch one.state(at: request.now) {
        case .revoked: return Parts.badge(say(.tokenRevoked, one.revokedAt.map(moment) ?? ""), .bad)
        case .over: return Parts.badge(say(.tokenIsOver, one.until.map(moment) ?? ""), .warn)
        case .valid:
            let until = one.until.map { Parts.sub("\(say(.stateUntil, moment($0)))") }
            return "\(Parts.badge(say(.tokenValid), .good))\(until)"
        }
    }

    private func moment(_ instant: Instant) -> String { say.dates.moment(instant, Zone.home, now: request.now) }

    // MARK: A secret, told once

    static let told: @Sendable (PageRequest, CommandAnswer) -> PageAnswer = { request, answer in
        let say = Words(language: request.language)
        let (id, name) = (answer.body["token"]?.string ?? "", answer.body["called"]?.string ?? "")
        let secret = answer.once["secret"]?.string ?? ""
        let isOfStart = request.value(Form.from) == StartScreen.name
        let until =
            answer.body["oldUntil"]?.string.flatMap { Instant($0) }
            .map { say.dates.moment($0, Zone.home, now: request.now) }
        return Frame(request).page(
            say(.tokenFor, name),
            """
            \(Parts.crumbs(say(.whereYouAre), [
                (Path(.signIns), say(.menuSignIns)), (Path(.tokens), say(.menuTokens)), (Path(.token(id)), name),
            ]))
            \(Parts.heading(say(.tokenFor, name)))
            <div class="part" role="status"><p>\(say(.tokenSecretMore))</p>
            \(until.map { "<p>\(say(.tokenOldUntil, $0))</p>" as HTML })
            <code class="secret" tabindex="0">\(secret)</code>
            \(QRPicture(text: secret, label: say(.tokenPicture)).html)
            <p><a class="btn btn-primary" href=\(isOfStart ? Path(StartScreen.name) : Path(.token(id)))>\(say(.tokenKept))</a></p></div>
            """)
    }
}
