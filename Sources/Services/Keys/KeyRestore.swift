import Events
import JSON
import Log
import People
import Postgres
import Rules

/// Brings keys from a file back into a database, and erases again whom the log says to be erased.
///
/// The log is read before a key becomes visible, so nobody who was erased is opened for a moment. Names are not in the
/// file: the log has them, sealed, and the key opens them.
package struct KeyRestore {
    package struct Outcome: Sendable, Equatable {
        package var restored = 0
        /// In the file, and erased since it was made.
        package var erased = 0
        /// Had the same key here already.
        package var present = 0
        /// Have another key here, and kept it.
        package var kept = 0
    }

    private let log: any EventLog
    private let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
    private static let batch = ReadLimit(records: 2_000, bytes: 8 << 20)
    /// Of those who have another key, as many are named.
    private static let named = 5

    package init(_ log: any EventLog) { self.log = log }

    /// - Parameters:
    ///   - keepDifferent: leaves those who have another key here as they are; otherwise they stop everything.
    ///   - otherLog: takes keys of persons whose facts were copied from another log to this one.
    package func run(
        _ file: KeyFile, _ connection: Connection, keepDifferent: Bool = false, otherLog: Bool = false
    ) throws -> Outcome {
        guard otherLog || file.log == log.identity.id else {
            throw KeyFileError.otherLog(file: file.log, here: log.identity.id)
        }
        var told = Told()
        // Most of the log before anybody has to wait, the rest behind the lock.
        var read = try read(from: Position(partitions: log.identity.partitions), into: &told)
        return try connection.transaction {
            try PersonVault.holdErasing(connection)
            read = try self.read(from: read, into: &told)
            // Decided here, and perhaps on its way to the log.
            told.erased.formUnion(try PersonVault.erased(connection))
            return try restore(file, told, connection, keepDifferent: keepDifferent)
        }
    }

    private func restore(
        _ file: KeyFile, _ told: Told, _ connection: Connection, keepDifferent: Bool
    ) throws -> Outcome {
        let people = PersonVault(connection)
        let here = Dictionary(try PersonVault.keys(connection).map { ($0.who, $0.key) }, uniquingKeysWith: { $1 })
        for who in told.erased { try people.erase(who) }
        var outcome = Outcome()
        var different: [PersonID] = []
        for entry in file.entries {
            if told.erased.contains(entry.who) {
                outcome.erased += 1
            } else if let key = here[entry.who] {
                // cannot trap: they are counted one by one
                if key == entry.key { outcome.present += 1 } else { different.append(entry.who) }
            } else {
                try people.keep(try told.person(entry) ?? Person(), of: entry.who, entry.key)
                outcome.restored += 1
            }
        }
        guard different.isEmpty || keepDifferent else {
            throw KeyFileError.differs(count: different.count, first: different.prefix(Self.named).map(\.description))
        }
        outcome.kept = different.count
        return outcome
    }

    // MARK: What the log says

    /// Who was erased, and what was sealed last of everybody.
    private struct Told {
        var erased: Set<PersonID> = []
        private var sealed: [PersonID: (text: String, type: String)] = [:]
        private var seen: Set<FactID> = []

        /// A fact counts once, as it stood first.
        mutating func take(_ event: Event) {
            guard seen.insert(event.id).inserted else { return }
            if let who = PersonID.erased(by: event.fact) {
                erased.insert(who)
                sealed[who] = nil
            } else if let (who, text) = PersonID.sealed(in: event.fact) {
                sealed[who] = (text, event.envelope.type)
            }
        }

        func person(_ entry: KeyFile.Entry) throws -> Person? {
            guard let last = sealed[entry.who] else { return nil }
            return try PersonVault.open(last.text, of: entry.who, from: last.type, entry.key)
        }
    }

    private func read(from start: Position, into told: inout Told) throws -> Position {
        var position = start
        let end = try log.end()
        for partition in end.offsets.indices {
            while position[partition] < end[partition] {
                let records = try log.read(partition, from: position[partition], limit: Self.batch)
                guard let last = records.last else { break }
                for record in records {
                    if let event = event(record.bytes) { told.take(event) }
                }
                position[partition] = last.offset + 1
            }
        }
        return position
    }

    /// What cannot be read says nothing of anybody.
    private func event(_ bytes: [UInt8]) -> Event? {
        (try? parser.parse(bytes) { root -> Event? in
            guard let type = root["type"]?.string, PersonID.types.contains(type) else { return nil }
            return try Event(root)
        }) ?? nil
    }
}

extension PersonID {
    /// The types of fact that seal somebody or erase them.
    fileprivate static let types: Set<String> = [
        "customer.registered.v1", "customer.changed.v1", "customer.erased.v1", "employee.registered.v1",
        "employee.changed.v1", "employee.erased.v1",
    ]

    /// Whom a fact has sealed, and the sealed text.
    fileprivate static func sealed(in fact: Fact) -> (PersonID, String)? {
        switch fact {
        case .customerRegistered(let fact): fact.sealed.map { (.customer(fact.customer), $0) }
        case .customerChanged(let fact): fact.sealed.map { (.customer(fact.customer), $0) }
        case .employeeRegistered(let facts), .employeeChanged(let facts):
            facts.sealed.map { (.employee(facts.employee), $0) }
        default: nil
        }
    }
}
