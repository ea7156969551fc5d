import Events
import JSON
import Postgres
import Rules

/// Commands about employees' PINs: the office gives and takes them, a till asks whether one is right.
enum PinActions {
    private static let path = "employees/{employee}/pin"

    static let all = [
        Action("PUT", path, .staff, BodyForm(PinSaid.self)) { work, call in
            let employee = try employee(work, call)
            let pin = try call.body.read(PinSaid.self).pin
            if let fault = Pins.fault(of: pin) { throw fault }
            try Pins(connection: work.connection).set(pin, of: employee)
            return try say(.set, employee, work, call)
        },
        Action("DELETE", path, .staff, BodyForm(NoMembers.self)) { work, call in
            let employee = try call.id("employee")
            guard try Pins(connection: work.connection).remove(of: employee) else {
                return Effect(isNew: false, version: 1, body: ["employee": .string(employee)])
            }
            return try say(.removed, employee, work, call)
        },
        Action(
            "POST", "stores/{store}/pin-checks", .selling, BodyForm(PinCheck.self),
            tills: true
        ) { work, call in
            let (store, asked) = (try call.id("store"), try call.body.read(PinCheck.self))
            var body: JSON = [
                "employee": .string(asked.employee), "isRight": .bool(call.pins[asked.employee] == .right),
            ]
            if case .mustWait(let seconds) = call.pins[asked.employee] { body["wait"] = .int(Int64(seconds)) }
            if call.pins[asked.employee] == .right {
                let grants = try work.grants(of: asked.employee, at: store)
                let rights = Right.allAtTills.filter { grants?.rights.holds($0) ?? false }
                body["rights"] = .array(rights.map { .string($0.description) })
                body["limits"] = .array(
                    rights.flatMap { right in grants?.limit(of: right).map { limits(right, $0) } ?? [] })
            }
            return Effect(isNew: false, version: 1, body: body)
        }.looking(check),
    ]

    private struct PinSaid: FactPart {
        var pin = ""
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) { visitor.text("pin", &pin, .plain) }
    }

    private struct PinCheck: FactPart {
        var employee = ""
        var pin = ""
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("employee", &employee)
            visitor.text("pin", &pin, .plain)
        }
    }

    /// Looks whether a PIN is right that a command says: of whom it names as its operator or approver, or asks about. Before the
    /// command's own transaction, since what was wrong is counted though the command is refused.
    static let check: @Sendable (inout Call, Office, Lookups) throws -> Void = { call, office, _ in
        guard let pin = call.body["pin"]?.string else { return }
        let names = Set(["employee", "approver", "operator"].compactMap { call.body[$0]?.string }.map(ExactText.init))
        let store = call.ids["store"] ?? ""
        for name in names.sorted().map(\.text) where EntityID.isOne(name) {
            call.pins[name] = try office.pool.withConnection { connection in
                // Elsewhere, and of who has left, no PIN is right, and none is looked at.
                guard try Work(connection, now: call.now).grants(of: name, at: store) != nil else {
                    return Pins.Verdict.notThere
                }
                return try Pins(connection: connection).check(pin, of: name)
            }
        }
    }

    private static func employee(_ work: Work, _ call: Call) throws -> String {
        let id = try call.id("employee")
        let state = try work.look(SubjectDecider<EmployeeSubject>.self, id)
        guard state.isKnown, !state.isOver(at: call.now), let said = state.said(at: call.now) else {
            throw Refusal.notThere("employee", id)
        }
        // Who gives a PIN knows it, and could stand at a till as who has it.
        if let principal = call.principal, principal.kind == .person,
            let grants = try Roles.grants(said.roles, work.connection), !principal.mayGive(grants)
        {
            throw Refusal(
                .forbidden, "role.rights", "they may do more than you; somebody who may do as much gives a PIN")
        }
        return id
    }

    private static func say(
        _ change: PinChanged.Change, _ employee: String, _ work: Work, _ call: Call
    ) throws -> Effect {
        var fact = PinChanged()
        (fact.employee, fact.change, fact.circumstances.operator) = (employee, change.rawValue, call.caller)
        try AccountFacts.say(fact, at: call.now, work.connection)
        return Effect(
            isNew: false, version: 1, body: ["employee": .string(employee), "change": .string(change.rawValue)])
    }

    private static func limits(_ right: Right, _ limit: Limit) -> [JSON] {
        let percent = limit.percent.map { ["right": .string(right.description), "percent": .int($0)] as JSON }
        return [percent].compactMap { $0 }
            + limit.amounts.sorted { $0.key < $1.key }.map {
                ["right": .string(right.description), "amount": .int($0.value), "currency": .string($0.key)]
            }
    }
}
