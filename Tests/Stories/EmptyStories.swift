import Testing

@testable import Queries

/// What is asked before anything was said.
@Suite struct `A chain before its first fact` {
    @Test func `answers every report with an empty table, in both formats`() throws {
        let house = try House()
        for report in Reports.all {
            let path = report.name == "margins" ? "/v1/margins?group=store" : "/v1/\(report.name)"
            let json = try house.get(path)
            #expect(json.status == 200 && json.rows.isEmpty, "\(path): \(json.text)")
            let csv = try house.get(path + (path.contains("?") ? "&" : "?") + "format=csv")
            #expect(csv.status == 200, "\(path): \(csv.text)")
            #expect(csv.text.split(separator: "\r\n").count == 1, "\(path): \(csv.text)")
        }
    }
}
