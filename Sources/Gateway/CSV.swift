import Events
import HTTP
import JSON
import Postgres
import Queries
import Spreadsheets

/// Tables as CSV (RFC 4180), and what frames them in headers.
///
/// For a program numbers stand as they stand in JSON: minor units, thousandths, millionths. For a person's spreadsheet they are
/// decimals, and the answer is a file with a name.
struct CSV: Sendable, Equatable {
    enum Reader: Sendable { case program, person }
    enum Delimiter: String, Sendable { case comma, semicolon }

    var reader = Reader.program
    var delimiter = Delimiter.comma
    /// UTF-8's byte-order mark, without which some spreadsheets take another encoding.
    var hasMark = false

    /// What a person's amounts are written with; a program's are minor units. Within the caller's transaction.
    func units(_ connection: Connection, _ schemas: Schemas) throws -> MoneyUnits? {
        reader == .person ? try MoneyUnits(connection, schemas) : nil
    }

    func response(_ answer: Report.Answer, named name: String, in units: MoneyUnits?, _ incomplete: JSON) -> Response {
        let place = answer.columns.firstIndex { $0.name == Report.currencyName }
        return framed(
            [answer.columns.map(\.name)]
                + answer.rows.map { row in
                    let exponent = units?.exponent(of: place.flatMap { row[$0].string }) ?? 0
                    return zip(row, answer.columns).map { cell($0, $1.kind, exponent) }
                },
            name, answer.schemas, answer.next, incomplete)
    }

    func response(_ page: Movements.Page, named name: String, in units: MoneyUnits?, _ incomplete: JSON) -> Response {
        let exponent = units?.exponent(of: page.currency) ?? 0
        return framed(
            [page.columns]
                + page.rows.map { row in (row.object ?? []).map { cell($0.value, Movements.kinds[$0.name], exponent) } },
            name, page.schemas, page.next, incomplete)
    }

    /// Rows of texts as a file, for a person.
    func file(_ rows: [[String]], named name: String) -> Response {
        let today = Zone.home.day(of: .now)
        return Response.bytes(
            (hasMark ? Self.mark : []) + Array(text(rows.map { $0.map(FormulaGuard.guarded) }).utf8),
            type: "text/csv; charset=utf-8; header=present"
        ).with("Content-Disposition", "attachment; filename=\"\(name)-\(today).csv\"")
    }

    private func framed(
        _ rows: [[String]], _ name: String, _ schemas: Schemas, _ next: String?, _ incomplete: JSON
    ) -> Response {
        var response = Response.bytes(
            (hasMark ? Self.mark : []) + Array(text(rows).utf8), type: "text/csv; charset=utf-8; header=present"
        ).with("X-Davtari-Incomplete", "\(incomplete["total"]?.int ?? 0)")
        // Before the first fact there is no position, and a header field cannot be empty.
        let position = schemas.position.description
        if !position.isEmpty { response = response.with("X-Davtari-Position", position) }
        if let next { response = response.with("X-Next-Cursor", next) }
        guard reader == .person else { return response }
        let today = Zone.home.day(of: .now)
        return response.with("Content-Disposition", "attachment; filename=\"\(name)-\(today).csv\"")
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private func text(_ rows: [[String]]) -> String {
        let between = delimiter == .comma ? "," : ";"
        return rows.map { $0.map(quoted).joined(separator: between) + "\r\n" }.joined()
    }

    // MARK: Cells

    private func cell(_ value: JSON, _ kind: Column.Kind?, _ exponent: Int) -> String {
        switch value {
        case .null: ""
        case .string(let text): FormulaGuard.guarded(text)
        case .int(let number) where reader == .person:
            switch kind {
            case .money: decimal(number, exponent, isPadded: true)
            case .quantity: decimal(number, 3)
            case .rate: decimal(number, 6)
            default: value.text
            }
        default: value.text
        }
    }

    /// A number of units of 10 to the minus `places`.
    ///
    /// - Parameter isPadded: as money is written; else without the zeros behind, so that no point can be taken for one that
    ///   groups thousands.
    private func decimal(_ number: Int64, _ places: Int, isPadded: Bool = false) -> String {
        guard places > 0 else { return String(number) }
        let digits = Decimals.digits(of: number.magnitude, places: places)
        var decimals = digits.fraction
        if !isPadded { while decimals.last == "0" { decimals.removeLast() } }
        let whole = (number < 0 ? "-" : "") + digits.whole
        // Who separates by semicolons does so because the comma is the decimal sign.
        return decimals.isEmpty ? whole : whole + (delimiter == .comma ? "." : ",") + decimals
    }

    private func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { isSpecial($0) }) else { return text }
        var quoted = "\"".unicodeScalars
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }

    private func isSpecial(_ byte: UInt8) -> Bool {
        "\"\r\n".utf8.contains(byte) || byte == (delimiter == .comma ? UInt8(ascii: ",") : UInt8(ascii: ";"))
    }
}
