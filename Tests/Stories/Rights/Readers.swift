import Foundation
import Gateway
import HTTP
import JSON
import Rules
import Services
import TestSupport
import Testing

/// Somebody who may ask: a person of a delivered role, or a token; with what was promised to them, said here once more.
struct Reader: CustomTestStringConvertible, Sendable {
    enum Who: Sendable, Equatable {
        case person(DeliveredRole)
        /// A client's token; of these shops, or of all.
        case client(Set<Scope>, stores: [String])
        case till, office, importer
    }

    let name: String
    let who: Who
    var testDescription: String { name }

    static let all: [Reader] =
        DeliveredRole.allCases.map { Reader(name: "a person, \($0)", who: .person($0)) }
        + Scope.allCases.map { client([$0]) } + Self.without.map { client(Set(Scope.allCases).subtracting($0)) }
        + [Self.without[0], Self.without[3]].map { client(Set(Scope.allCases).subtracting($0), stores: ["S01"]) }
        + [
            Reader(name: "a till", who: .till), Reader(name: "the office", who: .office),
            Reader(name: "an import", who: .importer),
        ]

    private static let without: [Set<Scope>] = [[], [.cost], [.personal], [.cost, .personal]]

    private static func client(_ scopes: Set<Scope>, stores: [String] = []) -> Reader {
        let names = Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: "+")
        return Reader(
            name: "a token for \(names)\(stores.isEmpty ? "" : " of \(stores.joined())")",
            who: .client(scopes, stores: stores))
    }

    /// What it reads.
    var scopes: Set<Scope> {
        switch who {
        case .person(let role): Set(Scope.allCases.filter { role.rights.holds(.read($0)) })
        case .client(let scopes, _): scopes
        case .till: []
        case .office, .importer: Set(Scope.allCases)
        }
    }

    /// Whether who people are is told to it.
    var readsIdentity: Bool {
        switch who {
        case .person(let role): role.rights.holds(.readIdentity)
        case .office: true
        case .client, .till, .importer: false
        }
    }

    /// A token that sees nearly everything.
    var lacksLittle: Bool {
        guard case .client(let scopes, let stores) = who else { return false }
        return scopes.count > 1 && (scopes.count < Scope.allCases.count || !stores.isEmpty)
    }
    var isPerson: Bool { if case .person = who { true } else { false } }
    var isOfOneShop: Bool {
        switch who {
        case .client(_, let stores): !stores.isEmpty
        case .person(let role): role.reach == .own
        case .till, .office, .importer: false
        }
    }

    /// Gives it a way into a house.
    func enter(_ house: House) throws -> Client {
        let port = house.gateway.port
        let token: String
        switch who {
        case .person(let role):
            return try house.person(role)
        case .client(let scopes, let stores):
            token = try house.accounts.createToken(
                kind: .api, name: "client", stores: stores, writers: [],
                scopes: Scope.allCases.filter(scopes.contains).map(\.rawValue))
        case .till: token = house.till
        case .office: token = house.office
        case .importer:
            token = try house.accounts.createToken(kind: .import, name: "import", stores: [], writers: ["*"])
        }
        return Client(baseURL: "http://127.0.0.1:\(port)", headers: [("Authorization", "Bearer \(token)")])
    }
}

extension House {
    /// Somebody of a delivered role, who works in S01 where the role is of those who work in a shop.
    func person(_ role: DeliveredRole) throws -> Client {
        let name = "nino-\(role)"
        if role.reach == .own {
            if try get("/v1/stores/S01").status == 404 {
                try #require(command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
            }
            let hired = try command("PUT", "employees/\(name)", ["stores": ["S01"]])
            try #require(hired.status == 201, "\(hired.text)")
        }
        try accounts.addUser(
            name: name, password: "nino-nino", language: "en", roles: [role.rawValue],
            employee: role.reach == .own ? name : nil)
        return try Visitor.signedIn(name, "nino-nino", port: gateway.port)
    }
}

extension ClientResponse {
    /// The body without the secret that each page gives its forms anew.
    var told: String {
        text.replacing(/name="token" value="[^"]*"/, with: "name=\"token\"")
    }
}
