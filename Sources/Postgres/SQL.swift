/// A statement whose values stay apart from its text.
///
///     "SELECT name FROM item WHERE id = \(id) AND kind = ANY(\(kinds))"
///
/// Everything in `\( )` becomes a bind; text that must be spliced has to be spelled `\(unsafeSQL: text)`, a name
/// `\(identifier: name)`. A fragment in `\( )` is spliced together with its own binds.
package struct SQL: Sendable {
    /// The text between the binds: always one piece more than there are binds, so that joining renumbers by itself.
    private var pieces: [String]
    package private(set) var binds: [Bind]

    private init(pieces: [String], binds: [Bind]) {
        self.pieces = pieces
        self.binds = binds
    }

    /// Text taken as it is.
    package init(unsafeSQL text: String) { self.init(pieces: [text], binds: []) }

    /// The text with `$1`, `$2`… where the binds belong.
    package var text: String {
        var text = pieces[0]
        for number in 1..<pieces.count { text += "$\(number)\(pieces[number])" }
        return text
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    package static func += (left: inout SQL, right: SQL) {
        left.pieces[left.pieces.count - 1] += right.pieces[0]
        left.pieces += right.pieces.dropFirst()
        left.binds += right.binds
    }

    package static func join(_ parts: [SQL], separator: SQL = ", ") -> SQL {
        guard var joined = parts.first else { return "" }
        for part in parts.dropFirst() {
            joined += separator
            joined += part
        }
        return joined
    }
}

extension SQL: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(unsafeSQL: value) }
    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL = SQL(unsafeSQL: "")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { sql += SQL(unsafeSQL: literal) }
        package mutating func appendInterpolation(unsafeSQL text: String) { sql += SQL(unsafeSQL: text) }
        package mutating func appendInterpolation(identifier name: String) {
            sql += SQL(unsafeSQL: quoteIdentifier(name))
        }
        package mutating func appendInterpolation(_ fragment: SQL) { sql += fragment }
        package mutating func appendInterpolation(_ bind: Bind) { sql += SQL(pieces: ["", ""], binds: [bind]) }
        package mutating func appendInterpolation(_ value: some PostgresEncodable) {
            appendInterpolation(value.postgresBind)
        }
        /// Apart from the one above only because Swift warns of an optional in `\( )` otherwise.
        package mutating func appendInterpolation<V: PostgresEncodable>(_ value: V?) {
            appendInterpolation(value.postgresBind)
        }
    }
}
