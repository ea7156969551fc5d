import Crypto
import Events
import JSON
import Log
import People
import Postgres
import Rules
import TestSupport
import Testing

@testable import Services

@Suite struct `What is known of people` {
    private static let nino: JSON = [
        "name": "ნინო Beridze", "phone": "+995 599 12-34-56", "email": "nino@example.ge", "birthday": "1990-05-17",
        "cards": ["4401-0099-8877"], "category": "gold",
    ]

    private func sealed(_ desk: Desk) throws -> [(type: String, customer: String, sealed: String)] {
        try desk.folded().compactMap { event in
            switch event.fact {
            case .customerRegistered(let fact): fact.sealed.map { (event.envelope.type, fact.customer, $0) }
            case .customerChanged(let fact): fact.sealed.map { (event.envelope.type, fact.customer, $0) }
            default: nil
            }
        }
    }

    private func logText(_ desk: Desk) throws -> String {
        try (0..<desk.log.identity.partitions).flatMap { partition in
            try desk.log.read(partition, from: 0, limit: ReadLimit()).map { String(decoding: $0.bytes, as: UTF8.self) }
        }.joined(separator: "\n")
    }

    private func found(_ desk: Desk, _ text: String) throws -> [String] {
        try desk.office.read { try PersonVault($0).find(text).map(\.customer) }
    }

    private func open(_ desk: Desk, _ sealed: String, _ customer: String, _ type: String) throws -> Person? {
        try desk.office.read { try PersonVault($0).open(sealed, of: .customer(customer), from: type) }
    }

    @Test func `stands sealed in the log, opens with their key, and only where it was sealed for`() throws {
        let desk = try Desk()
        desk.start()
        let id = try #require(try desk.command("POST", "customers", Self.nino).body["customer"]?.string)
        #expect(id.utf8.count == 24)
        let text = try logText(desk)
        for secret in ["Beridze", "12-34-56", "599123456", "nino@", "1990-05-17", "4401-0099-8877"] {
            #expect(!text.contains(secret), "\(secret)")
        }
        #expect(text.contains("gold"))
        let fact = try #require(try sealed(desk).first)
        #expect(try open(desk, fact.sealed, id, fact.type)?.email == "nino@example.ge")
        #expect(try open(desk, fact.sealed, id, "customer.changed.v1") == nil)
        #expect(try open(desk, fact.sealed, "another", fact.type) == nil)
    }

    @Test func `is found by name, phone, e-mail and card`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", Self.nino)
        try desk.command("PUT", "customers/g", ["name": "Giorgi", "phone": "577 00 00 01"])
        #expect(try found(desk, "BERIDZE") == ["n"])
        #expect(try found(desk, "ნინო") == ["n"])
        #expect(try found(desk, "599 123") == ["n"])
        #expect(try found(desk, "@example") == ["n"])
        #expect(try found(desk, "4401-0099-8877") == ["n"])
        #expect(try found(desk, "gi") == ["g"])
        #expect(try found(desk, "%") == [])
        // A change replaces all that was known.
        try desk.command("PUT", "customers/n", ["name": "Nino Kobakhidze"], precondition: .exists)
        #expect(try found(desk, "Beridze") == [])
        #expect(try found(desk, "599123") == [])
        #expect(try found(desk, "kobakh") == ["n"])
    }

    @Test func `is forgotten by erasing: the log's bytes stay and never open again`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", Self.nino, key: "once")
        try desk.command("PUT", "customers/n", ["name": "Nino Kobakhidze"], precondition: .exists)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        let before = try logText(desk)
        let facts = try sealed(desk)
        #expect(facts.count == 2)
        try desk.command("DELETE", "customers/n", .object([]))
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        #expect(try logText(desk).contains(before.split(separator: "\n")[0]))
        for fact in facts { #expect(try open(desk, fact.sealed, "n", fact.type) == nil) }
        #expect(try desk.office.read { try PersonVault($0).person("n") } == nil)
        #expect(try found(desk, "Nino") == [])
        #expect(throws: Refusal.self) {
            try desk.command("PUT", "customers/n", Self.nino, precondition: .exists)
        }
        // Once more is no other.
        #expect(try desk.command("DELETE", "customers/n", .object([])).facts.isEmpty)
        #expect(throws: Refusal.self) { try desk.command("DELETE", "customers/nobody", .object([])) }
        // Nothing of the person is left in any table of ours.
        let connection = try Connection(desk.conninfo)
        for table in ["stream", "outbox", "answer", "person", "reaction_due", "reacted"] {
            let rows = try connection.query("SELECT row_to_json(t)::text FROM davtari.\(identifier: table) t")
            for row in rows {
                let text = try row.text(0)
                for secret in ["Beridze", "Kobakhidze", "nino@", "4401-0099-8877"] {
                    #expect(!text.contains(secret), "\(secret) in \(table)")
                }
            }
        }
    }

    @Test func `who was erased stays so when the database is restored from before`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", Self.nino)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        let past = try desk.backup()
        desk.start()
        try desk.command("DELETE", "customers/n", .object([]))
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        desk.open(past)
        // The past has the key, so it opens nobody until it knows what the log says.
        #expect(throws: OfficeError.self) { try found(desk, "Beridze") }
        #expect(throws: OfficeError.self) { try desk.office.read { try PersonVault($0).person("n") } }
        desk.start()
        try desk.list("p", price: 1)
        #expect(try found(desk, "Beridze") == [])
    }
}
