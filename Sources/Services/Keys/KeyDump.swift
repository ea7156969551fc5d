import Events
import People
import Postgres

/// Reads the keys of a database for a file, and compares the two.
package enum KeyDump {
    /// Every key that is here; none of anybody who was erased.
    package static func take(_ connection: Connection, at now: Instant = .now) throws -> KeyFile {
        try connection.transaction(.repeatableReadReadOnly) {
            guard let log = try followed(connection) else { throw KeyFileError.neverFollowed }
            return KeyFile(log: log, madeAt: now, entries: try PersonVault.keys(connection))
        }
    }

    /// What a file and a database know of each other.
    package struct Comparison: Sendable, Equatable {
        /// In both, alike.
        package var same = 0
        /// In both, with different keys.
        package var different = 0
        /// Made since the file was: it does not save these.
        package var missing = 0
        /// In the file, and erased since: such a file must not outlive what the chain promised.
        package var erased = 0
        /// In the file, and not here: a restore brings them.
        package var toRestore = 0
    }

    package static func compare(_ file: KeyFile, _ connection: Connection) throws -> Comparison {
        try connection.transaction(.repeatableReadReadOnly) {
            if let log = try followed(connection), log != file.log {
                throw KeyFileError.otherLog(file: file.log, here: log)
            }
            var here = Dictionary(try PersonVault.keys(connection).map { ($0.who, $0.key) }, uniquingKeysWith: { $1 })
            let erased = try PersonVault.erased(connection)
            var found = Comparison()
            for entry in file.entries {
                if erased.contains(entry.who) {
                    found.erased += 1
                } else if let key = here.removeValue(forKey: entry.who) {
                    if key == entry.key { found.same += 1 } else { found.different += 1 }
                } else {
                    found.toRestore += 1
                }
            }
            found.missing = here.count
            return found
        }
    }

    private static func followed(_ connection: Connection) throws -> String? {
        try connection.query("SELECT log FROM davtari.reactor WHERE name = \(Follower.name)").first?.text(0)
    }
}
