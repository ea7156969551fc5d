internal import CLibpq

/// Helpers for the text that says where a server is ("host=/run/postgresql dbname=shop" or a postgresql:// address).
package enum Conninfo {
    /// The same server and user, another database.
    package static func replacing(database: String, in conninfo: String) throws(PostgresError) -> String {
        try replacing("dbname", by: database, in: conninfo)
    }

    /// The same database, its server elsewhere.
    package static func replacing(host: String, in conninfo: String) throws(PostgresError) -> String {
        try replacing("host", by: host, in: conninfo)
    }

    package static func host(of conninfo: String) throws(PostgresError) -> String? {
        try settings(of: conninfo)["host"]
    }

    private static func replacing(_ name: String, by value: String, in conninfo: String) throws(PostgresError) -> String
    {
        var settings = try settings(of: conninfo)
        settings[name] = value
        return settings.sorted { $0.key < $1.key }.map { "\($0.key)=\(quote($0.value))" }.joined(separator: " ")
    }

    package static func database(of conninfo: String) throws(PostgresError) -> String? {
        try settings(of: conninfo)["dbname"]
    }

    /// Whether a server is there that takes connections, or says why not this one; false while it starts up or shuts down.
    package static func isAnswering(_ conninfo: String) -> Bool { PQping(conninfo) == PQPING_OK }

    static func check(_ conninfo: String) throws(PostgresError) { _ = try settings(of: conninfo) }

    /// libpq's own complaint is not passed on: it repeats the text, and a password may stand there.
    private static func settings(of conninfo: String) throws(PostgresError) -> [String: String] {
        guard let options = PQconninfoParse(conninfo, nil) else {
            throw PostgresError(.misuse, "the conninfo cannot be read")
        }
        defer { PQconninfoFree(options) }
        var settings: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return settings
    }

    private static func quote(_ value: String) -> String {
        var quoted = "'"
        for character in value {
            if character == "'" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "'"
    }
}
