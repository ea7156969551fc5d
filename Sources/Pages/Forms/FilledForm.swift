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
        (id, self.values, problems) = (form.id, values, refusal.faults)
    }

    /// Not looked at: it did not carry what only our own pages know.
    package init(tooOld form: Form, _ values: Form.Values) {
        (id, self.values, problems) = (form.id, values, [Fault("", "form.old", "the form was too old")])
    }

    /// Not sent yet: what it is about breaks rules as it stands.
    init(suspect form: Form, _ values: Form.Values, _ problems: [Fault]) {
        (id, self.values, self.problems) = (form.id, values, problems)
    }

    /// Came when nobody was signed in any more; by now somebody is.
    package init(kept form: Form, _ values: Form.Values) {
        (id, self.values, problems, notice) = (form.id, values, [], .formKept)
    }

    /// Not sent yet: rows were added to it.
    ///
    /// - Parameter problems: why they were not.
    init(rows form: Form, _ values: Form.Values, _ problems: [Fault] = []) {
        (id, self.values, self.problems) = (form.id, values, problems)
        notice = problems.isEmpty ? .rowsAdded : nil
    }

    package var isRefused: Bool { !problems.isEmpty }

    /// Whether somebody else changed the thing that it is about.
    var isConflict: Bool { problems.contains { $0.rule == "version.differs" } }

    /// What stands against one field.
    func problems(of field: Form.Field) -> [Fault] { problems.filter { Self.isOf($0, field) } }

    /// What stands against none of them alone.
    func problems(besides fields: [Form.Field]) -> [Fault] {
        problems.filter { problem in !fields.contains { Self.isOf(problem, $0) } }
    }

    /// In which row of a list's, as the form shows them, and in which of its fields a problem is; nil where it is of the list as a
    /// whole. What was sent has no empty rows.
    func place(of problem: Fault, in list: Form.Field) -> (row: Int, part: Form.Field?)? {
        guard case .lines(let parts) = list.kind, problem.path.hasPrefix("\(list.path)[") else { return nil }
        let behind = problem.path.dropFirst(list.path.count + 1)
        guard let number = Int(behind.prefix { $0 != "]" }) else { return nil }
        let filled = (0..<values.lineCount(list.name)).filter { row in
            parts.contains { !values["\(list.name)-\(row)-\($0.name)"].isEmpty }
        }
        guard filled.indices.contains(number) else { return nil }
        let path = behind.drop { $0 != "]" }.dropFirst(2)
        return (filled[number], parts.first { $0.path == path || path.hasPrefix("\($0.path).") })
    }

    private static func isOf(_ problem: Fault, _ field: Form.Field) -> Bool {
        field.path == problem.path || problem.path.hasPrefix("\(field.path)[") || field.rules.contains(problem.rule)
            || field.rules.contains("\(problem.path):\(problem.rule)")
    }
}
