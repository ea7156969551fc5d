import Events
import Queries
import Rules

/// How much of every writer's book is known, what could not be read, and what breaks a rule.
struct CompletenessScreen {
    private static let limit = 100

    let request: PageRequest
    let models: ScreenModels
    let say: Words

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
    }

    /// The lists of this page; each can be asked for alone, as `?list=suspects`.
    enum List: String, CaseIterable {
        /// Books, and those of them that miss something or are silent.
        case books, incomplete
        case suspects
        case suspectFacts = "suspect-facts"
        case unknown, kept, unapplied, lost, unreadable, refused, cards, tenders, ahead, models

        var title: Text {
            switch self {
            case .books: .tillsAndBooks
            case .incomplete: .incomplete
            case .suspects: .suspects
            case .suspectFacts: .suspectFacts
            case .unknown: .unknownTypes
            case .kept: .keptTypes
            case .unapplied: .unapplied
            case .lost: .lostReferences
            case .unreadable: .unreadable
            case .refused: .refusedReactions
            case .cards: .cardTroubles
            case .tenders: .unknownTenders
            case .ahead: .factsAhead
            case .models: .readModels
            }
        }

        /// What it shows beside how much of the books is known.
        var needs: [Scope] {
            switch self {
            case .books, .incomplete, .unknown, .kept, .unapplied, .lost, .ahead, .models: []
            case .suspects: [.sales, .cost, .personal]
            // What is said of a fact may say anything of it.
            case .suspectFacts, .unreadable, .refused: WholeFact.any.needs
            case .cards, .tenders: [.money]
            }
        }

        /// The whole page: `incomplete` is a part of `books`.
        static let all = allCases.filter { $0 != .incomplete }
    }

    func page() throws -> PageAnswer {
        let only = request.value("list").flatMap { List(rawValue: $0) }
        let shown = (only.map { [$0] } ?? List.all).filter { request.principal?.readsAll($0.needs) ?? false }
        guard !shown.isEmpty else { return Screens.forbidden(request) }
        let parts = try shown.map { list in
            Parts.section(list.rawValue, say(list.title), try table(list))
        }
        let title = only.map { say($0.title) } ?? say(.menuCompleteness)
        let crumbs =
            only == nil
            ? .empty
            : Parts.crumbs(
                say(.whereYouAre),
                [(Path(.completeness), say(.menuCompleteness))])
        return Frame(request, states: models.states).page(
            title,
            """
            \(crumbs)
            \(Parts.heading(title, only == nil ? "\(say(.completenessMore))" : .empty))
            \(parts)
            """)
    }

    private func table(_ list: List) throws -> HTML {
        let (models, limit) = (models, Self.limit)
        return switch list {
        case .books: try books(where: { _ in true })
        case .incomplete: try books(where: \.needsAttention)
        case .suspects: try suspects(ScreenReceipts.suspects(models, limit: limit))
        case .suspectFacts: suspectFacts(try DashboardBooks.suspects(models, limit: limit))
        case .unknown: types(try DashboardBooks.unfolded(models, .unknown, limit: limit), list)
        case .kept: types(try DashboardBooks.unfolded(models, .kept, limit: limit), list)
        case .unapplied: unapplied(try DashboardBooks.unapplied(models, limit: limit))
        case .lost: lost(try DashboardBooks.lostReferences(models, limit: limit))
        case .unreadable: unreadable(try DashboardBooks.unreadable(models, limit: limit))
        case .refused: refused(try DashboardBooks.refusedReactions(models, limit: limit))
        case .cards: cards(try DashboardBooks.cardTroubles(models, limit: limit))
        case .tenders: tenders(try DashboardBooks.unknownTenders(models, limit: limit))
        case .ahead: ahead(try DashboardBooks.ahead(models, limit: limit))
        case .models: ModelStates(say, models.states, end: request.logEnd).html
        }
    }

    /// The books of the shops that are shown, those that miss most first.
    private func books(where isShown: (Books) -> Bool) throws -> HTML {
        let stores = ByID(try DashboardDays.stores(models).map { ($0.id, $0) })
        let zone = { (writer: DashboardBooks.Writer) in
            writer.store.flatMap { stores[$0]?.zone } ?? Zone.home
        }
        let writers = ByID(grouping: try DashboardBooks.writers(models)()) { $0.store ?? "" }.all
            .filter { isShown(Books(say, now: request.now, zone: .utc, writers: $0)) }.flatMap { $0 }
            .sorted { ($1.missing, $0.store ?? "", $0.writer) < ($0.missing, $1.store ?? "", $1.writer) }
        return BookTable(say, request.now, zone: zone).html(writers) { writer in
            guard let id = writer.store else { return Parts.sub("\(say(.chain))") }
            return Parts.sub(Parts.link(Path(.store(id)), stores[id].map { say.name($0.name) } ?? id))
        }
    }

    private func suspects(_ receipts: [ScreenReceipts.Head]) throws -> HTML {
        try receipts.isEmpty
            ? Parts.nothing(say(.noSuspects))
            : ReceiptTable(
                say, models, zone: nil, now: request.now, hasRules: true, for: request.sight(of: .sales)
            ).html(receipts, caption: .suspects)
    }

    private func unapplied(_ facts: [DashboardBooks.Unapplied]) -> HTML {
        guard !facts.isEmpty else { return Parts.nothing(say(.noneUnapplied)) }
        return Table(
            caption: say(.unapplied),
            columns: [.text(say(.event)), .text(say(.refersTo)), .moment(say(.recordedAt))],
            rows: facts.map { fact in
                [
                    "\(Parts.link(Path(.event(fact.id.description)), fact.id.description))\(Parts.sub("\(fact.type)"))",
                    "\(fact.refersTo)\(Parts.sub("\(fact.store)"))",
                    "\(say.dates.moment(fact.recordedAt, Zone.home, now: request.now))",
                ]
            }
        ).html
    }

    private func lost(_ references: [DashboardBooks.LostReference]) -> HTML {
        guard !references.isEmpty else { return Parts.nothing(say(.noLostReferences)) }
        return Table(
            caption: say(.lostReferences),
            columns: [.text(say(.namedThing)), .text(say(.shop)), .text(say(.event))],
            rows: references.map { reference in
                [
                    "\(reference.named)\(Parts.sub("\(say.word(reference.kind, Words.references))"))",
                    "\(reference.store ?? say(.chain))",
                    "\(Parts.link(Path(.event(reference.id.description)), reference.id.description))\(Parts.sub("\(reference.type)"))",
                ]
            }
        ).html
    }

    private func cards(_ cards: [DashboardBooks.CardTrouble]) -> HTML {
        guard !cards.isEmpty else { return Parts.nothing(say(.noCardTroubles)) }
        return Table(
            caption: say(.cardTroubles),
            columns: [.text(say.word("giftCard", of: "tenders.kind")), .number(say(.cardBalance))],
            rows: cards.map { card in
                [
                    card.isIssued ? "\(card.serial)" : "\(card.serial)\(Parts.sub("\(say(.notIssued))"))",
                    "\(say.numbers.money(card.balance, card.currency))",
                ]
            }
        ).html
    }

    private func suspectFacts(_ facts: [DashboardBooks.Suspect]) -> HTML {
        guard !facts.isEmpty else { return Parts.nothing(say(.noSuspectFacts)) }
        return Table(
            caption: say(.suspectFacts),
            columns: [.text(say(.event)), .moment(say(.recordedAt)), .text(say(.rulesBroken))],
            rows: facts.map { fact in
                [
                    "\(Parts.link(Path(.event(fact.id.description)), fact.id.description))\(Parts.sub("\(fact.type)"))",
                    "\(say.dates.moment(fact.recordedAt, Zone.home, now: request.now))",
                    say.faults(fact.faults),
                ]
            }
        ).html
    }

    private func tenders(_ tenders: [DashboardBooks.UnknownTender]) -> HTML {
        guard !tenders.isEmpty else { return Parts.nothing(say(.noUnknownTenders)) }
        return Table(
            caption: say(.unknownTenders),
            columns: [.text(say(.tenders)), .number(say(.receipts)), .number(say(.amount))],
            rows: tenders.map { tender in
                [
                    "\(tender.kind)\(Parts.sub("\(tender.store)"))", "\(say.numbers.count(tender.receipts))",
                    "\(say.numbers.money(tender.amount, tender.currency))",
                ]
            }
        ).html
    }

    private func types(_ types: [DashboardBooks.Unfolded], _ list: List) -> HTML {
        guard !types.isEmpty else { return Parts.nothing(say(.noUnfoldedTypes)) }
        return Table(
            caption: say(list.title),
            columns: [.text(say(.eventType)), .number(say(.factCount))],
            rows: types.map { type in
                let meant = type.nearest.map { Parts.sub("\(say(.nearestType, $0))") } ?? .empty
                return ["<code>\(type.type)</code>\(meant)", "\(say.numbers.count(type.facts))"]
            }
        ).html
    }

    private func ahead(_ facts: [DashboardBooks.Ahead]) -> HTML {
        guard !facts.isEmpty else { return Parts.nothing(say(.noFactsAhead)) }
        return Table(
            caption: say(.factsAhead),
            columns: [.text(say(.event)), .moment(say(.datedAt)), .moment(say(.recordedAt))],
            rows: facts.map { fact in
                [
                    "\(Parts.link(Path(.event(fact.id.description)), fact.id.description))\(Parts.sub("\(fact.type)"))",
                    "\(say.dates.exact(fact.claimedAt, Zone.home))\(Parts.sub("\(fact.store ?? say(.chain))"))",
                    "\(say.dates.exact(fact.recordedAt, Zone.home))",
                ]
            }
        ).html
    }

    private func refused(_ reactions: [DashboardBooks.RefusedReaction]) -> HTML {
        guard !reactions.isEmpty else { return Parts.nothing(say(.noRefusedReactions)) }
        return Table(
            caption: say(.refusedReactions),
            columns: [.text(say(.event)), .moment(say(.refusedAt)), .text(say(.ruleAgainst))],
            rows: reactions.map { reaction in
                [
                    Parts.link(Path(.event(reaction.id.description)), reaction.id.description),
                    "\(say.dates.moment(reaction.refusedAt, Zone.home, now: request.now))",
                    "<code>\(reaction.rule)</code> \(reaction.message)",
                ]
            }
        ).html
    }

    private func unreadable(_ records: [DashboardBooks.Unreadable]) -> HTML {
        guard !records.isEmpty else { return Parts.nothing(say(.noneUnreadable)) }
        return Table(
            caption: say(.unreadable),
            columns: [
                .text(say(.placeInLog)), .text(say(.event)), .moment(say(.recordedAt)), .text(say(.rulesBroken)),
            ],
            rows: records.map { record in
                let id = record.id.map { Parts.link(Path(.event($0.description)), $0.description) } ?? "–"
                return [
                    "\(say(.partitionAndOffset, String(record.partition), String(record.offset)))", id,
                    "\(say.dates.moment(record.recordedAt, Zone.home, now: request.now))",
                    say.faults(record.faults),
                ]
            }
        ).html
    }
}

/// Numbers that came in two versions, side by side; the earlier one counts.
struct QuarantineScreen {
    private static let limit = 50

    let request: PageRequest
    let models: ScreenModels
    let say: Words

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
    }

    func page() throws -> PageAnswer {
        let conflicts = try DashboardBooks.quarantine(models, limit: Self.limit)
        let leftOut = try DashboardBooks.setAside(models, limit: Self.limit)
        let body = conflicts.isEmpty ? [Parts.nothing(say(.noQuarantine))] : conflicts.map(conflict)
        return Frame(request, states: models.states).page(
            say(.menuQuarantine),
            "\(Parts.heading(say(.menuQuarantine), "\(say(.quarantineMore))"))\(setAside(leftOut))\(body)")
    }

    /// Records that a read model leaves out; nothing where there are none.
    private func setAside(_ records: [DashboardBooks.LeftOut]) -> HTML {
        guard !records.isEmpty else { return .empty }
        let table = Table(
            caption: say(.setAside),
            columns: [
                .text(say(.event)), .text(say(.readModels)), .text(say(.placeInLog)), .moment(say(.recordedAt)),
                .text(say(.reason)),
            ],
            rows: records.map { record in
                let id = record.id.map { Parts.link(Path(.event($0.description)), $0.description) } ?? "–"
                return [
                    "\(id)\(Parts.sub("\(record.type ?? "")"))", "\(say.word(record.model, Words.models))",
                    "\(say(.partitionAndOffset, String(record.partition), String(record.offset)))",
                    "\(say.dates.moment(record.recordedAt, Zone.home, now: request.now))",
                    "<code>\(record.reason)</code>",
                ]
            })
        return Parts.section(
            "set-aside", say(.setAside), note: "<p class=\"part-note\">\(say(.setAsideMore))</p>", table.html)
    }

    private func conflict(_ conflict: DashboardBooks.Conflict) -> HTML {
        let (kept, other) = (JSONText(conflict.kept).lines, JSONText(conflict.other).lines)
        let recorded = say.dates.moment(conflict.recordedAt, Zone.home, now: request.now)
        return """
            <section class="part conflict" aria-label=\(conflict.id.description)>
            <div class="part-head"><h2>\(conflict.id.description)</h2>\
            <p class="part-note">\(conflict.store.map { Parts.link(Path(.store($0)), $0) } ?? .empty) \(recorded)</p></div>
            <div class="two">
            <div><h3>\(say(.versionKept)) \(place(conflict.keptPartition, conflict.keptOffset))</h3>\(version(kept, unlike: other))</div>
            <div><h3>\(say(.versionOther)) \(place(conflict.partition, conflict.offset))</h3>\(version(other, unlike: kept))</div>
            </div></section>
            """
    }

    private func place(_ partition: Int, _ offset: Int64) -> HTML {
        "<small>\(say(.partitionAndOffset, String(partition), String(offset)))</small>"
    }

    /// Lines that the other version does not have stand out.
    private func version(_ lines: [HTML], unlike others: [HTML]) -> HTML {
        let known = Set(others.map(\.text))
        let marked = lines.map { known.contains($0.text) ? "\($0)\n" as HTML : "<mark>\($0)</mark>\n" }
        return "<pre class=\"code\" tabindex=\"0\"><code>\(marked)</code></pre>"
    }
}

extension Path {
    /// One list of the completeness page.
    static func list(_ list: CompletenessScreen.List) -> Path {
        Path(.completeness, query: [("list", list.rawValue)])
    }
}
