import Log
import Logging
import Postgres

/// Folds what comes next step by step, each step noted before it is taken, until what a fold died on lies behind or is found.
///
/// It is the beginning of a worker's work after an end that nobody asked for: the process ended while it owned a read
/// model, or a fold threw. A step that ends the process, or throws, is tried again in smaller ones, down to a single
/// record. One that dies alone a second time is set aside (`SetAside`), and everybody goes on without it.
struct CarefulFold {
    /// Records in the first step, as many as a usual batch.
    private static let step = 1400
    /// Of a step that died, the next takes this part: five deaths find one record among 1400.
    private static let part = 16
    /// How many records after the position are folded with care: more than a lane may have had in hand.
    private static let reach = 6_000
    /// Deaths of one record alone.
    private static let deathLimit = 2

    let log: any EventLog
    let owners: [Owner]
    /// For what is read, which no read model owns.
    let connection: Connection
    let build: () -> String
    let logger: Logger

    /// Owners of what died in one record at a time are given it to leave out.
    func run(while goesOn: () -> Bool) throws {
        var decoding = try Suspicion(connection, FoldAttempts.decoding, 0)
        try settle(&decoding, .decode)
        var folding = try owners.map { try Suspicion($0.attempts, $0.model.name, $0.version) }
        for place in folding.indices { try settle(&folding[place], .fold, owners[place]) }
        for owner in owners { try takeUp(owner) }

        let reader = try log.follow(from: .least(owners.map(\.position)))
        defer { reader.close() }
        var position = Position.least(owners.map(\.position))
        let decoder = Decoder(leavingOut: try SetAside.undecodable(connection))
        var done = 0
        let last = try log.end()
        while goesOn(), !position.hasReached(last) {
            let limit = ReadLimit(records: decoding.step(at: position, Self.step, Self.part), bytes: 4 << 20)
            let read = try reader.next(limit: limit, waitMilliseconds: 1_000)
            guard let first = read.first else { continue }
            var end = position
            for record in read { end[record.partition] = record.offset + 1 }
            try decoding.begin(connection, until: end, records: read.count, first: SetAside.Place(first))
            let records = decoder.decode(read)
            try decoding.end(connection)
            position = end
            for (place, owner) in owners.enumerated() {
                try fold(records, owner, &folding[place])
                guard try owner.renew() else { return }
            }
            done += read.count
            if done >= Self.reach, decoding.isBehind(position),
                zip(folding, owners).allSatisfy({ $0.isBehind($1.position) })
            {
                break
            }
        }
    }

    private func fold(_ records: [FoldRecord], _ owner: Owner, _ suspicion: inout Suspicion) throws {
        var rest = records.filter { owner.wants($0) }[...]
        while let first = rest.first {
            let some = Array(rest.prefix(suspicion.step(at: owner.position, Self.step, Self.part)))
            var until = owner.position
            for record in some { until[record.source.partition] = record.source.offset + 1 }
            try suspicion.begin(
                owner.attempts, until: until, records: some.count, first: SetAside.Place(first.source))
            do {
                try owner.process(some)
            } catch {
                // What is not the record's own doing counts for nothing.
                if FoldFault.isOfRecords(error) {
                    try owner.attempts.failed(suspicion, "\(error)")
                } else {
                    try suspicion.end(owner.attempts)
                }
                throw error
            }
            try suspicion.end(owner.attempts)
            rest = rest.dropFirst(some.count)
        }
    }

    /// Counts the death of an attempt of one record, and sets the record aside when it was not the first.
    private func settle(_ suspicion: inout Suspicion, _ stage: SetAside.Stage, _ owner: Owner? = nil) throws {
        let attempts = owner?.attempts ?? connection
        guard var attempt = suspicion.attempt else { return }
        let isPast = (owner.map { [$0] } ?? owners).allSatisfy { $0.position.hasReached(attempt.until) }
        if isPast { return try suspicion.forget(attempts) }
        guard attempt.records == 1 else { return }
        attempt.deaths += 1
        suspicion.attempt = attempt
        guard attempt.deaths >= Self.deathLimit else { return }
        let place = attempt.first
        guard let record = try log.read(place.partition, from: place.offset, limit: ReadLimit(records: 1)).first,
            record.offset == place.offset
        else { throw LogError.outOfRange(partition: place.partition, offset: place.offset) }
        let why = attempt.reason ?? "the process ended while this record was \(stage == .fold ? "folded" : "read")"
        for owner in owner.map({ [$0] }) ?? owners {
            try owner.setAside(record, stage, reason: why, build: build())
            logger.log(
                .error, "projections",
                "\(owner.model.name) leaves out the record at \(place.partition):\(place.offset), on which it died "
                    + "\(attempt.deaths) times: \(why)")
        }
        try suspicion.forget(attempts)
    }

    /// What an earlier build set aside is tried once by this one.
    private func takeUp(_ owner: Owner) throws {
        guard owner.hasAside else { return }
        for place in try owner.asideOfOthers(than: build()) {
            guard let record = try log.read(place.partition, from: place.offset, limit: ReadLimit(records: 1)).first,
                record.offset == place.offset
            else { continue }
            if try owner.takeUp(record, build: build()) {
                logger.log(
                    .notice, "projections",
                    "\(owner.model.name) has taken up the record at \(place.partition):\(place.offset)")
            }
        }
    }
}

/// Where one read model, or reading, died last, and how small its next steps are.
private struct Suspicion {
    let name: String
    let version: Int
    var attempt: FoldAttempts.Attempt?

    init(_ connection: Connection, _ name: String, _ version: Int) throws {
        (self.name, self.version) = (name, version)
        attempt = try FoldAttempts.unfinished(connection, name, version)
    }

    func isBehind(_ position: Position) -> Bool { attempt.map { position.hasReached($0.until) } ?? true }

    func step(at position: Position, _ usual: Int, _ part: Int) -> Int {
        guard let attempt, !position.hasReached(attempt.until) else { return usual }
        return max(1, attempt.records / part)
    }

    func begin(_ connection: Connection, until: Position, records: Int, first: SetAside.Place) throws {
        let isAgain = records == 1 && attempt?.records == 1 && attempt?.first == first
        try FoldAttempts.begin(
            connection, name, version, until: until, records: records, first: first,
            deaths: isAgain ? attempt?.deaths ?? 0 : 0)
    }

    func end(_ connection: Connection) throws { try FoldAttempts.end(connection, name, version) }

    mutating func forget(_ connection: Connection) throws {
        try end(connection)
        attempt = nil
    }
}

extension Connection {
    fileprivate func failed(_ suspicion: Suspicion, _ reason: String) throws {
        try FoldAttempts.fail(self, suspicion.name, suspicion.version, reason)
    }
}

/// Whose doing an error of a fold is.
enum FoldFault {
    /// Whether the same records would have it again: not that a connection broke, a lease was lost or a disk is full.
    static func isOfRecords(_ error: any Error) -> Bool {
        switch error {
        case let error as PostgresError: error.isOfData
        case is LogError, is ProjectionError, is Worker.Superseded: false
        default: true
        }
    }
}
