import Crypto
import Events
import JSON
import Rules
import Services
import Spreadsheets

/// How a sheet is read: what its columns mean, and what its numbers' decimals stand behind.
package struct ImportReading: Sendable, Equatable {
    /// One for each column of the sheet; nil: it is left out.
    package var columns: [ImportColumn?]
    package var sign: DecimalSign

    package init(columns: [ImportColumn?], sign: DecimalSign = .clear) { (self.columns, self.sign) = (columns, sign) }
}

/// A row of a sheet as what an entry is to be.
package struct ImportRow: Sendable {
    package let number: Int
    package var order: EntryOrder
    /// What is wrong with it whatever stands in the books.
    package var faults: [RowFault] = []
    /// What is wrong with it unless the entry says so already: it is not made worse.
    package var doubts: [RowFault] = []
    /// Texts that name entries in fields: the field, what is said of it.
    var references: [(field: EntityField, heading: String, texts: [String])] = []
}

/// The rows of a sheet, read: which entry each is of, and what it says of it.
package struct ImportPlan: Sendable {
    package let shape: EntityShape
    package let sheet: Sheet
    package let reading: ImportReading
    package var rows: [ImportRow]
    /// Rows that speak of the same entry, or have the same barcode: places of rows, first to last.
    package var doubles: [[Int]] = []

    /// - Parameters:
    ///   - secret: what makes the codes of new entries, so that the same row has the same code again and nobody reads it back.
    ///   - holder: the entry that has this already, by what rows are recognised by: a field's path and a text.
    package init(
        _ sheet: Sheet, of shape: EntityShape, _ reading: ImportReading, secret: [UInt8],
        holder: (_ path: String, _ texts: [String]) throws -> [String: String]
    ) rethrows {
        (self.shape, self.sheet, self.reading) = (shape, sheet, reading)
        let maker = RowMaker(shape, sheet, reading)
        rows = sheet.rows.map { maker.read($0) }
        let keys = RowKeys(shape, secret, hasCode: reading.columns.contains { $0?.part == .code })
        try keys.name(&rows, held: holder)
        doubles = keys.doubles(rows)
        for group in doubles {
            for place in group {
                let others = group.filter { $0 != place }.map { rows[$0].number }
                let (column, value) = keys.told(rows[place], maker)
                rows[place].doubts.append(
                    RowFault(
                        rows[place].number, column, value, RowFault.double,
                        "the same stands in row \(others.map(String.init).joined(separator: ", "))", others: others))
            }
        }
    }

    /// Reads rows into what commands take.
    struct RowMaker {
        let shape: EntityShape
        let reading: ImportReading
        private let cells: CellReading
        private let headings: [String]
        private let columns: [(place: Int, column: ImportColumn)]

        init(_ shape: EntityShape, _ sheet: Sheet, _ reading: ImportReading) {
            (self.shape, self.reading, headings) = (shape, reading, sheet.headings)
            cells = CellReading(sign: reading.sign)
            columns = reading.columns.enumerated().compactMap { place, column in column.map { (place, $0) } }
        }

        /// The heading over a field; empty where no column is of it.
        func heading(of path: String) -> String {
            let isName = path.hasPrefix("name.")
            return columns.first { place, column in
                column.field?.path == path || column.name == path || isName && column.part == .anyName
            }.map { headings.indices.contains($0.place) ? headings[$0.place] : "" } ?? ""
        }

        func read(_ row: Sheet.Row) -> ImportRow {
            var made = ImportRow(number: row.number, order: EntryOrder(id: "", whole: .object([]), change: .object([])))
            let currency = columns.first { $0.column.field?.kind == .currency }
                .map { row[$0.place].text.uppercased() }.flatMap { Currency.codes.contains($0) ? $0 : nil }
            var pers: [String: Int64] = [:]
            for (place, column) in columns {
                let cell = row[place]
                let heading = headings.indices.contains(place) ? headings[place] : ""
                do throws(CellFault) {
                    switch (column.part, column.field) {
                    case (.code, _):
                        let id = try cells.text(cell)
                        if SheetNumber.hasLostDigits(id) {
                            throw CellFault(
                                rule: "import.digits", message: "the spreadsheet kept only the first digits")
                        }
                        guard id.isEmpty || EntityID.isOne(id) else {
                            throw CellFault(rule: "id", message: EntityID.rule)
                        }
                        made.order.id = id
                    case (.anyName, _):
                        let name = try cells.text(cell)
                        guard !name.isEmpty else { break }
                        let isGeorgian = name.unicodeScalars.contains {
                            (0x10A0...0x10FF).contains($0.value) || (0x1C90...0x1CBF).contains($0.value)
                        }
                        made.order.change.put(.string(name), at: isGeorgian ? "name.ka" : "name.en")
                    case (.per, let field?):
                        if !cell.isEmpty { pers[field.path] = try cells.figure(cell, places: 3) }
                    case (.whole, let field?):
                        guard let json = try cells.json(cell, field, currency: currency ?? Currency.home)
                        else { break }
                        made.order.change.put(json, at: field.path)
                        if field.referred != nil {
                            let texts = json.array?.compactMap(\.string) ?? [json.string ?? ""]
                            made.references.append((field, heading, texts))
                        }
                    case (.per, nil), (.whole, nil): break
                    }
                } catch {
                    made.faults.append(RowFault(row.number, heading, cell.text, error.rule, error.message))
                }
            }
            for (path, per) in pers where per > 0 {
                guard var amount = made.order.change.at(path), let minor = amount["amount"]?.int,
                    let was = amount["per"]?.int
                else { continue }
                // What is finer than the smallest unit says for how much by itself.
                let (scaled, isTooMuch) = per.multipliedReportingOverflow(by: was / 1_000)
                guard !isTooMuch else { continue }
                amount = ["amount": .int(minor), "per": .int(scaled)]
                made.order.change.put(amount, at: path)
            }
            return made
        }
    }
}

/// By what rows are told apart: by their code, else by what only one entry has, else by name.
struct RowKeys {
    private let shape: EntityShape
    private let secret: [UInt8]
    private let hasCode: Bool

    /// What one entry alone has, the surest first.
    private static let unique = ["barcodes", "taxNumber", "phone", "cards", "email", "number"]
    private static let names = ["name.ka", "name.en", "name", "title"]

    init(_ shape: EntityShape, _ secret: [UInt8], hasCode: Bool) {
        (self.shape, self.secret, self.hasCode) = (shape, secret, hasCode)
    }

    /// What a row is recognised by, where it has no code: a field and its texts.
    private func key(_ row: ImportRow) -> (path: String, texts: [String])? {
        let said = row.order.change
        for path in Self.unique + Self.names where shape.field(path) != nil {
            let value = said.at(path)
            let texts = value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
            if !texts.isEmpty { return (path, texts.map { Self.plain($0, path) }) }
        }
        // A price: by what it is of; a rule or a rate by all that it names.
        let paths = shape.fields.filter {
            switch $0.kind {
            case .reference, .references, .currency, .texts: true
            default: false
            }
        }.map(\.path)
        let texts = paths.compactMap { path in said.at(path).map { "\(path)=\($0.text)" } }
        return texts.isEmpty ? nil : ("", [texts.joined(separator: "\n")])
    }

    private static func plain(_ text: String, _ path: String) -> String {
        switch path {
        case "barcodes":
            let spellings = Barcode.spellings(text)
            return spellings[spellings.count - 1]
        case "phone": return Person.number(text) ?? text
        case let path where names.contains(path): return text.lowercased()
        default: return text
        }
    }

    /// Gives rows without a code the code of the entry that they mean, else one that follows from what they are recognised by.
    func name(
        _ rows: inout [ImportRow], held: (_ path: String, _ texts: [String]) throws -> [String: String]
    ) rethrows {
        let open = rows.indices.filter { rows[$0].order.id.isEmpty }
        let keys = open.map { key(rows[$0]) }
        var asked: [String: Set<String>] = [:]
        for case let key? in keys where !key.path.isEmpty { asked[key.path, default: []].formUnion(key.texts) }
        var holders: [String: [String: String]] = [:]
        for (path, texts) in asked { holders[path] = try held(path, texts.sorted()) }
        for (place, key) in zip(open, keys) {
            guard let key else {
                let number = rows[place].number
                rows[place].faults.append(
                    RowFault(number, "", "", "import.nothing", "nothing in it says which entry it is of"))
                continue
            }
            let holder = key.texts.lazy.compactMap { holders[key.path]?[$0] }.first
            rows[place].order.id = holder ?? made(key.path, key.texts[0])
        }
    }

    private func made(_ path: String, _ text: String) -> String {
        let hash = SHA256.hash(secret + Array("\(shape.name)\n\(shape.owner ?? "")\n\(path)\n\(text)".utf8))
        return "i" + Hex.encode(hash.prefix(8))
    }

    /// Rows of the same entry, or with the same barcode; those that are wrong anyway do not count.
    func doubles(_ rows: [ImportRow]) -> [[Int]] {
        var groups: [String: [Int]] = [:]
        for (place, row) in rows.enumerated() where row.faults.isEmpty {
            let codes = (row.order.change["barcodes"]?.array ?? []).compactMap(\.string)
            guard !codes.contains(where: { Barcode.hasWrongCheckDigit($0) }) else { continue }
            let barcodes = shape.field("barcodes") == nil ? [] : codes.map { "b" + Self.plain($0, "barcodes") }
            for key in Set(["i" + row.order.id] + barcodes) { groups[key, default: []].append(place) }
        }
        let found = Set(groups.values.filter { $0.count > 1 })
        return found.sorted { $0[0] != $1[0] ? $0[0] < $1[0] : $0.count > $1.count }
    }

    /// What stands twice.
    func told(_ row: ImportRow, _ maker: ImportPlan.RowMaker) -> (column: String, value: String) {
        if let codes = row.order.change["barcodes"]?.array?.compactMap(\.string), !codes.isEmpty {
            return (maker.heading(of: "barcodes"), codes.joined(separator: ", "))
        }
        if hasCode { return (maker.heading(of: "code"), row.order.id) }
        let key = key(row)
        return (key.map { maker.heading(of: $0.path) } ?? "", key?.texts.first ?? "")
    }
}
