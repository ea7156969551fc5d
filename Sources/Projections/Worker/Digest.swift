import Crypto
import Postgres

/// SHA-256 over a read model's declared contents, unpacked, in key order (docs/RULES.md, Identical).
package enum Digest {
    /// How much is looked at: what follows from the facts alone; booked figures too, which follow a partition's order;
    /// and places in the log, which are its own.
    package enum Depth: Int, Sendable, Comparable {
        case facts, booked, placed
        package static func < (one: Depth, other: Depth) -> Bool { one.rawValue < other.rawValue }
    }

    /// Of the serving version, in one snapshot.
    package static func serving(_ connection: Connection, _ model: any ReadModel.Type, _ depth: Depth) throws -> String
    {
        try connection.transaction(.repeatableReadReadOnly) {
            let serving = try Versions.serving(connection, model.name)
            return try of(connection, model, schema: serving.schema, depth)
        }
    }

    static func of(_ connection: Connection, _ model: any ReadModel.Type, schema: String, _ depth: Depth) throws
        -> String
    {
        var hash = SHA256()
        try lines(connection, model, schema: schema, depth) { line in
            hash.update(Array(line.utf8))
            hash.update([0x0A])
        }
        return Hex.encode(hash.finish())
    }

    /// Every declared row as a line of tab-separated text.
    static func lines(
        _ connection: Connection, _ model: any ReadModel.Type, schema: String, _ depth: Depth,
        _ body: (String) throws -> Void
    ) throws {
        try connection.execute("SET LOCAL search_path TO \(identifier: schema)")
        for (index, contents) in model.contents.enumerated() {
            try body("# \(index)")
            try lines(connection, contents.query, contents.unpack, body)
            for deeper in contents.deeper where deeper.depth <= depth {
                try lines(connection, deeper.query, deeper.unpack, body)
            }
        }
    }

    /// A cursor's step: enough rows to be quick, few enough to fit in memory.
    private static let step = 5_000

    private static func lines(
        _ connection: Connection, _ query: String, _ unpack: ((Row) throws -> [String])?,
        _ body: (String) throws -> Void
    ) throws {
        try connection.script("DECLARE contents NO SCROLL CURSOR FOR \(query)")
        while true {
            let rows = try connection.query("FETCH \(unsafeSQL: String(step)) FROM contents")
            for row in rows {
                if let unpack {
                    for line in try unpack(row) { try body(line) }
                } else {
                    try body(
                        try (0..<rows.columns.count).map { try row.optionalText($0) ?? "\\N" }.joined(separator: "\t"))
                }
            }
            if rows.count < step { break }
        }
        try connection.script("CLOSE contents")
    }
}
