import Foundation
import Log
import Postgres

/// Folds read models from zero beside the serving versions, compares, and swaps. Several are folded from one reading of
/// the log.
package struct Rebuild {
    private static let batch = ReadLimit(records: 300, bytes: 1 << 20)
    /// Batches that a read model may be behind the one that is furthest: what one has much to do with is nothing to another.
    private static let waitingLimit = 4
    /// Between two lines of progress.
    private static let progressSeconds = 1.0
    /// Differing lines that are listed.
    private static let listed = 20

    let conninfo: String
    let log: any EventLog
    let models: [any ReadModel.Type]
    let report: (String) -> Void

    package init(
        _ conninfo: String, _ log: any EventLog, _ models: [any ReadModel.Type], report: @escaping (String) -> Void
    ) {
        (self.conninfo, self.log, self.models, self.report) = (conninfo, log, models, report)
    }

    /// A version in the making, on a connection of its own, and how far it is to fold.
    private struct Making {
        var connection: Connection
        var owner: Owner
        var end: Position

        var model: any ReadModel.Type { owner.model }
        var schema: String { Versions.schemaName(model.name, owner.version) }
    }

    /// Has this thread, and those it starts, take the processor only when who serves leaves it: tills that post must not
    /// notice a rebuild. Call it before a log is opened, for the log's threads to follow.
    package static func yieldToOthers() { _ = nice(yielding) }

    /// Linux's niceness: a seventieth of the processor while everybody wants it.
    private static let yielding: Int32 = 19

    /// - Parameter accept: swap even where versions differ.
    /// - Throws: `ProjectionError.differs` when they differ and that is not accepted; new versions are then kept aside.
    package func run(accept: Bool) throws {
        let snapshot = try connect("davtari rebuild snapshot")
        try Versions.prepare(snapshot, log.identity)
        let made = try snapshot.transaction(.repeatableReadReadOnly) {
            let serving = try models.map { try Versions.serving(snapshot, $0.name) }
            let made = try zip(models, serving).map { try make($0, to: $1.position) }
            try fold(made)
            for (version, old) in zip(made, serving) {
                try compare(snapshot, old.schema, version, accept: accept)
            }
            return made
        }
        for version in made {
            try version.owner.release()
            try swap(version)
            report("\(version.model.name): version \(version.owner.version) serves; the old one is kept")
        }
    }

    /// Folds versions aside up to the log's present end and drops them again: what a benchmark measures.
    ///
    /// - Parameter measure: is given the work until they could have served, with all their keys.
    package func foldAside<Measured>(_ measure: (() throws -> Void) throws -> Measured) throws -> Measured {
        var made: [Making] = []
        let measured = try measure {
            try Versions.prepare(try Connection(conninfo, applicationName: "davtari bench"), log.identity)
            let end = try log.end()
            made = try models.map { try make($0, to: end) }
            try fold(made)
        }
        for version in made {
            try version.connection.execute("DROP SCHEMA \(identifier: version.schema) CASCADE")
            try version.connection.execute(
                """
                DELETE FROM davtari.read_model
                WHERE name = \(version.model.name) AND version = \(Int32(version.owner.version))
                """)
        }
        return measured
    }

    private var name: String { "rebuild \(ProcessInfo.processInfo.processIdentifier)" }

    private func connect(_ applicationName: String) throws -> Connection {
        let connection = try Connection(conninfo, applicationName: applicationName)
        // Where tills append to the same Postgres, they would wait for locks that a process holds which hardly runs.
        if !(log is PostgresLog) { connection.makeServerYield() }
        return connection
    }

    /// The next version, empty, with us as its owner.
    private func make(_ model: any ReadModel.Type, to end: Position) throws -> Making {
        let connection = try connect("davtari rebuild")
        let version = try connection.transaction {
            try Versions.dropUnfinished(connection, model)
            let version = try Versions.next(connection, model)
            try Versions.create(connection, model, version: version, serving: false, log.identity)
            try connection.script(model.earlyKeys)
            try SetAside.inherit(connection, model.name, version: version)
            return version
        }
        guard
            let owner = try Owner.claim(connection, model, version: version, owner: name, log.access(), isRebuild: true)
        else { throw ProjectionError.leaseLost(model.name) }
        try owner.beginRebuild()
        return Making(connection: connection, owner: owner, end: end)
    }

    /// Folds each exactly up to its end, reading the log once; then each writes what it has in memory.
    private func fold(_ made: [Making]) throws {
        let zero = Position(partitions: log.identity.partitions)
        var end = zero
        for version in made { end = Position(offsets: zip(end.offsets, version.end.offsets).map { max($0, $1) }) }
        let total = zero.distance(to: end)
        let started = Date()
        var told = started
        var position = zero
        let what = made.map { $0.model.name }.joined(separator: ", ")
        let lanes = made.map(lane)
        defer { for lane in lanes { lane.close() } }
        let leftOut = try made.first.map { try SetAside.undecodable($0.connection) } ?? []
        let reader = try DecodedReader(log, from: zero, batch: Self.batch, leavingOut: leftOut)
        defer { reader.close() }
        while !position.hasReached(end) {
            let records = try reader.next(waitMilliseconds: 1_000)
            for record in records { position[record.source.partition] = record.source.offset + 1 }
            for lane in lanes { try lane.add(records) }
            if Date().timeIntervalSince(told) >= Self.progressSeconds {
                told = Date()
                let done = total - position.distance(to: end)
                report(Self.progress(what, done, total, told.timeIntervalSince(started)))
            }
        }
        for lane in lanes { try lane.finish() }
        report("\(what): writing rows and building keys")
        nonisolated(unsafe) let made = made
        try Threads.run(made.indices.map { index in { try made[index].owner.finishRebuild() } })
        let seconds = max(Date().timeIntervalSince(started), 0.001)
        report(
            "\(what): \(total) records in \(String(format: "%.1f", seconds)) s, \(Int(exactly: (Double(total) / seconds).rounded()) ?? 0) a second"
        )
    }

    /// Folds one version, up to its own end.
    private func lane(_ made: Making) -> FoldLane {
        nonisolated(unsafe) let owner = made.owner
        let end = made.end
        return FoldLane(name: "rebuild \(made.model.name)", waitingLimit: Self.waitingLimit) { records in
            let isWithin = records.allSatisfy { $0.source.offset < end[$0.source.partition] }
            try owner.fold(isWithin ? records : records.filter { $0.source.offset < end[$0.source.partition] })
            try owner.spill()
        }
    }

    private static func progress(_ name: String, _ done: Int64, _ total: Int64, _ seconds: Double) -> String {
        let rate = Double(done) / max(seconds, 0.001)
        let left = rate > 0 ? Int(exactly: (Double(total - done) / rate).rounded()) ?? 0 : 0
        return "\(name): \(done) of \(total) records, \(Int(rate)) a second, \(left) s left"
    }

    /// Compares the two versions at one position, the old one in its snapshot.
    private func compare(_ snapshot: Connection, _ old: String, _ version: Making, accept: Bool) throws {
        let (model, connection, new) = (version.model, version.connection, version.schema)
        let lost = try Versions.tables(of: new, missingIn: old, connection)
        guard lost.isEmpty else {
            return report(
                "\(model.name): the serving version has no \(lost.joined(separator: ", ")), so there is nothing to compare with; "
                    + "the rebuilt one takes its place")
        }
        let before = try Digest.of(snapshot, model, schema: old, .placed)
        let after = try connection.transaction(.repeatableReadReadOnly) {
            try Digest.of(connection, model, schema: new, .placed)
        }
        if before == after { return report("\(model.name): equal to the serving version (\(before.prefix(16))…)") }
        let differences = try differences(model, snapshot, old, connection, new)
        for line in differences { report("\(model.name): differs: \(line)") }
        guard accept else {
            throw ProjectionError.differs(
                "\(model.name): the rebuilt version differs from the serving one; look at the lines above, and run again with "
                    + "--accept to serve the rebuilt one")
        }
    }

    private func differences(
        _ model: any ReadModel.Type, _ snapshot: Connection, _ old: String, _ connection: Connection, _ new: String
    ) throws -> [String] {
        // Contents may repeat: a line is told as often as one of both has it more.
        var lines: [String: Int] = [:]
        try Digest.lines(snapshot, model, schema: old, .placed) { lines[$0, default: 0] += 1 }
        var added: [String] = []
        try connection.transaction(.repeatableReadReadOnly) {
            try Digest.lines(connection, model, schema: new, .placed) { line in
                switch lines[line] {
                case nil: if added.count < Self.listed { added.append("+ \(line)") }
                case 1?: lines[line] = nil
                case let times?: lines[line] = times - 1
                }
            }
        }
        let gone = lines.sorted { $0.key < $1.key }.lazy.flatMap { repeatElement("- \($0.key)", count: $0.value) }
        return Array(gone.prefix(Self.listed)) + added
    }

    /// Follows until the new version is nowhere behind the old, then serves it: one transaction.
    private func swap(_ made: Making) throws {
        let (model, connection, version) = (made.model, made.connection, made.owner.version)
        guard let owner = try Owner.claim(connection, model, version: version, owner: name, log.access()) else {
            throw ProjectionError.leaseLost(model.name)
        }
        while true {
            try CatchUp.follow([owner], log, to: try log.end(), ReadLimit(records: 2_000))
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
