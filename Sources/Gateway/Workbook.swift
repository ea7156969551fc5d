import Events
import HTTP
import JSON
import Pages
import Queries
import Rules
import Spreadsheets

/// Tables as a workbook (XLSX) for a person: amounts in the currency and quantities in base units as numbers, days as days, headings
/// in the reader's language.
struct Workbook {
    let language: Language
    /// What amounts are written with.
    let units: MoneyUnits

    static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    func response(_ answer: Report.Answer, of report: Report, _ incomplete: JSON) throws -> Response {
        let place = answer.columns.firstIndex { $0.name == Report.currencyName }
        let titles = Reports.titles(of: report)
        return try framed(
            answer.columns.map { titles[$0.name].map(said) ?? $0.name }, report.name,
            answer.rows.map { row in
                let exponent = units.exponent(of: place.flatMap { row[$0].string })
                return zip(row, answer.columns).map { Self.cell($0, $1.kind, exponent) }
            }, answer.schemas, incomplete)
    }

    func response(_ page: Movements.Page, _ incomplete: JSON) throws -> Response {
        let exponent = units.exponent(of: page.currency)
        return try framed(
            page.columns, "movements",
            page.rows.map { row in
                (row.object ?? []).map { Self.cell($0.value, Movements.kinds[$0.name], exponent) }
            }, page.schemas, incomplete)
    }

    private func said(_ title: Title) -> String { language == .ka ? title.ka : title.en }

    private func framed(
        _ headings: [String], _ name: String, _ rows: [[WorkbookWriter.Cell]], _ schemas: Schemas, _ incomplete: JSON
    ) throws -> Response {
        let bytes = try WorkbookWriter().bytes(headings, rows, sheet: name)
        let today = Zone.home.day(of: .now)
        let response = Response.bytes(bytes, type: Self.type)
            .with("X-Davtari-Incomplete", "\(incomplete["total"]?.int ?? 0)")
            .with("Content-Disposition", "attachment; filename=\"\(name)-\(today).xlsx\"")
        let position = schemas.position.description
        return position.isEmpty ? response : response.with("X-Davtari-Position", position)
    }

    // MARK: Cells

    /// What a spreadsheet's numbers keep: 15 digits. A longer one stays a text.
    private static let exact: UInt64 = 999_999_999_999_999

    static func cell(_ value: JSON, _ kind: Column.Kind?, _ exponent: Int) -> WorkbookWriter.Cell {
        switch value {
        case .string(let text):
            switch kind {
            case .date: .day(text)
            case .instant: moment(text)
            default: .text(text)
            }
        case .int(let number):
            switch kind {
            case .money: decimal(number, exponent, shown: exponent)
            case .quantity: decimal(number, 3)
            case .rate: decimal(number, 6)
            default: decimal(number, 0)
            }
        case .bool(let isSo): .flag(isSo)
        case .null: .empty
        default: .text(value.text)
        }
    }

    private static func decimal(_ number: Int64, _ places: Int, shown: Int? = nil) -> WorkbookWriter.Cell {
        let digits = Decimals.digits(of: number.magnitude, places: places)
        var fraction = places == 0 ? "" : digits.fraction
        let text = (number < 0 ? "-" : "") + digits.whole + (fraction.isEmpty ? "" : "." + fraction)
        // The nearest binary fraction, as a person's typing it would give.
        guard number.magnitude <= exact, let nearest = Double(text) else { return .text(text) }
        while fraction.last == "0" { fraction.removeLast() }
        return .number(nearest, decimals: shown ?? fraction.count)
    }

    /// A moment as the clock at home shows it.
    private static func moment(_ text: String) -> WorkbookWriter.Cell {
        guard let instant = Instant(text) else { return .text(text) }
        let day = Zone.home.day(of: instant)
        let seconds = (instant.milliseconds - Zone.home.start(of: day).milliseconds) / 1_000
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        return .moment("\(day)T\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))")
    }
}
