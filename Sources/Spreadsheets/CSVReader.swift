/// What stands between cells.
package enum CSVSeparator: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09

    package var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        }
    }

    package init?(named name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// Reads tables of text (RFC 4180): lines end as they like, quotes are doubled inside quotes.
package enum CSVReader {
    /// - Parameters:
    ///   - encoding: as it was said; nil: as the file says itself.
    ///   - separator: as it was said; nil: the one that stands most often in the first line.
    package static func read(
        _ bytes: [UInt8], encoding: TextEncoding? = nil, separator: CSVSeparator? = nil
    ) throws(SheetError) -> Sheet {
        // What is neither marked nor UTF-8 is refused by its first wrong byte.
        let encoding = encoding ?? TextEncoding.found(in: bytes) ?? .utf8
        let text = try encoding.decoded(bytes)
        let used = separator ?? found(in: text)
        let cells = try cells(of: text, used)
        let sheet = Sheet(
            cells.map { row in row.map { $0.isEmpty ? .empty : .text($0) } },
            text: Sheet.TextForm(encoding: encoding, separator: used))
        guard !sheet.headings.isEmpty else { throw .empty }
        return sheet
    }

    /// By the first line that holds something, outside of quotes.
    static func found(in text: [UInt8]) -> CSVSeparator {
        var counts: [CSVSeparator: Int] = [:]
        var isQuoted = false
        for byte in text {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if counts.isEmpty { continue }
                break
            }
            if let separator = CSVSeparator(rawValue: byte) { counts[separator, default: 0] += 1 }
        }
        return CSVSeparator.allCases.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? .comma
    }

    private static func cells(of text: [UInt8], _ separator: CSVSeparator) throws(SheetError) -> [[String]] {
        let (quote, newline, back) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var (rows, row, cell) = ([[String]](), [String](), [UInt8]())
        var place = 0
        func endCell() {
            row.append(String(decoding: cell, as: UTF8.self))
            cell.removeAll(keepingCapacity: true)
        }
        while place < text.count {
            let byte = text[place]
            place += 1
            if byte == quote, cell.isEmpty {
                let opened = rows.count + 1
                while true {
                    guard place < text.count else { throw .openQuote(row: opened) }
                    let inside = text[place]
                    place += 1
                    if inside == quote {
                        guard place < text.count, text[place] == quote else { break }
                        place += 1
                    }
                    cell.append(inside)
                }
            } else if byte == separator.rawValue {
                endCell()
            } else if byte == newline || byte == back {
                if byte == back, place < text.count, text[place] == newline { place += 1 }
                endCell()
                rows.append(row)
                row.removeAll(keepingCapacity: true)
            } else {
                cell.append(byte)
            }
        }
        if !row.isEmpty || !cell.isEmpty {
            endCell()
            rows.append(row)
        }
        return rows
    }
}
