import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// Who did what: every fact with who said it and what it changed, the latest first; changes of rights lead.
struct AuditScreen {
    private static let pageLength = 50
    /// Those that lead the page while it shows everything.
    private static let leadingRights = 5
    /// More than a chain has.
    private static let mostShops = 1_000

    private let request: PageRequest
    private let models: ScreenModels
    private let say: Words
    private let connection: Connection
    private let sight: Sight

    init(_ call: Screen.Call) {
        (request, models, connection) = (call.request, call.models, call.connection)
        say = Words(language: request.language)
        sight = request.principal?.sight(to: .read(.books)) ?? .nothing
    }

    func page() throws -> PageAnswer {
        var asked = QueryRequest()
        asked.limit = Self.pageLength
        asked.filters = filters
        asked.cursor = request.value("cursor")
        let (answer, _) = try ScreenLists.page(models, Reports.auditTrail, asked, for: sight)
        let next = answer.next.map { next in
            Pager.more(Path(segments: Link.audit.segments, query: chosen + [("cursor", next)]), say(.nextPage))
        }
        return Frame(request, states: models.states).page(
            say(.menuAudit),
            """
            \(Parts.heading(say(.menuAudit), "\(say(.auditMore))"))
            \(kinds)
            \(try filter())
            \(try rights())
            \(try thisHour())
            <div class="part">\(try AuditTable(request, models, sight, answer.records).html(
                say(.menuAudit), nothing: say(chosen.isEmpty ? .nothingYet : .auditNothing)))</div>
            \(next)
            \(answer.rows.isEmpty ? .empty : Pager.download(request, Reports.auditTrail.name, query: filters.map { ("\($0.column).\($0.operator.rawValue)", $0.values.joined(separator: ",")) }))
            """)
    }

    // MARK: What is asked for

    private static let names = ["kind", "person", "store", "entity", "subject", "customer", "from", "through"]

    /// As the address says it.
    private var chosen: [(String, String)] {
        // A database has no text with a zero byte in it.
        Self.names.compactMap { name in
            request.value(name).flatMap { value in value.utf8.contains(0) ? nil : (name, value) }
        }
    }

    private var filters: [QueryRequest.Filter] {
        chosen.compactMap { name, value -> QueryRequest.Filter? in
            switch name {
            case "from":
                return CalendarDay(value).map { day in
                    QueryRequest.Filter("recorded_at", .gte, [Zone.home.start(of: day).description])
                }
            case "through":
                return CalendarDay(value).map { day in
                    QueryRequest.Filter("recorded_at", .lte, [Zone.home.end(of: day).description])
                }
            // Which person is asked for is nothing to who may not see it.
            case "customer" where !sight.scopes.contains(.personal): return nil
            default: return QueryRequest.Filter(name, .eq, [value])
            }
        }
    }

    private var kind: AuditKind? { request.value("kind").flatMap { AuditKind(rawValue: $0) } }

    /// The kinds as one row of links: rights first.
    private var kinds: HTML {
        let others = chosen.filter { $0.0 != "kind" }
        func link(_ kind: AuditKind?, _ title: String) -> HTML {
            let query = (kind.map { [("kind", $0.rawValue)] } ?? []) + others
            return """
                <li><a href=\(Path(segments: Link.audit.segments, query: query))\
                \(attribute: "aria-current", kind == self.kind ? "page" : nil)>\(title)</a></li>
                """
        }
        let links = [link(nil, say(.everything))] + AuditKind.allCases.map { link($0, say(Self.title(of: $0))) }
        return "<nav class=\"tabs\" aria-label=\(say(.auditKinds))><ul>\(links)</ul></nav>"
    }

    private static func title(of kind: AuditKind) -> Text {
        switch kind {
        case .rights: .auditRights
        case .access: .auditAccess
        case .staff: .auditStaff
        case .shops: .byShop
        case .catalogue: .auditCatalogue
        case .customers: .menuCustomers
        case .goods: .auditGoods
        case .selling: .auditSelling
        case .money: .auditMoney
        case .other: .auditOther
        }
    }

    private func filter() throws -> HTML {
        let authors = try ScreenAudit.authors(models, for: sight)
        let names = try AuthorNames(say, models, authors)
        let stores =
            try ScreenEntities.offered(
                models, EntityShape.store.name, at: request.now, limit: Self.mostShops) ?? []
        let kept = ["kind", "entity", "subject", "customer"].compactMap { name -> HTML? in
            request.value(name).map { "<input type=\"hidden\" name=\(name) value=\($0)>" }
        }
        return """
            <form class="filter" method="get" action=\(Path(.audit))>\(kept)
            \(select("person", .historyWho, .auditEverybody, authors.map { ($0, names.text($0)) }.sorted { $0.1 < $1.1 }))
            \(select("store", .shop, .allShops, stores.filter { sight.sees(store: $0.id) }.map { ($0.id, say.name($0)) }))
            \(day("from", .auditFrom))\(day("through", .auditThrough))
            <button class="btn btn-primary" type="submit">\(say(.show))</button>
            </form>
            \(subject)
            """
    }

    private func day(_ name: String, _ label: Text) -> HTML {
        """
        <div><label for=\(name)>\(say(label))</label>
        <input class="form-control" type="date" id=\(name) name=\(name) value=\(request.value(name) ?? "")></div>
        """
    }

    private func select(_ name: String, _ label: Text, _ all: Text, _ options: [(String, String)]) -> HTML {
        let chosen = request.value(name)
        let html = options.map { option -> HTML in
            "<option value=\(option.0)\(flag: "selected", option.0 == chosen)>\(option.1)</option>"
        }
        return """
            <div><label for=\(name)>\(say(label))</label>
            <select class="form-select" id=\(name) name=\(name)><option value="">\(say(all))</option>\(html)</select></div>
            """
    }

    /// That only one thing's facts are shown, and the way back to all.
    private var subject: HTML {
        guard let id = request.value("subject") ?? request.value("customer") else { return .empty }
        let others = chosen.filter { !["entity", "subject", "customer"].contains($0.0) }
        return """
            <p class="pager">\(say(.auditAbout, id)) · \
            \(Parts.link(Path(segments: Link.audit.segments, query: others), say(.auditAllThings)))</p>
            """
    }

    /// The latest changes of rights, above everything; nothing where something is picked.
    private func rights() throws -> HTML {
        guard chosen.isEmpty, request.value("cursor") == nil else { return .empty }
        var asked = QueryRequest()
        asked.limit = Self.leadingRights
        asked.filters = [.init("kind", .eq, [AuditKind.rights.rawValue])]
        let (answer, _) = try ScreenLists.page(models, Reports.auditTrail, asked, for: sight)
        guard !answer.rows.isEmpty else { return .empty }
        let table = try AuditTable(request, models, sight, answer.records).html(say(.auditRights), nothing: "")
        let all = Path(segments: Link.audit.segments, query: [("kind", AuditKind.rights.rawValue)])
        return """
            \(Parts.section("rights", say(.auditRightsLatest), note: "<p class=\"part-note\">\(Parts.link(all, say(.auditAllRights)))</p>", table))
            <h2 class="part-title">\(say(.everything))</h2>
            """
    }

    /// What was counted since the hour began, which is in the log only once it is over; to whoever sees all shops.
    private func thisHour() throws -> HTML {
        guard kind == .access, chosen.count == 1, request.value("cursor") == nil, sight.stores == nil else {
            return .empty
        }
        let facts = try AccessTally.open(connection)
        guard !facts.isEmpty else { return .empty }
        let names = try AuthorNames(say, models, facts.compactMap(\.circumstances.operator))
        let rows = facts.map { fact -> [HTML] in
            let who: HTML =
                fact.circumstances.operator.map(names.html) ?? fact.signIn.map { "\($0)" } ?? "\(say(.auditNobody))"
            let reports = fact.reports.map { part in
                let columns = part.columns.isEmpty ? "" : " (\(part.columns.joined(separator: ", ")))"
                return "\(part.report)\(columns)"
            }
            return [
                who, "\(say.word(fact.access, of: "access"))", "\(say.numbers.count(fact.times))",
                "\(reports.joined(separator: ", "))",
            ]
        }
        let table = Table(
            caption: say(.auditThisHour),
            columns: [
                .name(say(.historyWho)), .text(say(.historyWhat)), .number(say(.auditTimes)), .text(say(.auditReports)),
            ], rows: rows, kind: "dense"
        ).html
        return Parts.section("this-hour", say(.auditThisHour), table)
    }
}
