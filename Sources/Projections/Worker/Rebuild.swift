import Foundation
import Log
import Postgres

/// Folds a read model from zero beside the serving version, compares the two, and swaps.
package struct Rebuild {
    private static let batch = ReadLimit(records: 20_000, bytes: 32 << 20)
    /// Between two lines of progress.
    private static let progressSeconds = 1.0
    /// Differing lines that are listed.
    private static let listed = 20

    let conninfo: String
    let log: any EventLog
    let model: any ReadModel.Type
    let report: (String) -> Void

    package init(
        _ conninfo: String, _ log: any EventLog, _ model: any ReadModel.Type, report: @escaping (String) -> Void
    ) {
        (self.conninfo, self.log, self.model, self.report) = (conninfo, log, model, report)
    }

    /// - Parameter accept: swap even where the two versions differ.
    /// - Throws: `ProjectionError.differs` when they differ and that is not accepted; the new version is then kept aside.
    package func run(accept: Bool) throws {
        let connection = try Connection(conninfo, applicationName: "davtari rebuild")
        let snapshot = try Connection(conninfo, applicationName: "davtari rebuild snapshot")
        try Versions.prepare(connection, log.identity)
        let version = try connection.transaction { try nextVersion(connection) }
        let owner = try snapshot.transaction(.repeatableReadReadOnly) {
            let old = try Versions.serving(snapshot, model.name)
            let owner = try fold(connection, version, to: old.position)
            try compare(snapshot, old.schema, connection, Versions.schemaName(model.name, version), accept: accept)
            return owner
        }
        try owner.release()
        try swap(connection, version)
        report("\(model.name): version \(version) serves; the old one is kept")
    }

    /// Folds a version aside up to the log's present end and drops it again: what a benchmark measures.
    ///
    /// - Returns: the records folded.
    package func foldAside() throws -> Int64 {
        let connection = try Connection(conninfo, applicationName: "davtari bench")
        try Versions.prepare(connection, log.identity)
        let version = try connection.transaction { try nextVersion(connection) }
        let end = try log.end()
        _ = try fold(connection, version, to: end)
        try connection.execute("DROP SCHEMA \(identifier: Versions.schemaName(model.name, version)) CASCADE")
        try connection.execute(
            "DELETE FROM davtari.read_model WHERE name = \(model.name) AND version = \(Int32(version))")
        return Position(partitions: end.offsets.count).distance(to: end)
    }

    private func nextVersion(_ connection: Connection) throws -> Int {
        let rows = try connection.query("SELECT max(version) + 1 FROM davtari.read_model WHERE name = \(model.name)")
        let version = try rows[0].int(0)
        try Versions.create(connection, model, version: version, serving: false, log.identity)
        return version
    }

    /// Folds exactly up to a position, everything in memory, and writes each row once.
    private func fold(_ connection: Connection, _ version: Int, to end: Position) throws -> Owner {
        let name = "rebuild \(ProcessInfo.processInfo.processIdentifier)"
        guard
            let owner = try Owner.claim(connection, model, version: version, owner: name, log.access(), isRebuild: true)
        else { throw ProjectionError.leaseLost(model.name) }
        let total = owner.position.distance(to: end)
        let started = Date()
        var told = started
        let reader = try log.follow(from: owner.position)
        defer { reader.close() }
        let decoder = Decoder()
        while !owner.position.hasReached(end) {
            let records = try reader.next(limit: Self.batch, waitMilliseconds: 1_000)
            try owner.fold(decoder.decode(records.filter { $0.offset < end[$0.partition] }))
            if Date().timeIntervalSince(told) >= Self.progressSeconds {
                told = Date()
                let done = total - owner.position.distance(to: end)
                report(Self.progress(model.name, done, total, told.timeIntervalSince(started)))
            }
        }
        try owner.writeRebuilt { report("\(model.name): \($0)") }
        let seconds = max(Date().timeIntervalSince(started), 0.001)
        report(
            "\(model.name): \(total) records in \(String(format: "%.1f", seconds)) s, \(Int(Double(total) / seconds)) a second"
        )
        return owner
    }

    private static func progress(_ name: String, _ done: Int64, _ total: Int64, _ seconds: Double) -> String {
        let rate = Double(done) / max(seconds, 0.001)
        let left = rate > 0 ? Int(Double(total - done) / rate) : 0
        return "\(name): \(done) of \(total) records, \(Int(rate)) a second, \(left) s left"
    }

    /// Compares the two versions at one position, the old one in its snapshot.
    private func compare(
        _ snapshot: Connection, _ old: String, _ connection: Connection, _ new: String, accept: Bool
    ) throws {
        let before = try Digest.of(snapshot, model, schema: old, .log)
        let after = try connection.transaction(.repeatableReadReadOnly) {
            try Digest.of(connection, model, schema: new, .log)
        }
        if before == after { return report("\(model.name): equal to the serving version (\(before.prefix(16))…)") }
        let differences = try differences(snapshot, old, connection, new)
        for line in differences { report("\(model.name): differs: \(line)") }
        guard accept else {
            throw ProjectionError.differs(
                "\(model.name): the rebuilt version differs from the serving one; look at the lines above, and run again with "
                    + "--accept to serve the rebuilt one")
        }
    }

    private func differences(
        _ snapshot: Connection, _ old: String, _ connection: Connection, _ new: String
    ) throws -> [String] {
        var lines: Set<String> = []
        try Digest.lines(snapshot, model, schema: old, .log) { lines.insert($0) }
        var added: [String] = []
        try connection.transaction(.repeatableReadReadOnly) {
            try Digest.lines(connection, model, schema: new, .log) { line in
                if lines.remove(line) == nil, added.count < Self.listed { added.append("+ \(line)") }
            }
        }
        return lines.sorted().prefix(Self.listed).map { "- \($0)" } + added
    }

    /// Follows until the new version is nowhere behind the old, then serves it: one transaction.
    private func swap(_ connection: Connection, _ version: Int) throws {
        let name = "rebuild \(ProcessInfo.processInfo.processIdentifier)"
        guard let owner = try Owner.claim(connection, model, version: version, owner: name, log.access()) else {
            throw ProjectionError.leaseLost(model.name)
        }
        while true {
            try CatchUp.follow(owner, log, to: try log.end(), ReadLimit(records: 2_000))
            let isSwapped = try connection.transaction { () -> Bool in
                let rows = try connection.query(
                    "SELECT position FROM davtari.read_model WHERE name = \(model.name) AND serving FOR UPDATE")
                guard let row = rows.first else { throw ProjectionError.notThere(model.name) }
                guard owner.position.hasReached(Position(offsets: try row.int64Array(0))) else { return false }
                try connection.execute(
                    "UPDATE davtari.read_model SET serving = false WHERE name = \(model.name) AND serving")
                try connection.execute(
                    "UPDATE davtari.read_model SET serving = true WHERE name = \(model.name) AND version = \(Int32(version))"
                )
                return true
            }
            if isSwapped { break }
        }
        try owner.release()
    }
}
