import CXlsxwriter
import Foundation

/// Writes a table as a workbook (XLSX) of one sheet: the headings stand bold in a row that stays while one scrolls, and columns are
/// as wide as what they hold. Texts are always texts, so that none can be taken for a formula.
package struct WorkbookWriter {
    package enum Cell: Sendable, Equatable {
        case empty
        case text(String)
        /// A number with so many decimals shown.
        case number(Double, decimals: Int)
        /// YYYY-MM-DD.
        case day(String)
        /// YYYY-MM-DDTHH:MM:SS, of the clock at home.
        case moment(String)
        case flag(Bool)
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package init() {}

    /// A sheet has no more (ECMA-376).
    package static let rowLimit = 1_048_575
    /// The longest text of a cell, by Excel.
    private static let textLimit = 32_767
    private static let (narrowest, widest) = (8, 60)
    /// So many rows say how wide a column is.
    private static let measuredRows = 1_000

    /// The bytes of the file.
    ///
    /// - Parameter name: of the sheet; it is cut, and what no sheet may be called is left out.
    package func bytes(_ headings: [String], _ rows: [[Cell]], sheet name: String) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.path + "/davtari-\(UUID().uuidString).xlsx"
        defer { unlink(path) }
        guard let book = workbook_new(path) else { throw Failure(description: "no workbook can be begun") }
        let formats = Formats(book)
        guard let sheet = workbook_add_worksheet(book, Self.sheetName(name)) else {
            workbook_close(book)
            throw Failure(description: "no sheet can be added")
        }
        for (column, heading) in headings.enumerated() {
            let width = rows.prefix(Self.measuredRows).reduce(heading.count + 2) { widest, row in
                max(widest, row.indices.contains(column) ? Self.width(row[column]) : 0)
            }
            worksheet_set_column(
                sheet, lxw_col_t(column), lxw_col_t(column), Double(min(max(width, Self.narrowest), Self.widest)), nil)
            worksheet_write_string(sheet, 0, lxw_col_t(column), Self.fitting(heading), formats.heading)
        }
        worksheet_freeze_panes(sheet, 1, 0)
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                write(cell, lxw_row_t(row + 1), lxw_col_t(column), sheet, formats)
            }
        }
        let result = workbook_close(book)
        guard result == LXW_NO_ERROR else {
            throw Failure(description: "the workbook cannot be written: \(String(cString: lxw_strerror(result)))")
        }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func write(
        _ cell: Cell, _ row: lxw_row_t, _ column: lxw_col_t, _ sheet: UnsafeMutablePointer<lxw_worksheet>,
        _ formats: Formats
    ) {
        switch cell {
        case .empty: break
        case .text(let text): worksheet_write_string(sheet, row, column, Self.fitting(text), nil)
        case .number(let number, let decimals):
            worksheet_write_number(sheet, row, column, number, formats.number(decimals))
        case .flag(let isSo): worksheet_write_boolean(sheet, row, column, isSo ? 1 : 0, nil)
        case .day(let text), .moment(let text):
            // Before 1900 a spreadsheet knows no days.
            guard var moment = Self.moment(text), moment.year >= 1900 else {
                worksheet_write_string(sheet, row, column, Self.fitting(text), nil)
                return
            }
            let isDay = text.count == 10
            worksheet_write_datetime(sheet, row, column, &moment, isDay ? formats.day : formats.moment)
        }
    }

    private static func moment(_ text: String) -> lxw_datetime? {
        let parts = text.split(whereSeparator: { "-T:".contains($0) }).map { Int32($0.prefix { $0.isNumber }) }
        guard parts.count == 3 || parts.count == 6, !parts.contains(nil) else { return nil }
        let all = parts.compactMap { $0 } + [0, 0, 0]
        return lxw_datetime(
            year: all[0], month: all[1], day: all[2], hour: all[3], min: all[4], sec: Double(all[5]))
    }

    private static func width(_ cell: Cell) -> Int {
        switch cell {
        case .empty: 0
        case .text(let text): text.utf16.count + 1
        case .number(let number, let decimals): String(format: "%.\(decimals)f", number).count + 2
        case .day: 11
        case .moment: 17
        case .flag: 7
        }
    }

    /// By whole letters: half of one would be none.
    private static func fitting(_ text: String) -> String {
        var text = String(text.unicodeScalars.filter { $0.value >= 0x20 || "\t\n\r".unicodeScalars.contains($0) })
        guard text.utf16.count > textLimit else { return text }
        while text.utf16.count > textLimit { text.removeLast(max(1, (text.utf16.count - textLimit) / 2)) }
        return text
    }

    private static func sheetName(_ name: String) -> String {
        let plain = name.filter { !"[]:*?/\\'".contains($0) }.prefix(31)
        return plain.isEmpty ? "1" : String(plain)
    }

    /// How cells look.
    private final class Formats {
        private typealias Format = UnsafeMutablePointer<lxw_format>
        private let book: UnsafeMutablePointer<lxw_workbook>
        private var numbers: [Int: Format?] = [:]
        let heading: UnsafeMutablePointer<lxw_format>?
        let day: UnsafeMutablePointer<lxw_format>?
        let moment: UnsafeMutablePointer<lxw_format>?

        init(_ book: UnsafeMutablePointer<lxw_workbook>) {
            self.book = book
            heading = workbook_add_format(book)
            day = workbook_add_format(book)
            moment = workbook_add_format(book)
            format_set_bold(heading)
            format_set_bottom(heading, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_num_format(day, "yyyy-mm-dd")
            format_set_num_format(moment, "yyyy-mm-dd hh:mm")
        }

        func number(_ decimals: Int) -> UnsafeMutablePointer<lxw_format>? {
            if let known = numbers[decimals] { return known }
            let format = workbook_add_format(book)
            format_set_num_format(format, decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals))
            numbers[decimals] = format
            return format
        }
    }
}
