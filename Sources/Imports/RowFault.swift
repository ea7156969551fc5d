import JSON

/// What is wrong with a row of a spreadsheet.
package struct RowFault: Sendable, Equatable {
    /// As the spreadsheet numbers it.
    package let row: Int
    /// Its column's heading; empty where it has none, or it is the row's as a whole.
    package let column: String
    /// The field that it is about, by path; empty where it is about none.
    package let path: String
    package let value: String
    /// What programs call it: a rule of commands, or one of imports (`import.…`).
    package let rule: String
    package let message: String
    /// Of a double: the other rows.
    package let others: [Int]

    package init(
        _ row: Int, _ column: String, _ value: String, _ rule: String, _ message: String, path: String = "",
        others: [Int] = []
    ) {
        (self.row, self.column, self.value, self.rule, self.path) = (row, column, value, rule, path)
        (self.message, self.others) = (message, others)
    }

    package var isDouble: Bool { rule == Self.double }
    package static let double = "import.double"

    var json: JSON {
        [
            "row": .int(Int64(row)), "column": .string(column), "value": .string(value), "rule": .string(rule),
            "message": .string(message), "path": .string(path), "others": .array(others.map { .int(Int64($0)) }),
        ]
    }

    init?(_ json: JSON) {
        guard let row = json["row"]?.int, let rule = json["rule"]?.string else { return nil }
        self.init(
            Int(row), json["column"]?.string ?? "", json["value"]?.string ?? "", rule, json["message"]?.string ?? "",
            path: json["path"]?.string ?? "",
            others: (json["others"]?.array ?? []).compactMap { $0.int.map { Int($0) } })
    }
}
