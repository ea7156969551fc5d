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

@Suite struct `Persons' keys` {
    private static let passphrase = "ვეფხისტყაოსანი 1712"

    private func found(_ desk: Desk, _ text: String) throws -> [String] {
        try desk.office.read { try PersonVault($0).find(text).map(\.customer) }
    }

    /// What an import says to the chain.
    private func say(_ desk: Desk, _ type: String, _ data: JSON, _ number: Int64) throws {
        let bytes = TestChain.event(
            type, data, store: nil, writer: "import", sequence: number, at: "2026-03-01T08:00:00Z")
        let partition = desk.log.identity.partition(of: .chain)
        _ = try desk.log.append([NewRecord(key: PartitionKey.chain.text, bytes: bytes)], to: partition)
    }

    /// Somebody who works here, sealed with a key of their own, as the log tells it; returns what is sealed.
    private func employ(_ desk: Desk, _ id: String, _ name: String, _ number: Int64) throws -> String {
        var person = Person()
        person.name = name
        let sealed = try PersonVault(Connection(desk.conninfo)).seal(
            person, of: .employee(id), for: "employee.registered.v1")
        try say(desk, "employee.registered.v1", ["employee": .string(id), "sealed": .string(sealed)], number)
        return sealed
    }

    private func open(_ desk: Desk, _ sealed: String, _ who: PersonID, _ type: String) throws -> String? {
        try desk.office.read { try PersonVault($0).open(sealed, of: who, from: type)?.name }
    }

    @Test(arguments: Desk.Home.all)
    func `come back into a new database over the old log, but for whom the log says to be erased`(_ home: Desk.Home)
        throws
    {
        let desk = try Desk(home)
        desk.start()
        try desk.command("PUT", "customers/n", ["name": "Nino", "phone": "599 12 34 56"])
        try desk.command("PUT", "customers/n", ["name": "Nino Beridze", "cards": ["4401"]], precondition: .exists)
        try desk.command("PUT", "customers/g", ["name": "Giorgi"])
        // An employee under a customer's id is another person.
        let sealed = (stays: try employ(desk, "n", "Natia", 1), goes: try employ(desk, "e", "Elene", 2))
        let file = try KeyDump.take(try Connection(desk.conninfo)).encoded(passphrase: Self.passphrase)
        try desk.command("DELETE", "customers/g", .object([]))
        try say(desk, "employee.erased.v1", ["employee": "e"], 3)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        try eventually("the employee is forgotten") {
            try open(desk, sealed.goes, .employee("e"), "employee.registered.v1") == nil
        }

        try desk.openNew()
        desk.start()
        try desk.list("p", price: 1)
        #expect(try found(desk, "Nino") == [])
        // Nothing is sealed with a new key where an old one is needed.
        let refusal = #expect(throws: Refusal.self) {
            try desk.command("PUT", "customers/n", ["name": "Nino"], precondition: .exists)
        }
        #expect(refusal?.rule == "customer.keyMissing")
        let read = try KeyFile(file, passphrase: Self.passphrase)
        #expect(read.entries.count == 4)
        #expect(
            try KeyDump.compare(read, try Connection(desk.conninfo))
                == KeyDump.Comparison(erased: 2, toRestore: 2))
        let done = try KeyRestore(desk.log).run(read, try Connection(desk.conninfo))
        #expect(done == KeyRestore.Outcome(restored: 2, erased: 2))
        // Names, as they were last.
        #expect(try found(desk, "4401") == ["n"])
        #expect(try desk.office.read { try PersonVault($0).person("n")?.name } == "Nino Beridze")
        #expect(try found(desk, "599") == [])
        #expect(try open(desk, sealed.stays, .employee("n"), "employee.registered.v1") == "Natia")
        #expect(try found(desk, "Giorgi") == [])
        #expect(try open(desk, sealed.goes, .employee("e"), "employee.registered.v1") == nil)
        #expect(try Connection(desk.conninfo).query("SELECT 1 FROM davtari.person").count == 2)
        // Once more is no other.
        #expect(
            try KeyRestore(desk.log).run(read, try Connection(desk.conninfo))
                == KeyRestore.Outcome(restored: 0, erased: 2, present: 2))
        try desk.command("PUT", "customers/n", ["name": "Nino Kobakhidze"], precondition: .exists)
        #expect(try found(desk, "Kobakhidze") == ["n"])
    }

    @Test func `of whom this database has erased do not come back, though the log does not say so yet`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", ["name": "Nino"])
        let file = try KeyDump.take(try Connection(desk.conninfo))
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        desk.stop()
        // No relay runs: the fact waits in the outbox.
        try desk.command("DELETE", "customers/n", .object([]))
        #expect(try desk.outboxCount() == 1)
        let done = try KeyRestore(desk.log).run(file, try Connection(desk.conninfo))
        #expect(done == KeyRestore.Outcome(restored: 0, erased: 1))
        #expect(try found(desk, "Nino") == [])
    }

    @Test func `that differ from those here stop a restore, or stay when told to`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", ["name": "Nino"])
        let connection = try Connection(desk.conninfo)
        var file = try KeyDump.take(connection)
        let other = Sealing.newKey()
        file.entries = [.init(who: .customer("n"), key: other), .init(who: .customer("m"), key: other)]
        #expect(throws: KeyFileError.differs(count: 1, first: ["customer n"])) {
            try KeyRestore(desk.log).run(file, connection)
        }
        #expect(try KeyDump.take(connection).entries.map(\.who) == [.customer("n")])
        #expect(
            try KeyRestore(desk.log).run(file, connection, keepDifferent: true)
                == KeyRestore.Outcome(restored: 1, kept: 1))
        #expect(try found(desk, "Nino") == ["n"])
        file.log = "another"
        #expect(throws: KeyFileError.otherLog(file: "another", here: desk.log.identity.id)) {
            try KeyRestore(desk.log).run(file, connection)
        }
        #expect(try KeyRestore(desk.log).run(file, connection, keepDifferent: true, otherLog: true).present == 1)
    }

    @Test func `in a table of customers alone are taken over`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", ["name": "Nino"])
        let connection = try Connection(desk.conninfo)
        try connection.script(
            """
            ALTER TABLE davtari.person DROP CONSTRAINT person_pkey, DROP COLUMN entity;
            ALTER TABLE davtari.person RENAME id TO customer;
            ALTER TABLE davtari.person ADD PRIMARY KEY (customer);
            DROP TABLE davtari.person_erased;
            DELETE FROM davtari.schema_script;
            """)
        for _ in 1...2 { try desk.office.migrate() }
        #expect(try found(desk, "Nino") == ["n"])
        try desk.command("PUT", "customers/n", ["name": "Natia"], precondition: .exists)
        #expect(try found(desk, "Natia") == ["n"])
    }
}
