import Events
import JSON
import Postgres
import Queries
import Rules

/// Rows of a form that come out of a spreadsheet, and what was typed or scanned in the place of an id.
extension Form {
    static let paste = "paste"
    package static let act = "act"
    static let moreRows = "rows"

    /// The form with what was pasted as rows, to be looked at once more; nil where it is to be sent.
    package func withRows(_ values: Values) -> FilledForm? {
        guard let list = rowsOf, let field = fields.first(where: { $0.name == list }),
            case .lines(let parts) = field.kind
        else { return nil }
        let pasted = Self.cells(values[Self.paste])
        guard !pasted.isEmpty || values[Self.act] == Self.moreRows else { return nil }
        var filled = values
        let (columns, rows) = Self.columns(parts, pasted)
        let first = values.lineCount(list) - trailing(values, list, parts)
        guard first + rows.count <= Values.lineLimit else {
            return FilledForm(
                rows: self, values, [Fault("", "rows.limit", "a form has at most \(Values.lineLimit) rows")])
        }
        for (place, row) in rows.enumerated() {
            for (column, cell) in zip(columns, row) {
                if let column { filled["\(list)-\(first + place)-\(column.name)"] = cell }
            }
        }
        filled[Self.paste] = ""
        return FilledForm(rows: self, filled)
    }

    /// How many of the last rows that were sent hold nothing.
    private func trailing(_ values: Values, _ list: String, _ parts: [Field]) -> Int {
        let rows = (0..<values.lineCount(list)).reversed()
        return rows.prefix { row in parts.allSatisfy { values["\(list)-\(row)-\($0.name)"].isEmpty } }.count
    }

    /// Cells stand between tabs, as they leave a spreadsheet; else between semicolons.
    private static func cells(_ text: String) -> [[String]] {
        let rows = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        let separator: Character = text.contains("\t") ? "\t" : ";"
        return rows.map { row in
            row.split(separator: separator, omittingEmptySubsequences: false).map { String($0).withoutBlanksAround }
        }
    }

    /// By the headings of the first row, where it has some; else in the form's order.
    private static func columns(_ parts: [Field], _ rows: [[String]]) -> (columns: [Field?], rows: [[String]]) {
        let headings = rows.first?.map { cell in
            parts.first { part in
                // As the form calls it, or as that begins.
                cell.count > 2
                    && Language.allCases.contains {
                        Words(language: $0)(part.label).lowercased().hasPrefix(cell.lowercased())
                    }
            }
        }
        guard let headings, headings.contains(where: { $0 != nil }) else { return (parts, rows) }
        return (headings, Array(rows.dropFirst()))
    }

    // MARK: What stands for an id

    /// The same where codes, barcodes and names that one entry alone has are its id. People are named by their ids alone.
    package func withIDs(_ values: Values, _ connection: Connection, at now: Instant = .now) throws -> Values {
        var places: [(entity: String, name: String)] = []
        for field in fields {
            switch field.kind {
            case .reference(let entity): places.append((entity, field.name))
            // A number is a barcode, and may be a pack's.
            case .scanned(let entity) where !values[field.name].allSatisfy(\.isNumber):
                places.append((entity, field.name))
            case .lines(let parts):
                for part in parts {
                    guard case .reference(let entity) = part.kind else { continue }
                    places += (0..<values.lineCount(field.name)).map { (entity, "\(field.name)-\($0)-\(part.name)") }
                }
            default: break
            }
        }
        places.removeAll { values[$0.name].isEmpty || EntityShapes.named($0.entity)?.isPerson ?? false }
        guard !places.isEmpty else { return values }
        return try connection.transaction(.repeatableReadReadOnly) {
            let models = try ScreenModels(connection)
            var values = values
            for (entity, places) in Dictionary(grouping: places, by: \.entity) {
                let ids = try ScreenEntities.ids(models, of: entity, typed: places.map { values[$0.name] }, at: now)
                for place in places { values[place.name] = ids[values[place.name]] ?? values[place.name] }
            }
            return values
        }
    }
}
