import Events
import Pages
import Queries
import Rules
import Services

/// What is noted of answers that show who persons are, or that are taken out as a file (`AccessTally`).
extension Gateway {
    /// A report's answer. An answer that cannot be noted is not given: the same database has the rows.
    func note(
        _ report: Report, _ answer: Report.Answer, _ asked: QueryRequest, isFile: Bool, by principal: Principal?
    ) throws {
        let isOfPersons = answer.columns.contains { [.personal, .identity].contains($0.sensitivity) }
        guard isFile || isOfPersons, let principal else { return }
        try accounts.note(
            isFile ? .export : .look, by: principal.id, of: report.name, rows: answer.rows.count,
            columns: Set(asked.filters.map(\.column)).sorted())
    }

    /// A page about persons.
    func note(_ page: PageAnswer, _ asked: PageRequest) throws {
        guard page.status == 200, let principal = asked.principal, let report = Screens.persons(at: asked.path) else {
            return
        }
        try accounts.note(.look, by: principal.id, of: report)
    }

    /// A document, by whoever asks for it.
    func note(_ access: AccessRecorded.Kind, of report: String, rows: Int, by principal: Principal?) throws {
        guard let principal else { return }
        try accounts.note(access, by: principal.id, of: report, rows: rows)
    }
}
