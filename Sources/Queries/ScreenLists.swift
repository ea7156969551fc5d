import JSON
import Rules

/// Lists of a report's rows, as pages show them.
package enum ScreenLists {
    /// A page of a list, from its beginning where the address asks to go on from what there is not: another order's place, or what
    /// somebody typed (`isStale`).
    package static func page(
        _ models: ScreenModels, _ report: Report, _ request: QueryRequest, for sight: Sight
    ) throws -> (answer: Report.Answer, isStale: Bool) {
        func answer(_ request: QueryRequest) throws -> Report.Answer {
            try report.ahead(models.connection, request, for: sight, in: models.schemas)()
        }
        do { return (try answer(request), false) } catch is QueryRefusal {
            var fromStart = request
            fromStart.cursor = nil
            return (try answer(fromStart), true)
        }
    }
}

extension Report.Answer {
    /// Its rows, by the columns' names.
    package var records: [JSON] {
        rows.map { row in .object(zip(columns, row).map { JSON.Member($0.name, $1) }) }
    }
}
