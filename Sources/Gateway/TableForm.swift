import HTTP
import Pages
import Queries

/// In which form a table is asked for: `format`, and of CSV its `delimiter` and `bom`.
struct TableForm: Sendable {
    /// nil: JSON, or a workbook.
    let csv: CSV?
    /// Whether it is asked for as a workbook (XLSX).
    let isWorkbook: Bool
    /// A person's file has all rows, since who opens it asks for no next page; unless a page is asked for.
    private let isWhole: Bool

    static let parameters: Set<String> = ["format", "delimiter", "bom", "lang"]
    /// The most rows of a file.
    static let limitOfRows = 100_000

    init(_ request: Request) throws(QueryRefusal) {
        let isWorkbook = request.query("format") == "xlsx"
        let csv = try Self.csv(request)
        (self.csv, self.isWorkbook) = (csv, isWorkbook)
        isWhole =
            (csv?.reader == .person || isWorkbook) && request.query("limit") == nil && request.query("cursor") == nil
    }

    /// Whether a person's file is asked for, whose amounts are written in their currency.
    var isForPerson: Bool { csv?.reader == .person || isWorkbook }
    var isFile: Bool { csv != nil || isWorkbook }

    /// How many rows to ask for at once.
    func limit(_ asked: QueryRequest) -> Int { isWhole ? Self.limitOfRows : asked.limit }

    /// Refuses a file that would be cut.
    ///
    /// - Parameter next: what a next page would begin with.
    func check(_ next: String?) throws(QueryRefusal) {
        guard isWhole, next != nil else { return }
        throw .contradiction(
            "format",
            "a file holds at most \(Self.limitOfRows) rows: ask for less with filters, or for one page with limit",
            limit: "\(Self.limitOfRows) rows")
    }

    private static func csv(_ request: Request) throws(QueryRefusal) -> CSV? {
        if let text = request.query("lang"), Language(rawValue: text) == nil {
            throw QueryRefusal("lang", "lang is ka or en, not “\(text)”")
        }
        var csv = CSV()
        switch request.query("format") {
        case nil where request.headers["Accept"] == "text/csv", "csv": break
        case "sheet": csv.reader = .person
        case nil, "json", "xlsx":
            for name in ["delimiter", "bom"] where request.query(name) != nil {
                throw .contradiction(name, "\(name) is said of CSV: ask with format=csv or format=sheet")
            }
            return nil
        case let other?: throw QueryRefusal("format", "format is json, csv, sheet or xlsx, not “\(other)”")
        }
        if let text = request.query("delimiter") {
            guard let delimiter = CSV.Delimiter(rawValue: text) else {
                throw QueryRefusal("delimiter", "delimiter is comma or semicolon, not “\(text)”")
            }
            csv.delimiter = delimiter
        }
        if let text = request.query("bom") {
            guard let mark = Bool(text) else { throw QueryRefusal("bom", "bom is true or false, not “\(text)”") }
            csv.hasMark = mark
        }
        return csv
    }
}
