import HTTP
import JSON
import Projections

/// Tables as CSV (RFC 4180), what frames them in headers.
enum CSV {
    static func response(_ answer: Report.Answer, _ incomplete: JSON) -> Response {
        let rows = answer.rows.map { $0.map(cell) }
        return framed(text([answer.columns.map(\.name)] + rows), answer.schemas, answer.next, incomplete)
    }

    static func response(_ page: Movements.Page, _ incomplete: JSON) -> Response {
        let names = page.columns
        let rows = page.rows.map { row in (row.object ?? []).map { cell($0.value) } }
        return framed(text([names] + rows), page.schemas, page.next, incomplete)
    }

    private static func framed(_ text: String, _ schemas: Schemas, _ next: String?, _ incomplete: JSON) -> Response {
        var response = Response.bytes(Array(text.utf8), type: "text/csv; charset=utf-8; header=present")
            .with("X-Davtari-Incomplete", "\(incomplete["total"]?.int ?? 0)")
        // Before the first fact there is no position, and a header field cannot be empty.
        let position = schemas.position.description
        if !position.isEmpty { response = response.with("X-Davtari-Position", position) }
        if let next { response = response.with("X-Next-Cursor", next) }
        return response
    }

    private static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func cell(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .string(let text): guarded(text)
        default: value.text
        }
    }

    /// A spreadsheet must not run what a customer or a till wrote.
    private static func guarded(_ text: String) -> String {
        // By scalars: a mark that combines with the sign makes another character of it, and not of its code.
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        var quoted = "\"".unicodeScalars
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}
