import Events
import Foundation
import HTTP
import JSON
import Services
import TestSupport
import Testing

@testable import Rules

/// An entity that this file alone declares: its facts are entries named `ladder`, and nothing else of the house knows of it.
private enum Ladder: Subject {
    static let shape = EntityShape(
        "ladder", id: "entry", path: "ladders", one: Title(ka: "კიბე", en: "Ladder"),
        many: Title(ka: "კიბეები", en: "Ladders"), area: .goods, EntryRecorded.self, isPartial: true,
        ending: Title(ka: "ჩამოწერა", en: "Write off"), without: ["entity"], searched: ["name.ka", "name.en"]
    ) { told($0) }

    static let fixed = [(name: "entity", value: "ladder")]

    static func told(_ fact: Fact) -> Told<EntryRecorded>? {
        switch fact {
        case .entryRecorded(let fact) where fact.entity == "ladder": .said(id: fact.entry, fact)
        case .entryEnded(let fact) where fact.entity == "ladder": .ended(id: fact.entry)
        default: nil
        }
    }

    static func fact(_ body: EntryRecorded, isNew: Bool) -> Fact { .entryRecorded(body) }

    static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var ended = EntryEnded()
        (ended.entity, ended.entry, ended.circumstances) = ("ladder", id, circumstances)
        return .entryEnded(ended)
    }
}

/// What the house knows is declared once in a process, before anything is asked; so this runs in one of its own.
@Suite struct `One more entity` {
    private static let variable = "DAVTARI_TEST_ONE_MORE"
    private static var isWithin: Bool { ProcessInfo.processInfo.environment[variable] != nil }

    @Test func `has list, card, form, API, history and rights by its declaration alone`() throws {
        if Self.isWithin { return try everythingOfIt() }
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["--testing-library", "swift-testing", "--filter", "One_more_entity|One more entity"]
        child.environment = ProcessInfo.processInfo.environment.merging([Self.variable: "1"]) { $1 }
        let said = Pipe()
        (child.standardOutput, child.standardError) = (said, said)
        try child.run()
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        #expect(child.terminationStatus == 0, "\(text)")
        #expect(text.contains("by its declaration alone\" passed"), "\(text)")
    }

    private func everythingOfIt() throws {
        EntityShapes.add(Ladder.shape)
        Described.add(Described(Ladder.self))
        let house = try House()
        for (name, role) in [("nino", "owner"), ("dato", "cashier"), ("lela", "accountant")] {
            try house.accounts.addUser(
                name: name, password: "\(name)-\(name)", language: "en",
                role: try #require(DeliveredRole(rawValue: role)))
        }
        let port = house.gateway.port
        let forms = FormReader(house: house, client: try Visitor.signedIn("nino", "nino-nino", port: port))
        // By API.
        #expect(try house.command("PUT", "ladders/l1", ["name": ["en": "Long one"]]).status == 201)
        #expect(
            try house.command("PATCH", "ladders/l1", ["name": ["ka": "გრძელი"]], headers: [("If-Match", "*")]).status
                == 200)
        #expect(try house.get("/v1/ladders/l1").json["state"]?["said"]?["name"]?["ka"] == "გრძელი")
        #expect(try house.command("PUT", "ladders/l2", .object([])).status == 201)
        // By a form.
        let new = try forms.fields("new-ladder", of: forms.page("/ladders/new"))
        let done = try forms.post("new-ladder", new.merging(["name-en": "Short one", "code": "l3", "key": "k"]) { $1 })
        #expect(done.status == 303 && done.headers["Location"] == "/ladders/l3", "\(done.text)")
        let list = try forms.page("/ladders")
        #expect(list.contains("Long one") && list.contains("Short one") && list.contains("<title>Ladders"), "\(list)")
        #expect(try house.get("/v1/ladders?q=short").rows.map { $0["entry"] } == ["l3"])
        #expect(try forms.page("/directories").contains("href=\"/ladders\""))
        // Its history, and what ends it.
        let card = try forms.page("/ladders/l1")
        #expect(card.contains("Name in Georgian: <span") && card.contains("Write off"), "\(card)")
        let end = try forms.fields("end-ladder", of: card)
        #expect(try forms.post("end-ladder", end).status == 303)
        #expect(try !forms.page("/ladders").contains("Long one"))
        #expect(try house.get("/v1/ladders?entry=l1").rows.first?["ended"] == true)
        // Its rights are words as all others are.
        #expect(Right.ofPeople.map(\.description).contains("ladder.change"))
        #expect(Right.act(entity: "ladder", .change).title.en == "Ladders: change")
        let reader = FormReader(house: house, client: try Visitor.signedIn("lela", "lela-lela", port: port))
        #expect(try reader.client.send("GET", "/ladders").status == 200)
        #expect(try reader.client.send("GET", "/ladders/new").status == 403)
        #expect(try !reader.page("/ladders/l3").contains("/ladders/l3/change"))
        let role: JSON = ["name": ["en": "Climber"], "rights": ["stock.read", "ladder.change"]]
        #expect(try house.command("PUT", "roles/climber", role).status == 201)
        #expect(
            try house.command("PUT", "roles/nothing", ["name": ["en": "N"], "rights": ["laddr.change"]]).json["nearest"]
                == "ladder.change")
    }
}
