/// Sums in Postgres of what facts said, which no absurd fact may take away.
enum Sum {
    static let least = "-9223372036854775808"
    static let greatest = "9223372036854775807"

    /// The sum of int8 as int8: one that leaves 64 bits ends at their edge. 0 of nothing.
    ///
    /// Postgres adds up in 128 bits and gives a numeric; its cast back would raise.
    static func of(_ sql: String) -> String { "coalesce(\(bounded("sum(\(sql))")), 0)::int8" }

    /// A number as far as 64 bits reach; null stays null.
    ///
    /// - Parameter sql: whatever in it may leave 64 bits is numeric, or it raises before it comes here.
    static func bounded(_ sql: String) -> String {
        "CASE WHEN (\(sql)) IS NOT NULL THEN least(greatest((\(sql))::numeric, \(least)), \(greatest)) END"
    }
}
