import Dispatch
import JSON
import People
import Postgres
import Rules
import Synchronization
import TestSupport
import Testing

@testable import Services

@Suite struct `A card, a phone and a tax number are one customer's` {
    private func refused(_ desk: Desk, _ id: String, _ person: JSON, isTill: Bool = false) -> Refusal? {
        #expect(throws: Refusal.self) {
            try desk.command("PUT", "customers/\(id)", person, precondition: .exists, isTill: isTill)
        }
    }

    private func refusedNew(_ desk: Desk, _ person: JSON, isTill: Bool = false) -> Refusal? {
        #expect(throws: Refusal.self) { try desk.command("POST", "customers", person, isTill: isTill) }
    }

    private func member(_ refusal: Refusal?, _ name: String) -> JSON? {
        refusal?.numbers.first { $0.name == name }?.value
    }

    @Test func `whoever registers or changes another one with them is refused, and told whose they are`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command(
            "PUT", "customers/n", ["name": "Nino", "phone": "+995 599 12-34-56", "cards": ["4401", "4402"]])
        let card = refusedNew(desk, ["name": "Natia", "cards": ["1", "4402"]])
        #expect(card?.kind == .conflict && card?.rule == "card.taken")
        #expect(member(card, "path") == "cards[1]" && member(card, "customer") == "n", "\(card?.message ?? "")")
        for phone in ["599123456", "0599 12 34 56", "00995599123456", "995 (599) 123-456"] {
            let refusal = refusedNew(desk, ["name": "Natia", "phone": .string(phone)])
            #expect(refusal?.rule == "phone.taken" && member(refusal, "customer") == "n", "\(phone)")
        }
        try desk.command("PUT", "customers/g", ["name": "Giorgi", "phone": "+7 599 12 34 56", "cards": ["04401"]])
        #expect(refused(desk, "g", ["name": "Giorgi", "cards": ["4401"]])?.rule == "card.taken")
        #expect(refused(desk, "g", ["name": "Giorgi", "phone": "599 123456"])?.rule == "phone.taken")
        // Nothing of what was refused was kept.
        #expect(try desk.office.read { try PersonVault($0).person("g") }?.cards == ["04401"])
        // One's own stay one's own, however they are written.
        try desk.command(
            "PUT", "customers/n", ["name": "Nino", "phone": "599123456", "cards": ["4402"]], precondition: .exists)
        // What was given up is free.
        try desk.command("PUT", "customers/g", ["name": "Giorgi", "cards": ["4401"]], precondition: .exists)
    }

    @Test func `a tax number is one organisation's, and finds it`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command(
            "PUT", "customers/o", ["kind": "organisation", "name": "Vake Ltd", "taxNumber": "404404404"])
        let taken = refusedNew(desk, ["name": "Vake", "taxNumber": "404404404"])
        #expect(taken?.rule == "taxNumber.taken" && member(taken, "customer") == "o", "\(taken?.message ?? "")")
        #expect(taken?.message.hasPrefix("this tax number is that of customer “o”") == true)
        #expect(try desk.office.read { try PersonVault($0).find("404404404") }.map(\.customer) == ["o"])
    }

    @Test func `a till is not told whose they are`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", ["name": "Nino", "cards": ["4401"]])
        let refusal = refusedNew(desk, ["cards": ["4401"]], isTill: true)
        #expect(refusal?.rule == "card.taken" && member(refusal, "customer") == nil)
        #expect(refusal?.message.contains("“n”") == false, "\(refusal?.message ?? "")")
    }

    @Test func `cards are compared by their bytes`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/a", ["cards": ["caf\u{e9}"]])
        try desk.command("PUT", "customers/b", ["cards": ["cafe\u{301}"]])
        #expect(refusedNew(desk, ["cards": ["cafe\u{301}"]])?.numbers.last?.value == "b")
    }

    @Test func `who was erased has none, and a merged person's are those of all ids`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", ["name": "Nino", "phone": "599123456"])
        try desk.command("DELETE", "customers/n", .object([]))
        try desk.command("PUT", "customers/m", ["name": "Mari", "phone": "599123456"])
        try desk.command("PUT", "customers/k", ["name": "Mari", "cards": ["1"]])
        #expect(refused(desk, "k", ["name": "Mari", "phone": "599123456"])?.rule == "phone.taken")
        try desk.command("POST", "customers/k/merges", ["with": "m"])
        try desk.command("PUT", "customers/k", ["name": "Mari", "phone": "599123456"], precondition: .exists)
        #expect(refusedNew(desk, ["phone": "599123456"])?.rule == "phone.taken")
    }

    @Test func `an employee's are no customer's`() throws {
        let desk = try Desk()
        try desk.office.migrate()
        let connection = try Connection(desk.conninfo)
        try connection.transaction {
            var person = Person()
            (person.phone, person.cards) = ("599123456", ["1"])
            _ = try PersonVault(connection).seal(person, of: .employee("e"), for: "employee.registered.v1")
        }
        desk.start()
        try desk.command("PUT", "customers/n", ["phone": "599123456", "cards": ["1"]])
    }

    @Test func `of many who take the same ones at once, one has them`() throws {
        let desk = try Desk()
        desk.start()
        try desk.list("p", price: 1)
        let taken = Mutex<[String: Int]>([:])
        let office = desk.office
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            // Half of them say the cards the other way round.
            let cards: JSON = number.isMultiple(of: 2) ? ["1", "2", "3"] : ["3", "2", "1"]
            let action = Actions.at(["customers"]).first { $0.action.method == "POST" }!.action
            let call = Call(
                ids: [:], body: CommandBody(["cards": cards, "phone": "599123456"]), precondition: .none,
                caller: "token:test", now: .now)
            do {
                let command = try Command(caller: "test", key: nil, saying: []) { try action.run($0, call) }
                _ = try office.perform(command)
                taken.withLock { $0["taken", default: 0] += 1 }
            } catch { taken.withLock { $0[(error as? Refusal)?.rule ?? "\(error)", default: 0] += 1 } }
        }
        #expect(taken.withLock { $0 } == ["taken": 1, "card.taken": 7])
    }

    @Test func `phones that were kept as they were written are found in one form`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "customers/n", ["name": "Nino", "phone": "0599 12 34 56"])
        let connection = try Connection(desk.conninfo)
        // As a build before this one left it.
        try connection.script(
            """
            DROP INDEX davtari.person_phone; UPDATE davtari.person SET phone = '0599123456';
            DELETE FROM davtari.schema_script;
            """)
        for _ in 1...2 { try desk.office.migrate() }
        #expect(refusedNew(desk, ["phone": "+995599123456"])?.rule == "phone.taken")
        for text in ["0599 12", "599 12", "059", "+995 599", "00995599", "123456"] {
            #expect(try desk.office.read { try PersonVault($0).find(text).map(\.customer) } == ["n"], "\(text)")
        }
    }
}
