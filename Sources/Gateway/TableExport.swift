import Events
import HTTP
import Pages
import Postgres
import Queries
import Rules

/// A list as a file, as its page gives it; for the terminal.
package struct TableExport {
    package enum Format: String, Sendable, CaseIterable { case csv, xlsx }

    let pool: Pool
    let principal: Principal

    package init(_ pool: Pool, as principal: Principal) { (self.pool, self.principal) = (pool, principal) }

    /// The bytes of the file of all rows; nil where no list has this address.
    ///
    /// - Parameter path: of an entity's list, or the name of a report: `products`, `stock`.
    package func bytes(_ path: String, _ format: Format, _ language: Language) throws -> [UInt8]? {
        let named = EntityShapes.at(path)?.report ?? path
        guard let report = Reports.all.first(where: { $0.name == named }),
            let sight = principal.sight(to: .read(report.scope))
        else { return nil }
        var asked = QueryRequest()
        asked.limit = TableForm.limitOfRows
        report.nameCurrency(in: &asked)
        let question = asked
        return try pool.withConnection { connection in
            try connection.transaction(.repeatableReadReadOnly) {
                let schemas = try Schemas(connection)
                let answer = try report.ahead(connection, question, for: sight, in: schemas)()
                if answer.next != nil {
                    throw QueryRefusal.contradiction(
                        "limit", "a file holds at most \(TableForm.limitOfRows) rows",
                        limit: "\(TableForm.limitOfRows) rows")
                }
                let units = try MoneyUnits(connection, schemas)
                switch format {
                case .csv:
                    var csv = CSV()
                    (csv.reader, csv.hasMark) = (.person, true)
                    return Self.bytes(of: csv.response(answer, named: report.name, in: units, .object([])))
                case .xlsx:
                    return Self.bytes(
                        of: try Workbook(language: language, units: units).response(answer, of: report, .object([])))
                }
            }
        }
    }

    private static func bytes(of response: Response) -> [UInt8] {
        if case .bytes(let bytes) = response.body { bytes } else { [] }
    }
}
