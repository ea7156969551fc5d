import Events
import Foundation
import Imports
import Rules
import Services
import Spreadsheets

/// A spreadsheet into a list, from the terminal: read, tried and imported as its page does.
enum SheetImport {
    /// More rows are told of by the page.
    private static let toldFaults = 1_000

    static func run(_ arguments: Arguments) throws {
        let (list, path) = (arguments.positional[0], arguments.positional[1])
        let doubles = try word(arguments, "doubles", of: DoublesChoice.allCases) ?? .first
        let sign = try word(arguments, "decimals", of: DecimalSign.allCases)
        let encoding = try word(arguments, "encoding", of: TextEncoding.allCases)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path) cannot be read")
        }
        let sheet: Sheet
        do throws(SheetError) {
            sheet = try SheetFile.read(Array(bytes), encoding: encoding, reader: .shared)
        } catch { throw CommandFailure("\(path): \(sentence(error))") }
        guard sheet.rows.count <= Imports.ImportFile.rowLimit else {
            throw CommandFailure("\(path) has more than \(Console.grouped(Imports.ImportFile.rowLimit)) rows: split it")
        }
        let isTrial = arguments.has("dry-run")
        try TerminalOffice.with(Environment(arguments)) { handler, pool in
            try ImportTable.migrate(pool)
            let source = ImportSource(pool)
            guard let shape = try source.shape(at: list) else {
                let meant = Arguments.meant(list, EntityShapes.all.map(\.path)) { $0 }
                throw UsageError("there is no list “\(list)”\(meant)", about: "import")
            }
            let principal = Principal.terminal(NSUserName())
            var settings = ImportSettings()
            settings.sign = sign
            let reading = ImportDesk.reading(
                sheet, settings, among: ImportDesk.columns(of: shape, for: principal))
            guard reading.columns.contains(where: { $0 != nil }) else {
                throw CommandFailure("none of the columns is known: \(sheet.headings.joined(separator: ", "))")
            }
            for (heading, column) in zip(sheet.headings, reading.columns) where !heading.isEmpty {
                print("\(heading)\t\(column.map { $0.title.en } ?? "– left out")")
            }
            let plan = try source.plan(sheet, of: shape, reading)
            let importer = Importer(handler, as: principal)
            let report = isTrial ? try importer.tried(plan) : try importer.done(plan, doubles).report
            tell(report, doubles, isTrial: isTrial)
        }
    }

    private static func tell(_ report: ImportReport, _ doubles: DoublesChoice, isTrial: Bool) {
        for fault in report.faults.prefix(toldFaults) {
            let place = [fault.column.isEmpty ? fault.path : fault.column, fault.value].filter { !$0.isEmpty }.joined(
                separator: " ")
            print("row \(fault.row)\t\(place)\t\(fault.message) (\(fault.rule))")
        }
        let counts = isTrial && doubles == .none ? report.none : report.first
        let verb = isTrial ? "would be " : ""
        print(
            """
            \(Console.grouped(report.rows)) rows: \(verb)\(Console.grouped(counts.added)) new, \
            \(Console.grouped(counts.changed)) changed, \(Console.grouped(counts.same)) the same; \
            \(Console.grouped(report.named)) to mend
            """)
    }

    private static func word<Word: RawRepresentable>(
        _ arguments: Arguments, _ name: String, of all: [Word]
    ) throws(UsageError) -> Word? where Word.RawValue == String {
        guard let text = arguments.option(name) else { return nil }
        guard let word = all.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else {
            throw UsageError("--\(name) takes \(all.map(\.rawValue).joined(separator: ", ")), not “\(text)”")
        }
        return word
    }

    private static func sentence(_ error: SheetError) -> String {
        switch error {
        case .encoding(let line, let byte):
            "line \(line) has the byte \(String(byte, radix: 16, uppercase: true)), which is no UTF-8; say --encoding, older files are often CP1251"
        case .notEncoded(let encoding, let place): "byte \(place) means nothing in \(encoding.rawValue)"
        case .openQuote(let row): "a quote that opens in row \(row) is never closed"
        case .empty: "there is nothing in it"
        case .notInstalled:
            "what reads Excel files is not installed: run scripts/sheets in a checkout, or save it as CSV"
        case .locked: "it has a password; save it without one"
        case .large: "it is too large, or takes too long to read"
        case .broken: "it is damaged, or no spreadsheet"
        }
    }
}
