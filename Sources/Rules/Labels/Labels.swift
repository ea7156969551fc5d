/// What things are called, as lines of three columns have it: `name | in Georgian | in English`.
///
/// Text, and not a literal of titles: of hundreds it is read at once, and compiled at once.
struct Labels: Sendable {
    let titles: PathTable<Title>
    /// Every line as it is written. A test finds one that cannot be read, or whose name stands twice.
    let lines: [String]

    init(_ texts: String...) {
        lines = texts.flatMap { $0.split(separator: "\n").map(String.init) }
        titles = PathTable(
            lines.compactMap { line in
                let columns = Columns(line).all
                return columns.count == 3 ? (columns[0], Title(ka: columns[1], en: columns[2])) : nil
            })
    }
}

/// The columns of a line, between bars.
struct Columns {
    let all: [String]

    init(_ line: String) {
        // By its bytes: blanks and bars are ASCII, and hundreds of lines are read before the first page.
        all = line.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { column in
            let blank = UInt8(ascii: " ")
            let start = column.firstIndex { $0 != blank } ?? column.endIndex
            let end = column.lastIndex { $0 != blank }.map { column.index(after: $0) } ?? start
            return String(column[start..<end]) ?? ""
        }
    }
}
