/// What stands in a cell.
package enum SheetCell: Sendable, Equatable {
    case empty
    case text(String)
    case number(Double)
    case flag(Bool)
    /// YYYY-MM-DD.
    case day(String)
    /// YYYY-MM-DDTHH:MM:SS, of no zone.
    case moment(String)

    package var isEmpty: Bool {
        switch self {
        case .empty: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        default: false
        }
    }

    /// As a person reads it: a whole number without a point, others with the 15 digits that a spreadsheet keeps.
    package var text: String {
        switch self {
        case .empty: ""
        case .text(let text): text
        case .number(let number): SheetNumber.text(number)
        case .flag(let isSo): isSo ? "true" : "false"
        case .day(let text), .moment(let text): text
        }
    }
}

/// A table out of a file, row by row as the file has it; the first row that holds something has the headings.
package struct Sheet: Sendable, Equatable {
    /// Each with the number that a spreadsheet shows beside it, from 1; rows that hold nothing are left out.
    package struct Row: Sendable, Equatable {
        package let number: Int
        package let cells: [SheetCell]

        package init(_ number: Int, _ cells: [SheetCell]) { (self.number, self.cells) = (number, cells) }

        /// A place beyond its last cell is empty.
        package subscript(_ column: Int) -> SheetCell { cells.indices.contains(column) ? cells[column] : .empty }
    }

    package let headings: [String]
    package let rows: [Row]
    /// What a file of text turned out to be; nil of a workbook.
    package let text: TextForm?

    /// How a file of text is written.
    package struct TextForm: Sendable, Equatable {
        package let encoding: TextEncoding
        package let separator: CSVSeparator

        package init(encoding: TextEncoding, separator: CSVSeparator) {
            (self.encoding, self.separator) = (encoding, separator)
        }
    }

    package init(_ cells: [[SheetCell]], text: TextForm? = nil) {
        let rows = cells.enumerated().map { Row($0.offset + 1, $0.element) }
            .filter { row in row.cells.contains { !$0.isEmpty } }
        headings = (rows.first?.cells ?? []).map(\.text)
        self.rows = Array(rows.dropFirst())
        self.text = text
    }
}

/// Why a file cannot be read.
package enum SheetError: Error, Equatable, Sendable {
    /// It is not UTF-8: in which line, from 1, the first wrong byte stands, and which byte it is. Which encoding it has must be said.
    case encoding(line: Int, byte: UInt8)
    /// It is not what its said encoding makes it: the byte at this place, from 1, means nothing there.
    case notEncoded(TextEncoding, place: Int)
    /// A quote is never closed; in which row it was opened.
    case openQuote(row: Int)
    /// Nothing stands in it.
    case empty
    /// What reads workbooks is not installed.
    case notInstalled
    /// A workbook that asks for a password.
    case locked
    /// It unpacks to more than is taken, or took too long.
    case large
    /// It is no workbook, or a damaged one.
    case broken
}
