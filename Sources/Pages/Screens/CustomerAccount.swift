import Events
import JSON
import Queries
import Rules

/// A customer's account: what is owed, what it is made of, and what is said of it.
struct CustomerAccount {
    private static let entryLimit = 50

    private let request: PageRequest
    private let models: ScreenModels
    private let say: Words
    private let sight: Sight

    /// nil where the reader sees no accounts.
    init?(_ request: PageRequest, _ models: ScreenModels) {
        guard let principal = request.principal, principal.reads([.money, .personal]),
            let sight = principal.sight(to: .read(.money))
        else { return nil }
        (self.request, self.models, self.sight) = (request, models, sight)
        say = Words(language: request.language)
    }

    // MARK: On the customer's card

    /// - Parameter isOpen: whether something may still be said of it.
    func part(of customer: String, isOpen: Bool) throws -> HTML {
        // Of one customer the entries are few, and the report of balances adds up everybody's.
        let balances = try rows(of: customer, by: [Report.currencyName])
        let entries = try rows(of: customer)
        let tiles = balances.map { row -> HTML in
            let (currency, balance) = (row["currency"]?.string ?? Currency.home, row["amount"]?.int ?? 0)
            let isOwed = balance < 0
            return Parts.tile(
                say(isOwed ? .isOwed : .owes),
                say.numbers.money(isOwed ? Int64(0).minus(balance) : balance, currency), [], isFirst: true)
        }
        let download =
            entries.isEmpty ? .empty : Pager.download(request, Reports.accounts.name, query: [("customer", customer)])
        return """
            \(Parts.section(
                "account", say(.customerAccount), note: "<p class=\"part-note\">\(say(.accountMore))</p>",
                "\(tiles.isEmpty ? .empty : Parts.tiles(tiles))\(try table(entries, customer))\(download)"))
            \(isOpen ? try forms(customer) : .empty)
            """
    }

    private func rows(of customer: String, by group: [String] = []) throws -> [JSON] {
        guard EntityID.isOne(customer) else { return [] }
        var asked = QueryRequest()
        asked.filters = [.init("customer", .eq, [customer])]
        asked.group = group
        asked.limit = Self.entryLimit
        return try ScreenLists.page(models, Reports.accounts, asked, for: sight).answer.records
    }

    private func table(_ entries: [JSON], _ customer: String) throws -> HTML {
        guard !entries.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        let names = try ThingNames(say, models, stores: entries.compactMap { $0["store"]?.string })
        return Table(
            caption: say(.customerAccount),
            columns: [
                .text(say(.accountEntry)), .moment(say(.historyWhen)), .text(say(.shop)), .number(say(.amount)),
                .name(say(.enteredBy)), .text(say(.reason)),
            ],
            rows: entries.map { row in
                let when = row["at"]?.string.flatMap { Instant($0) }
                return [
                    lead(row, customer), "\(when.map { say.dates.moment($0, Zone.home, now: request.now) } ?? "–")",
                    row["store"]?.string.map(names.storeLink) ?? "–",
                    "\(say.numbers.money(row["amount"]?.int ?? 0, row["currency"]?.string ?? Currency.home))",
                    "\(row["operator"]?.string.map(Parts.author) ?? "–")", "\(row["reason"]?.string ?? "–")",
                ]
            }, kind: "dense"
        ).html
    }

    /// What an entry is, and where more of it stands.
    private func lead(_ row: JSON, _ customer: String) -> HTML {
        let (kind, fact) = (row["kind"]?.string ?? "", row["fact"]?.string ?? "")
        let called = [title(kind), row["document"]?.string].compactMap { $0 }.joined(separator: " · ")
        switch kind {
        case "receipt": return Parts.link(Path(.receipt(fact)), called)
        case "reversal": return "\(called)"
        default: return Parts.link(Path(.accountEntry(customer, fact)), called)
        }
    }

    private func title(_ kind: String) -> String {
        switch kind {
        case "receipt": say(.accountReceipt)
        case "paid": say(.accountPayment)
        case "reversal": say(.accountReversal)
        default: say.word(kind, of: "kind")
        }
    }

    private func forms(_ customer: String) throws -> HTML {
        let request = try offering()
        let initial = [
            AccountForms.customer: customer,
            AccountForms.store: sight.usualShop(request.offered[EntityShape.store.name] ?? []) ?? "",
        ]
        func folded(_ form: Form, _ below: HTML = .empty) -> HTML {
            let html = form.html(request, initial: initial, below: below, isQuiet: true)
            return html.isEmpty
                ? .empty : Parts.folded(say(form.title), isOpen: request.form?.id == form.id, html)
        }
        return folded(AccountForms.pay)
            + folded(AccountForms.enter, "<p class=\"below\">\(say(.enterOnAccountMore))</p>")
    }

    private func offering() throws -> PageRequest {
        var request = try request.offering([EntityShape.employee.name], models)
        request.offered[EntityShape.store.name] = try sight.shops(models, request)
        return request
    }

    // MARK: One entry

    /// nil where there is none.
    func page(_ customer: String, _ fact: String) throws -> PageAnswer? {
        guard let entry = try ScreenAccounts.entry(models, of: customer, fact, for: sight) else { return nil }
        let kind = AccountForms.entry(entry)
        let currency = entry.members["currency"]?.string ?? Currency.home
        let names = try ThingNames(say, models, customers: [customer], stores: [entry.store])
        let values = try EntityValues(
            say, models, request.now, kind.asked.fields, of: [{ entry.members[$0.path] }])
        let when = say.dates.moment(entry.saidAt, Zone.home, now: request.now)
        let author: HTML = "\(entry.author.map(Parts.author) ?? "–")\(Parts.sub(Parts.link(Path(.event(fact)), when)))"
        let facts =
            [(say(.customer), names.customerLink(customer)), (say(.shop), names.storeLink(entry.store))]
            + kind.asked.fields.filter { entry.members[$0.path] != nil }.map { field in
                (say(field.title), values.html(entry.members[field.path], field, currency))
            } + [(say(.enteredBy), author)]
        let title = say(entry.isPayment ? .accountPayment : .accountEntry)
        return Frame(request, states: models.states, isQuick: true).page(
            title,
            """
            \(Parts.crumbs(say(.whereYouAre), [
                (EntityShape.customer.page(), say(.menuCustomers)),
                (EntityShape.customer.page(customer), names.customer(customer)),
            ]))
            \(Parts.heading(title, entry.isReversed ? Parts.badge(say(.accountEntryReversed), .bad) : .empty))
            \(Parts.facts(facts))
            \(entry.isReversed ? .empty : try revising(entry, kind))
            """)
    }

    private func revising(_ entry: AccountEntry, _ kind: AccountForms.Entry) throws -> HTML {
        let request = try offering()
        let correct = kind.correct.html(request, initial: kind.filled(entry, request.language))
        let reverse = AccountForms.reverse.html(
            request, initial: AccountForms.carrying(entry),
            below: "<p class=\"below\">\(say(.reverseAccountEntryMore))</p>",
            isQuiet: true)
        let parts = [correct, reverse].filter { !$0.isEmpty }
        return "\(parts.map { "<div class=\"part\">\($0)</div>" as HTML })"
    }
}
