import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// What goes beyond somebody's limit: what waits for the reader, what they asked for, and one request with all that it would come to.
struct ApprovalScreens {
    private let request: PageRequest
    private let models: ScreenModels
    private let connection: Connection
    private let say: Words

    /// Of what is over, the latest.
    private static let most: Int64 = 50

    init(_ call: Screen.Call) {
        (request, models, connection) = (call.request, call.models, call.connection)
        say = Words(language: call.request.language)
    }

    func list() throws -> PageAnswer? {
        guard let principal = request.principal else { return nil }
        let waiting = try ApprovalListing.waiting(for: principal, connection, at: request.now)
        let own = try ApprovalListing.asked(by: principal, connection, limit: Self.most)
        let decided = try ApprovalListing.decided(by: principal, connection, limit: Self.most)
            .filter { $0.state.asker != principal.id }
        let names = try AuthorNames(say, models, (waiting + own + decided).flatMap(Self.people))
        func part(_ id: String, _ title: Text, _ all: [ApprovalListing]) throws -> HTML {
            all.isEmpty ? .empty : Parts.section(id, say(title), try table(title, all, names))
        }
        let nothing: HTML = waiting.isEmpty ? Parts.nothing(say(.approvalsNone)) : .empty
        return Frame(request).page(
            say(.menuApprovals),
            """
            \(Parts.heading(say(.menuApprovals), "\(say(.approvalsMore))"))
            \(nothing)\(try part("waiting", .approvalsForYou, waiting))
            \(try part("own", .approvalsOwn, own))
            \(try part("decided", .approvalsDecided, decided))
            """)
    }

    private static func people(_ one: ApprovalListing) -> [String] { [one.state.asker, one.state.decidedBy ?? ""] }

    private func table(_ caption: Text, _ all: [ApprovalListing], _ names: AuthorNames) throws -> HTML {
        Table(
            caption: say(caption),
            columns: [
                .text(say(.historyWhat)), .text(say(.approvalBeyond)), .name(say(.approvalAsker)),
                .moment(say(.approvalAskedAt)), .text(say(.signInState)),
            ],
            rows: all.map { one in
                [
                    "\(Parts.link(Path(.approval(one.id)), title(one)))\(shop(one).map { Parts.sub("\($0)") })",
                    excess(one), "\(names.html(one.state.asker))",
                    "\(moment(Instant(milliseconds: one.state.askedAt)))", "\(state(one))",
                ]
            }
        ).html
    }

    /// nil where there is no such request, or it is none of the reader's.
    func card(_ id: String) throws -> PageAnswer? {
        guard let principal = request.principal, let one = try ApprovalListing.named(id, connection),
            let asked = one.state.asked?.part
        else { return nil }
        let isOwn = one.state.asker == principal.id
        let mayDecide = one.state.mayBeDecided(by: principal)
        guard isOwn || mayDecide || one.state.decidedBy == principal.id else { return nil }
        let names = try AuthorNames(say, models, Self.people(one))
        let carried = [ApprovalForms.approval: id]
        func form(_ form: Form, _ more: Text?, isQuiet: Bool = true) -> HTML {
            let below: HTML = more.map { "<p class=\"below\">\(say($0))</p>" } ?? .empty
            let html = form.html(request, initial: carried, below: below, isQuiet: isQuiet)
            return html.isEmpty ? .empty : "<div class=\"part\">\(html)</div>"
        }
        let isOpen = one.state.isOpen(at: request.now)
        let sent: HTML = isOwn && isOpen ? Frame.notice(say(.approvalSent)) : .empty
        let forms: HTML =
            !isOpen
            ? .empty
            : isOwn
                ? form(ApprovalForms.withdraw, nil)
                : "\(form(ApprovalForms.grant, .approveMore, isQuiet: false))\(form(ApprovalForms.refuse, .refuseMore))"
        // What has come of it meanwhile stands against a form that is not shown any more.
        let problems = isOpen ? [] : ApprovalForms.all.map { $0.problemsHTML(request) }
        let event = one.state.fact.map { Path(.event($0)) }
        let isEventSeen = one.state.fact.map { Screens.isShown(Link.event($0).segments, to: principal) } ?? false
        return Frame(request).page(
            title(one),
            """
            \(Parts.crumbs(say(.whereYouAre), [(Path(.approvals), say(.menuApprovals))]))
            \(Parts.heading(title(one), "\(state(one))"))
            \(sent)\(problems)
            <div class="part">\(Parts.facts([
                (say(.approvalAsker), names.html(one.state.asker)),
                (say(.approvalAskedAt), "\(moment(Instant(milliseconds: one.state.askedAt)))"),
                (say(.shop), "\(shop(one) ?? say(.chain))"),
                (say(.reason), "\(asked.circumstances.reason ?? "")"), (say(.approvalBeyond), excess(one)),
                (say(.approvalUntil), isOpen ? "\(Instant(asked.until).map(moment) ?? asked.until)" : .empty),
            ] + decision(one, names) + (isEventSeen ? [(say(.approvalRecord), Parts.link(event, one.state.fact ?? ""))] : [])))</div>
            \(try drafts(asked))
            \(forms)
            """)
    }

    private func decision(_ one: ApprovalListing, _ names: AuthorNames) -> [(String, HTML)] {
        guard one.state.decision != nil else { return [] }
        return [
            (say(.approvalDecidedBy), names.html(one.state.decidedBy ?? "")),
            (say(.historyWhen), "\(one.state.decidedAt.map { moment(Instant(milliseconds: $0)) } ?? "")"),
            (say(.reason), "\(one.state.reason ?? "")"),
        ]
    }

    /// What it would come to, as facts are shown. What was looked up for it stands in none of them.
    private func drafts(_ asked: ApprovalRequested) throws -> HTML {
        let seesCost = request.principal?.reads([.cost]) ?? false
        let all = try asked.drafts.enumerated().compactMap { place, draft -> HTML? in
            // A revaluation says what goods cost; nothing else that has a limit does.
            guard seesCost || !draft.type.hasPrefix("stock.revalued") else { return nil }
            // Of what it speaks its type says first.
            let isLeftOut = request.principal?.leftOut.concerns(String(draft.type.prefix { $0 != "." })) ?? false
            guard !isLeftOut else { return nil }
            return try FactDetails(say, models, request.now, draft: draft)?.html("draft-\(place)")
        }
        return all.isEmpty ? .empty : "<p class=\"part-note\">\(say(.approvalWouldBe)):</p>\(all)"
    }

    // MARK: What is said of one

    /// What it would come to, by what its facts are called.
    private func title(_ one: ApprovalListing) -> String {
        guard let asked = one.state.asked?.part else { return one.id }
        let titles = asked.drafts.compactMap { FactShape(named: $0.type).map { say($0.title) } }
        return titles.isEmpty ? "\(asked.method) \(asked.path)" : titles.first ?? one.id
    }

    private func shop(_ one: ApprovalListing) -> String? {
        one.state.asked?.part.drafts.lazy.compactMap(\.store).first.map { id in
            (try? DashboardDays.store(models, id)).flatMap { $0 }.map { say.name($0.name) } ?? id
        }
    }

    /// By how much it goes too far; what goods cost is told to who may see that.
    private func excess(_ one: ApprovalListing) -> HTML {
        let seesCost = request.principal?.reads([.cost]) ?? false
        let lines = (one.state.asked?.part.excess ?? []).map { excess -> String in
            let of = say.right(excess.right)
            switch excess.measure {
            case .percent(let percent):
                return "\(of): \(say(.approvalOf, rate(percent), excess.limitPercent.map(rate) ?? say(.none)))"
            case .money(let amount, let currency):
                guard seesCost || one.state.area != .goods else { return "\(of): \(say(.approvalHidden))" }
                let limit = excess.limitAmount.map { say.numbers.money($0, currency) } ?? say(.none)
                return "\(of): \(say(.approvalOf, say.numbers.money(amount, currency), limit))"
            case .unknown: return "\(of): \(say(.approvalUnmeasured))"
            }
        }
        return "\(lines.enumerated().map { $0.offset == 0 ? "\($0.element)" as HTML : "<br>\($0.element)" })"
    }

    private func rate(_ millionths: Int64) -> String { say.numbers.percent(millionths, of: 1_000_000) }

    private func state(_ one: ApprovalListing) -> HTML {
        switch one.state.decision.flatMap(ApprovalDecided.Decision.init) {
        case .granted: Parts.badge(say(.approvalGranted), .good)
        case .refused: Parts.badge(say(.approvalRefused), .bad)
        case .withdrawn: Parts.badge(say(.approvalWithdrawn), .calm)
        case nil where one.state.isOver(at: request.now): Parts.badge(say(.approvalOver), .bad)
        case nil: Parts.badge(say(.approvalOpen), .warn)
        }
    }

    private func moment(_ instant: Instant) -> String { say.dates.moment(instant, Zone.home, now: request.now) }
}
