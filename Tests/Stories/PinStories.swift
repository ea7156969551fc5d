import Events
import Foundation
import JSON
import Log
import Services
import TestSupport
import Testing

/// Employees say at tills who they are by digits.
@Suite struct `A PIN` {
    let house: House

    init() throws {
        house = try House()
        try said("stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"])
        try said("stores/S02", ["currency": "GEL", "zone": "Asia/Tbilisi"])
        try said(
            "roles/senior",
            [
                "name": ["en": "Senior"], "rights": ["receipt.*"],
                "limits": [["right": "receipt.void", "amount": 2_000, "currency": "GEL"]],
            ])
        try said("employees/eka", ["name": "Eka", "roles": ["senior"], "stores": ["S01"]])
        try said("employees/gia", ["name": "Gia", "roles": ["senior"], "stores": ["S02"]])
    }

    private func said(_ path: String, _ body: JSON) throws {
        let answer = try house.command("PUT", path, body)
        try #require(answer.status == 201, "\(path) \(answer.text)")
    }

    private func check(_ employee: String, _ pin: String, at store: String = "S01") throws -> JSON {
        try house.command(
            "POST", "stores/\(store)/pin-checks", ["employee": .string(employee), "pin": .string(pin)],
            token: house.till
        ).json
    }

    private func give(_ pin: String, to employee: String = "eka") throws -> JSON {
        let answer = try house.command("PUT", "employees/\(employee)/pin", ["pin": .string(pin)])
        return answer.status == 200 ? "ok" : answer.json["rule"] ?? "?"
    }

    @Test func `is right at the shop’s tills, and says how far its employee may go; the digits stand in no log`() throws
    {
        for pin in ["123", "123456789", "12a4", "", "7777", "1234", "8765", "٤٨٢١"] {
            #expect(try ["pin.digits", "pin.easy"].contains(give(pin)), "\(pin)")
        }
        #expect(try house.command("PUT", "employees/eka/pin", ["pin": "4821"], token: house.till).status == 403)
        #expect(try house.command("PUT", "employees/nobody/pin", ["pin": "4821"]).json["rule"] == "employee.unknown")
        #expect(try check("eka", "4821")["isRight"] == false)
        #expect(try give("4821") == "ok")
        let right = try check("eka", "4821")
        #expect(right["isRight"] == true && right["rights"]?.array?.contains("receipt.void") == true, "\(right)")
        #expect(right["limits"] == [["right": "receipt.void", "amount": 2_000, "currency": "GEL"]])
        #expect(try check("eka", "4822")["isRight"] == false)
        // Another shop’s employee may do nothing here, whatever they know.
        #expect(try give("5930", to: "gia") == "ok")
        let other = try check("gia", "5930")
        #expect(other["isRight"] == false && other["rights"] == nil, "\(other)")
        // A till asks for its own shop.
        let elsewhere = try house.command(
            "POST", "stores/S02/pin-checks", ["employee": "gia", "pin": "5930"], token: house.till)
        #expect(elsewhere.status == 403)
        #expect(try house.command("DELETE", "employees/eka/pin", .object([])).status == 200)
        #expect(try check("eka", "4821")["isRight"] == false)
        try house.settle()
        let facts = try house.log.everything()
        let changes = facts.compactMap { event in
            if case .pinChanged(let fact) = event.fact { "\(fact.employee) \(fact.change)" } else { nil }
        }
        #expect(changes == ["eka set", "gia set", "eka removed"])
        let texts = try house.get("/v1/audit_trail?type=employee.pinChanged.v1").text
        #expect(texts.contains("eka") && !texts.contains("4821"))
    }

    @Test func `that is guessed keeps whoever guesses waiting, whatever it was said for`() throws {
        #expect(try give("4821") == "ok")
        for guess in 0..<5 { #expect(try check("eka", "90\(guess)7")["wait"] == nil) }
        let waiting = try check("eka", "4821")
        #expect(waiting["isRight"] == false && (waiting["wait"]?.int ?? 0) > 0, "\(waiting)")
        #expect(waiting["rights"] == nil)
        // A new one begins anew.
        #expect(try give("4822") == "ok")
        #expect(try check("eka", "4822")["isRight"] == true)
    }

    @Test func `is asked of who voids a receipt, and its role’s limit holds at a till`() throws {
        try said("products/p", ["name": ["en": "P"], "unit": "C62"])
        for (number, amount) in [(Int64(1), Int64(1_800)), (2, 2_400)] {
            let event = TestChain.event(
                "receipt.completed.v1", TestChain.receipt([("p", 1_000, amount)], day: "2026-03-02"), store: "S01",
                writer: House.writer, sequence: number, at: "2026-03-02T09:00:00Z")
            try #require(house.post([event]).status == 200)
        }
        try house.settle()
        func void(_ number: Int, _ more: [(String, JSON)]) throws -> JSON {
            var body: JSON = ["reason": "typed twice"]
            for (name, value) in more { body[name] = value }
            let answer = try house.command(
                "POST", "stores/S01/receipts/\(House.writer)%3A\(number)/void", body, token: house.till)
            return answer.status == 200 ? "ok" : answer.json["rule"] ?? .string(answer.text)
        }
        #expect(try give("4821") == "ok")
        #expect(try void(1, [("approver", "eka")]) == "pin.needed")
        #expect(try void(1, [("approver", "eka"), ("pin", "4820")]) == "pin.wrong")
        #expect(try void(1, [("approver", "gia"), ("pin", "4821")]) == "rights.employee")
        #expect(try void(1, [("operator", "gia"), ("approver", "eka"), ("pin", "4821")]) == "ok")
        #expect(try void(2, [("approver", "eka"), ("pin", "4821")]) == "rights.limit")
        try house.settle()
        let fact = try #require(
            house.log.everything().last { $0.envelope.type == "receipt.voided.v1" }?.fact.circumstances)
        #expect(fact.approver == "eka" && fact.operator == "gia")
    }

    @Test func `and roles are given by who may do as much`() throws {
        try said(
            "roles/hr",
            ["name": ["en": "HR"], "rights": ["books.read", "personal.read", "identity.read", "staff.change"]])
        try said("employees/hana", ["name": "Hana", "roles": ["hr"], "stores": ["S01"]])
        try house.settle()
        let hana = try FormReader(person: "hana", "hr", in: house)
        let pin = try hana.send("pin-set", from: "/employees/eka", ["pin": "4821"])
        #expect(pin.status == 403, "\(pin.status)")
        let made = try hana.send(
            "new-employee", from: "/employees/new", ["name": "New", "roles": "senior", "stores": "S01"])
        #expect(made.status == 403 && made.text.contains("may do more than you"), "\(made.status)")
        #expect(
            try hana.send("new-employee", from: "/employees/new", ["name": "New", "roles": "hr", "stores": "S01"])
                .status == 303)
    }

    @Test func `and all that is known of somebody are gone once they are erased`() throws {
        let owner = try FormReader(owner: house)
        #expect(try give("4821") == "ok")
        #expect(try !owner.page("/employees/eka").contains("employee-erase"))
        #expect(
            try house.command("DELETE", "employees/eka/person", ["reason": "asked"]).json["rule"] == "employee.works")
        try owner.done("end-employee", from: "/employees/eka")
        #expect(try owner.page("/employees/eka").contains("Eka"))
        #expect(try owner.send("employee-erase", from: "/employees/eka", ["reason": ""]).status == 422)
        #expect(try owner.done("employee-erase", from: "/employees/eka", ["reason": "asked to"]) == "/employees/eka")
        for path in ["/employees/eka", "/employees", "/who-did-what?entity=employee&subject=eka"] {
            #expect(try !owner.page(path).contains("Eka"), "\(path)")
        }
        #expect(try !owner.page("/employees/eka").contains("employee-erase"))
        #expect(try house.command("DELETE", "employees/eka/person", ["reason": "again"]).status == 200)
        try house.settle()
        #expect(try house.log.everything().filter { $0.envelope.type == "employee.erased.v1" }.count == 1)
        try house.expectSameFromZero()
    }

    @Test func `is given and taken on the employee’s page`() throws {
        let owner = try FormReader(owner: house)
        #expect(try owner.page("/employees/eka").contains("There is none"))
        let easy = try owner.send("pin-set", from: "/employees/eka", ["pin": "1111"])
        #expect(easy.status == 422 && easy.text.contains("guessed first") && !easy.text.contains("1111"))
        #expect(try owner.done("pin-set", from: "/employees/eka", ["pin": "4821"]) == "/employees/eka")
        #expect(try check("eka", "4821")["isRight"] == true)
        #expect(try !owner.page("/employees/eka").contains("There is none"))
        #expect(try owner.done("pin-remove", from: "/employees/eka") == "/employees/eka")
        #expect(try owner.page("/employees/eka").contains("There is none"))
        // A manager who may not change staff sees none of it.
        try said("employees/mari", ["name": "Mari", "stores": ["S01"]])
        try house.settle()
        let manager = try FormReader(person: "mari", "auditor", in: house)
        #expect(try !manager.page("/employees/eka").contains("pin-set"))
    }
}
