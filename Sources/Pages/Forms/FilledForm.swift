import Events
import JSON
import Services

/// A form that came back: what was filled in, and what stands against it.
package struct FilledForm: Sendable {
    let id: String
    var values: Form.Values
    var problems: [Fault]
    /// Said when nothing stands against it.
    var notice: Text?

    /// Refused by the command.
    package init(_ form: Form, _ values: Form.Values, _ refusal: Refusal) {
        let told = { (name: String) in refusal.numbers.first { $0.name == name }?.value }
        let faults = (told("faults")?.array ?? []).map { Fault($0) }
        let one = Fault(told("path")?.string ?? "", refusal.rule, refusal.message)
        (id, self.values, problems) = (form.id, values, faults.isEmpty ? [one] : faults)
    }

    /// Not looked at: it did not carry what only our own pages know.
    package init(tooOld form: Form, _ values: Form.Values) {
        (id, self.values, problems) = (form.id, values, [Fault("", "form.old", "the form was too old")])
    }

    /// Came when nobody was signed in any more; by now somebody is.
    package init(kept form: Form, _ values: Form.Values) {
        (id, self.values, problems, notice) = (form.id, values, [], .formKept)
    }

    /// Not sent yet: rows were added to it.
    init(rows form: Form, _ values: Form.Values) {
        (id, self.values, problems, notice) = (form.id, values, [], .rowsAdded)
    }

    /// Whether somebody else changed the thing that it is about.
    var isConflict: Bool { problems.contains { $0.rule == "version.differs" } }

    /// What stands against one field.
    func problems(of field: Form.Field) -> [Fault] { problems.filter { Self.isOf($0, field) } }

    /// What stands against none of them alone.
    func problems(besides fields: [Form.Field]) -> [Fault] {
        problems.filter { problem in !fields.contains { Self.isOf(problem, $0) } }
    }

    private static func isOf(_ problem: Fault, _ field: Form.Field) -> Bool {
        field.path == problem.path || problem.path.hasPrefix("\(field.path)[") || field.rules.contains(problem.rule)
            || field.rules.contains("\(problem.path):\(problem.rule)")
    }
}
