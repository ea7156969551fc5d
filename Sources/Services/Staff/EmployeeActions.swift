import Events
import JSON
import People
import Rules

/// What is done with an employee's record besides saying it.
enum EmployeeActions {
    static let all = [
        Action("DELETE", "employees/{employee}/person", .staff, BodyForm(Why.self, needing: ["reason"])) { work, call in
            let id = try call.id("employee")
            let state = try work.state(SubjectDecider<EmployeeSubject>.self, id)
            guard state.isKnown else { throw Refusal(.missing, "employee.unknown", "there is no such employee") }
            guard state.isOver(at: call.now) else {
                throw Refusal(.conflict, "employee.works", "who works here is not erased; first they leave")
            }
            let why = try call.why()
            try why.needReason("nobody is to know any more who they were")
            _ = try Pins(connection: work.connection).remove(of: id)
            var effect = Effect(
                isNew: false, version: try work.stream(SubjectDecider<EmployeeSubject>.self, id).version,
                body: ["employee": .string(id), "erased": true])
            // Once more changes nothing.
            guard try PersonVault(work.connection).erase(.employee(id)) else { return effect }
            var fact = EmployeeEnded()
            (fact.employee, fact.circumstances) = (id, why)
            try work.decide(SubjectDecider<EmployeeSubject>.self, id, .init(.say(.employeeErased(fact)), now: call.now))
            effect.version = try work.stream(SubjectDecider<EmployeeSubject>.self, id).version
            return effect
        }
    ]
}
