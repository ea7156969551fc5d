import Foundation
import Gateway
import HTTP
import JSON
import Pages
import Queries
import Rules
import Services
import TestSupport
import Testing

/// Every address that the description lists, asked by everybody: who lacks its right is told so in the same bytes whatever the
/// data hold, and nobody else is.
@Suite(.long) struct `Every address` {
    /// What an address needs, as it was promised (docs/API.md), not as the handlers have it.
    private enum Need {
        case nothing
        /// Figures, by session or token: all of these.
        case figures([Scope])
        case identity
        /// A token of the office, or a till's where it may.
        case command(isForTills: Bool)
        /// A page: a session, and all of these, where it shows all shops of each; and where it is a form's, the right to what it asks for.
        case page([Scope], ofAllShops: Bool = false, changing: Area? = nil, inOwnShop: Bool = false)
        /// The overview's stream.
        case stream
        /// A form of a page: of the chain, where a till may ask for it too, or of some shop.
        case change(Area, isOfChain: Bool, isForTills: Bool)
        /// A book: those who read books, and its till.
        case book
        /// Who may sign in, by session or token, for who changes it; or its page.
        case signIns(isPage: Bool)
        /// Requests for approval: a session of who has anything decided.
        case approvals
        /// What is about oneself: a session.
        case own
        /// Facts: who writes as this writer there, of a shop or of the chain.
        case post(isOfChain: Bool)
    }

    private struct Address {
        let method: String
        let path: String
        let need: Need
    }

    private enum Expected { case allowed, forbidden, unknown, signIn }

    private static func expected(_ need: Need, of reader: Reader) -> Expected {
        func held(_ holds: Bool) -> Expected { holds ? .allowed : .forbidden }
        switch (need, reader.who) {
        case (.nothing, _): return .allowed
        case (.figures(let scopes), _): return held(reader.scopes.isSuperset(of: scopes))
        case (.identity, _): return held(reader.readsIdentity)
        case (.command, .person): return .unknown
        case (.command, .office): return .allowed
        case (.command(let isForTills), .till): return held(isForTills)
        case (.command, .client), (.command, .importer): return .forbidden
        case (.page(let scopes, let isOfAllShops, let area, let inOwnShop), .person(let role)):
            let isSeen = reader.scopes.isSuperset(of: scopes) && (!isOfAllShops || role.reach == .every)
            let mayChange = area.map { area in
                inOwnShop
                    ? role.rights.holds(.change(area)) : changes(role, area, isOfChain: true, isForTills: false)
            }
            return held(isSeen && mayChange ?? true)
        case (.page, _), (.change, .client), (.change, .till), (.change, .office), (.change, .importer): return .signIn
        case (.signIns(true), .person(let role)), (.signIns(false), .person(let role)):
            return held(role.rights.holds(.change(.staff)))
        case (.signIns(false), .office): return .allowed
        case (.signIns(false), _): return .forbidden
        case (.approvals, .person(let role)): return held(role.rights.decides)
        case (.approvals, _): return .signIn
        case (.own, .person): return .allowed
        case (.signIns(true), _), (.own, _): return .signIn
        case (.stream, .person(let role)):
            return held(role.reach == .every && reader.scopes.isSuperset(of: overview))
        case (.stream, _): return .unknown
        case (.change(let area, let isOfChain, let isForTills), .person(let role)):
            return held(changes(role, area, isOfChain: isOfChain, isForTills: isForTills))
        case (.book, .till): return .allowed
        case (.book, _): return held(reader.scopes.contains(.books))
        case (.post, .person): return .unknown
        case (.post(let isOfChain), .till): return held(!isOfChain)
        case (.post, .importer): return .allowed
        case (.post, .client), (.post, .office): return .forbidden
        }
    }

    /// Who works in a shop does of the chain what a till may, and what concerns its customers; the forms here name no shop of theirs.
    private static func changes(_ role: DeliveredRole, _ area: Area, isOfChain: Bool, isForTills: Bool) -> Bool {
        role.rights.holds(.change(area))
            && (role.reach == .every || isOfChain && (isForTills || area == .customers))
    }

    private static let overview: [Scope] = [.sales, .stock, .cost, .books, .orders, .money, .personal]

    /// Pages by the first word of their addresses.
    private static let pages: [String: [Scope]] = [
        "": overview, "start": overview, "stores": [.catalogue], "tills": [.catalogue], "legal-entities": [.catalogue],
        "store-groups": [.catalogue], "receipts": [.sales], "events": overview,
        "sales": [.sales], "stock": [.stock], "goods-documents": [.stock], "countings": [.stock],
        "receivings": [.stock],
        "chain": [.catalogue],
        "purchase-orders": [.orders], "orders": [.orders], "payments": [.money],
        "customers": [.customers, .personal], "completeness": [.books], "who-did-what": [.books],
        "quarantine": [.books, .cost, .personal], "suppliers": [.stock], "employees": [.books], "roles": [.books],
        "fields": [.books], "entities": [.books], "customer-categories": [.customers], "contracts": [.customers],
        "reminders": [.customers], "documents": [.customers], "taxes": [.money], "exchange-rates": [.money],
        "tender-kinds": [.money], "gift-cards": [.money], "coupons": [.orders], "products": [.catalogue],
        "prices": [.catalogue], "discount-rules": [.catalogue], "price-changes": [.catalogue],
        "price-labels": [.catalogue],
        // Every delivered role sees one of the directories; which entities of their own there are follows from facts.
        "directories": [], "choices": [], "search": [], "entries": [.catalogue],
    ]
    /// Pages of the figures of all shops, by the first word of their addresses.
    private static let ofAllShops: Set<String> = [
        "", "start", "events", "completeness", "quarantine", "price-changes", "chain",
    ]
    /// Where what is added and changed is a shop's, by the first word of its address; elsewhere it is the chain's.
    private static let inOwnShop: Set<String> = ["purchase-orders", "orders", "payments", "receipts"]
    /// What who adds and changes there needs.
    private static let changes: [String: Area] = [
        "products": .catalogue, "prices": .catalogue, "price-changes": .catalogue, "discount-rules": .catalogue,
        "suppliers": .goods,
        "stores": .shops, "tills": .shops, "legal-entities": .shops, "store-groups": .shops, "customers": .customers,
        "employees": .staff, "roles": .staff,
        "fields": .staff, "entities": .staff,
        "customer-categories": .customers, "contracts": .customers, "reminders": .customers, "documents": .customers,
        "purchase-orders": .goods, "orders": .selling, "payments": .money, "receipts": .selling, "taxes": .money,
        "gift-cards": .money,
        "coupons": .selling, "exchange-rates": .money, "tender-kinds": .money,
    ]

    private static let ids = [
        "store": "S01", "writer": "S01-t1", "product": "p", "supplier": "s", "receipt": "S01-t1:1", "event": "S01-t1:1",
        "customer": "canary-customer", "day": "2026-03-02", "order": "o", "payment": "o-paid", "serial": "G",
        "coupon": "c", "currency": "GEL", "category": "gold", "contract": "k", "reminder": "m", "document": "o",
        "purchaseOrder": "u", "transfer": "t", "rule": "ten", "file": "receipt.completed.v1.json",
        "name": "davtari.css", "signIn": "owner",
    ]

    private static func addresses(_ description: JSON) throws -> [Address] {
        let areas = Dictionary(uniqueKeysWithValues: Reports.all.map { ("/v1/\($0.name)", $0.scope) })
        let documents: [String: Need] = [
            "/v1/receipts/{receipt}": .figures([.sales]),
            "/v1/receipts/{receipt}/event": .figures([.sales, .personal]),
            "/v1/events/{event}": .figures([.books, .personal, .cost]),
            "/v1/customers/{customer}/history": .figures([.customers, .personal]),
            "/v1/stock/movements": .figures([.stock]), "/v1/status": .figures([.books]), "/metrics": .figures([.books]),
            // Rows that are told apart by the customer.
            "/v1/customer-directory": .figures([.customers, .personal]),
            "/v1/entries/{entity}": .figures([.catalogue]),
            "/v1/customers": .figures([.customers, .personal]), "/v1/balances": .figures([.money, .personal]),
            "/v1/sign-ins": .signIns(isPage: false), "/v1/sign-ins/{signIn}": .signIns(isPage: false),
            "/v1/tokens": .signIns(isPage: false), "/v1/tokens/{token}": .signIns(isPage: false),
            "/v1/people": .identity, "/v1/people/{customer}": .identity, "/live": .stream,
            "/v1/stores/{store}/writers/{writer}": .book,
        ]
        let states = Dictionary(
            uniqueKeysWithValues: Resource.all.map { ("/v1/" + $0.path.joined(separator: "/"), $0.area) })
        var addresses: [Address] = []
        for path in try #require(description["paths"]?.object) {
            for method in (path.value.object ?? []).map(\.name)
            where ["get", "put", "post", "patch", "delete"].contains(method) {
                let words = path.name.split(separator: "/").map(String.init)
                let need: Need
                if method != "get", words.first == "v1" {
                    let tills = Actions.all.first {
                        $0.method == method.uppercased() && "/v1/" + $0.path.joined(separator: "/") == path.name
                    }?.tills
                    need = tills.map { .command(isForTills: $0) } ?? .post(isOfChain: words[1] == "chain")
                } else if let known = documents[path.name] {
                    need = known
                } else if let area = areas[path.name] ?? states[path.name]?.readAs {
                    // Whose it is stands in the address.
                    let isOfPerson = path.name.contains("{customer}")
                    need = .figures([area] + (isOfPerson ? [.personal] : []))
                } else if ["/v1/chain/writers/{writer}", "/forms/{form}", "/sign-out"].contains(path.name) {
                    // A till's book lies in its shop; each form is asked for below; and nobody is to sign out.
                    continue
                } else if ["/sign-in", "/sign-in/code", "/invitation/{link}", "/me/{form}"].contains(path.name),
                    method == "post"
                {
                    continue
                } else if ["sign-ins", "tokens"].contains(words.first) {
                    need = .signIns(isPage: true)
                } else if words.first == "approvals" {
                    need = .approvals
                } else if ["me", "imports", "drafts"].contains(words.first) {
                    need = .own
                } else if path.name.hasPrefix("/stores/{store}/days/") {
                    need = .page([.sales])
                } else if path.name == "/receipts/{receipt}/event" {
                    need = .page(overview, ofAllShops: true)
                } else if path.name == "/customers/{customer}/account/{fact}" {
                    need = .page([.money, .personal], ofAllShops: true)
                } else if path.name == "/customers/top" {
                    need = .page([.customers, .personal, .sales, .cost, .money], ofAllShops: true)
                } else if method == "get", let page = pages[words.first ?? ""] {
                    let isForm =
                        ["new", "change", "import"].contains(words.last)
                        || words.first == "receipts" && words.last == "correct"
                    need = .page(
                        page, ofAllShops: ofAllShops.contains(words.first ?? ""),
                        changing: isForm ? words.first.flatMap { changes[$0] } : nil,
                        inOwnShop: inOwnShop.contains(words.first ?? ""))
                } else {
                    need = .nothing
                }
                let filled = words.map { $0.hasPrefix("{") ? ids[String($0.dropFirst().dropLast())] ?? "none" : $0 }
                var address = "/" + filled.joined(separator: "/")
                if path.name == "/v1/stock/movements" { address += "?store=S01&product=p" }
                if path.name == "/v1/people" { address += "?q=nobody" }
                addresses.append(Address(method: method.uppercased(), path: address, need: need))
            }
        }
        return addresses
            + Forms.all.map { form in
                let (action, ids) = form.command(Form.Values([]))
                // Who sells in a shop helps to count there.
                return Address(
                    method: "POST", path: "/forms/\(form.id)",
                    need: action.path.first == "approvals"
                        ? .approvals : .change(action.area, isOfChain: ids["store"] == nil, isForTills: action.tills))
            }
    }

    @Test func `is for who has its right, and tells everybody else the same whatever the data hold`() throws {
        let (empty, full) = (try House(), try House())
        try CanaryChain.fill(full)
        let description = try full.get("/openapi.json").json
        let addresses = try Self.addresses(description)
        #expect(addresses.count > 200 && Set(addresses.map { $0.method + $0.path }).count == addresses.count)
        var refused = 0
        for reader in Reader.all {
            let (before, now) = (try reader.enter(empty), try reader.enter(full))
            for address in addresses {
                let expected = Self.expected(address.need, of: reader)
                // Whoever may follow it is not answered until something moves.
                if case .stream = address.need, expected == .allowed { continue }
                let answer = try Self.ask(address, by: now)
                let at =
                    "\(address.method) \(address.path) by \(reader.name): \(answer.status) \(answer.text.prefix(300))"
                switch expected {
                case .allowed:
                    #expect(![401, 403].contains(answer.status) && answer.status < 500, "\(at)")
                    #expect(answer.headers["Location"]?.hasPrefix("/sign-in") != true, "\(at)")
                case .signIn:
                    #expect(answer.status == 303 && answer.headers["Location"]?.hasPrefix("/sign-in") == true, "\(at)")
                // Who may not see the overview is led to the first page that is theirs.
                case .forbidden where address.path == "/":
                    let place = answer.headers["Location"]
                    #expect(answer.status == 303 && place != nil && place?.hasPrefix("/sign-in") == false, "\(at)")
                case .forbidden, .unknown:
                    #expect(answer.status == (expected == .forbidden ? 403 : 401), "\(at)")
                    let other = try Self.ask(address, by: before)
                    #expect(other.status == answer.status && other.told == answer.told, "\(at)\n\(other.text)")
                    refused += 1
                }
            }
        }
        #expect(refused > 1_000, "\(refused)")
    }

    /// Commands say what is none, so that those who may ask for them change nothing.
    private static func ask(_ address: Address, by client: Client) throws -> ClientResponse {
        if address.path.hasPrefix("/forms/") {
            return try client.send(
                "POST", address.path, body: Array("token=form&key=k".utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded")])
        }
        guard address.method != "GET" else { return try client.send("GET", address.path) }
        let type = address.path.hasSuffix("/events") ? "application/cloudevents+json" : "application/json"
        return try client.send(
            address.method, address.path, body: Array("[]".utf8), headers: [("Content-Type", type)])
    }
}
