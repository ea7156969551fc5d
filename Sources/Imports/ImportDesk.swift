import Crypto
import Dispatch
import Events
import JSON
import Logging
import Postgres
import Rules
import Services
import Spreadsheets
import Synchronization

/// Where files are looked at and imported, one after the other, while their people wait at a page.
package final class ImportDesk: Sendable {
    private let pool: Pool
    private let commands: CommandHandler
    private let logger: Logger
    /// Facts are where pages see them.
    private let settle: @Sendable (FactID) -> Void
    private let queue = DispatchQueue(label: "imports")
    private let isStopped = Mutex(false)

    private struct Stopped: Error {}

    package init(
        _ pool: Pool, _ commands: CommandHandler, logger: Logger, settle: @escaping @Sendable (FactID) -> Void
    ) { (self.pool, self.commands, self.logger, self.settle) = (pool, commands, logger, settle) }

    package func migrate() throws { try ImportTable.migrate(pool) }

    /// What is under way ends behind the rows that are being decided; it goes on where its person says so.
    package func stop() {
        isStopped.withLock { $0 = true }
        queue.sync {}
    }

    // MARK: What people do

    /// Takes a file, and begins to look at it.
    ///
    /// - Returns: under which id.
    package func take(_ bytes: [UInt8], named name: String, of entity: String, by principal: Principal) throws -> String
    {
        let file = ImportFile(
            id: Hex.encode(Random.bytes(12)), owner: principal.id, entity: entity, name: name,
            settings: ImportSettings(), stage: .checking)
        try pool.withConnection { try ImportTable.add(file, bytes: bytes, $0) }
        begin(file, principal)
        return file.id
    }

    /// A file of this person's; nil where it is none, or forgotten.
    package func file(_ id: String, of principal: Principal) throws -> ImportFile? {
        try pool.withConnection { try ImportTable.find(id, of: principal.id, $0) }
    }

    /// Looks at it again, as its person says that it is to be read.
    package func look(at file: ImportFile, _ settings: ImportSettings, by principal: Principal) throws {
        var file = file
        (file.settings, file.stage) = (settings, .checking)
        try pool.withConnection { try ImportTable.set(file.id, .checking, settings: settings, $0) }
        begin(file, principal)
    }

    /// Imports it.
    package func run(_ file: ImportFile, _ settings: ImportSettings, by principal: Principal) throws {
        var file = file
        (file.settings, file.stage) = (settings, .running)
        try pool.withConnection { try ImportTable.set(file.id, .running, settings: settings, $0) }
        begin(file, principal)
    }

    /// Its table; blocks.
    package func sheet(of file: ImportFile) throws -> Sheet? {
        guard let bytes = try pool.withConnection({ try ImportTable.bytes(file.id, $0) }) else { return nil }
        return try SheetFile.read(
            bytes, encoding: file.settings.encoding, separator: file.settings.separator, reader: .shared)
    }

    /// How its table is read: as was said, else as its headings are recognised.
    package static func reading(
        _ sheet: Sheet, _ settings: ImportSettings, among columns: [ImportColumn]
    ) -> ImportReading {
        let named = settings.columns.map { names in names.map { name in columns.first { $0.name == name } } }
        // A file of our own says by what stands between its cells which sign its decimals have.
        let isOurs = sheet.headings.allSatisfy { $0.wholeMatch(of: /[a-z0-9_]+/) != nil } && sheet.headings.count > 1
        let usual: DecimalSign =
            isOurs && sheet.text != nil ? sheet.text?.separator == .semicolon ? .comma : .point : .clear
        return ImportReading(
            columns: named ?? ImportColumn.recognised(sheet.headings, among: columns), sign: settings.sign ?? usual)
    }

    /// What its columns may mean to somebody.
    package static func columns(of shape: EntityShape, for principal: Principal) -> [ImportColumn] {
        let sight = principal.sight(to: .read(shape.area.readAs)) ?? .nothing
        return ImportColumn.all(of: shape, shape.fields.filter { sight.asks($0) })
    }

    // MARK: At work

    private func begin(_ file: ImportFile, _ principal: Principal) {
        queue.async { [self] in
            do { try work(on: file, principal) } catch let error as SheetError {
                let (word, numbers) = ImportFile.word(error)
                fail(file, word, numbers)
            } catch is DoingRefusal {
                fail(file, "rights")
            } catch is Stopped {
            } catch {
                logger.log(.error, "import", "an import failed: \(error)")
                fail(file, "failed")
            }
        }
    }

    private func fail(_ file: ImportFile, _ word: String, _ numbers: [Int] = []) {
        var settings = file.settings
        (settings.trouble, settings.troubleNumbers) = (word, numbers)
        // Where the database is away, its silence tells.
        try? pool.withConnection { try ImportTable.set(file.id, .failed, settings: settings, $0) }
    }

    private func work(on file: ImportFile, _ principal: Principal) throws {
        let source = ImportSource(pool)
        guard let shape = try source.shape(at: file.entity), let sheet = try sheet(of: file) else { return }
        guard sheet.rows.count <= ImportFile.rowLimit else { return fail(file, "rows", [ImportFile.rowLimit]) }
        let reading = Self.reading(sheet, file.settings, among: Self.columns(of: shape, for: principal))
        guard reading.columns.contains(where: { $0 != nil }) else { return fail(file, "columns") }
        let plan = try source.plan(sheet, of: shape, reading)
        let importer = Importer(commands, as: principal)
        var settings = file.settings
        (settings.trouble, settings.troubleNumbers) = (nil, [])
        let progress: Importer.Progress = { [self] rows in
            if isStopped.withLock({ $0 }) { throw Stopped() }
            try pool.withConnection { try ImportTable.set(file.id, file.stage, decided: rows, $0) }
        }
        switch file.stage {
        case .running:
            let (report, last) = try importer.done(plan, settings.doubles, progress: progress)
            if let last { settle(last) }
            try pool.withConnection { try ImportTable.set(file.id, .done, report: report, decided: report.rows, $0) }
        default:
            let report = try importer.tried(plan, progress: progress)
            try pool.withConnection {
                try ImportTable.set(file.id, .ready, settings: settings, report: report, decided: report.rows, $0)
            }
        }
    }
}
