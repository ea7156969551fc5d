import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
import Rules
import TestSupport
import Testing

@testable import Services

/// Where each type of fact goes: into figures and lists, into what decisions look at, or nowhere yet.
@Suite(.long) struct `Every type of fact` {
    private let corpus = `The whole vocabulary, folded`.corpus

    private func type(_ bytes: [UInt8]) throws -> String { try Event.read(bytes, with: JSONParser()).envelope.type }

    private func digests(_ events: [[UInt8]]) throws -> [String] {
        let chain = try TestChain()
        for bytes in events {
            try chain.append(bytes, store: try Event.read(bytes, with: JSONParser()).envelope.store)
        }
        try CatchUp.run(chain.conninfo, chain.log)
        let connection = try Connection(chain.conninfo)
        // Completeness counts every fact, whatever it is, and who said it stands in the audit trail.
        return try ReadModels.all.filter { ![Completeness.name, AuditTrail.name].contains($0.name) }.map {
            "\($0.name) \(try Digest.serving(connection, $0, .facts))"
        }
    }

    @Test func `that is said to be kept moves nothing, and every other reaches a read model, a decision or a book`()
        throws
    {
        let named = try Dictionary(grouping: corpus) { try type($0) }
        #expect(Set(named.keys).isSuperset(of: FactType.byName.keys))
        let whole = try digests(corpus)
        let without = try corpus.filter { FactEffect(of: try type($0)) != .kept }
        #expect(try digests(without) == whole)
        for (name, events) in named.sorted(by: { $0.key < $1.key }) where FactType.byName[name] != nil {
            let facts = try events.map { try Event.read($0, with: JSONParser()) }
            let decides = facts.contains {
                !Deciders.streams(of: Said($0.fact, store: $0.envelope.store, id: $0.id)).isEmpty
            }
            switch FactEffect(of: name) {
            case .kept: #expect(!decides, "\(name)")
            // Of a writer's book, of a person's key, of a sign-in or a token, whose history stands beside it, or for the audit trail.
            case .folded where Self.elsewhere.contains(name): break
            case .folded where decides: break
            case .folded: #expect(try digests(try corpus.filter { try type($0) != name }) != whole, "\(name)")
            case .unknown: Issue.record("\(name) is known")
            }
        }
    }

    private static let elsewhere: Set<String> = [
        "record.damaged.v1", "numbers.writtenOff.v1", "customer.erased.v1", "employee.erased.v1",
        "office.opened.v1", "signIn.changed.v1", "employee.pinChanged.v1", "token.changed.v1", "access.recorded.v1",
        "approval.requested.v1", "approval.decided.v1",
    ]

    @Test func `has an area, so that a token that is held to areas may say it or not`() {
        // That an office opens only its own desk says, whose word no token has.
        for type in FactType.all where type.name != "office.opened.v1" {
            #expect(Area(ofFact: type.name) != nil, "\(type.name)")
        }
    }

    /// The thing that a command speaks of, in the words of facts.
    @Test func `is of the area of the commands that lead to it`() throws {
        let irregular = [
            "deliveries": "goods", "vendor-returns": "goods", "stocktakes": "stock", "write-offs": "stock",
            "countings": "stock", "receivings": "goods", "price-changes": "price", "training-receipts": "receipt",
            "revaluations": "stock", "landed-costs": "landedCost", "cost-corrections": "cost",
            "policies": "storePolicy", "pin-checks": "receipt",
            "taxes": "tax", "tender-kinds": "tenderKind", "points": "points", "entries": "entry",
            "entities": "entity", "legal-entities": "legalEntity",
            "accounts": "account", "cash-movements": "cash",
            "categories": "customerCategory",
            "customer-categories": "customerCategory",
        ]
        var unsaid: Set<String> = []
        for action in Actions.all {
            let nouns = action.path.filter { !$0.hasPrefix("{") }
            // The innermost noun that names a subject of facts.
            let areas = nouns.compactMap { noun -> Area? in
                let words = (irregular[noun] ?? String(noun.dropLast(noun.hasSuffix("s") ? 1 : 0))).split(
                    separator: "-")
                let subject = words.first.map(String.init).map { first in
                    first + words.dropFirst().map { $0.capitalized }.joined()
                }
                return subject.flatMap { Area(ofFact: $0 + ".said.v1") }
            }
            if areas.isEmpty { unsaid.insert(action.path.joined(separator: "/")) }
            #expect(areas.isEmpty || areas.contains(action.area), "\(action.method) \(action.path)")
        }
        #expect(unsaid.isEmpty)
    }
}
