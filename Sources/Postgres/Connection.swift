internal import CLibpq
internal import Glibc

/// One conversation with the server. Calls block until the server has answered.
///
/// `@unchecked Sendable` so that it can be handed from thread to thread; it is for one thread at a time, and nothing
/// inside guards that. Only `cancelHandle()`'s result may be used beside it.
package final class Connection: @unchecked Sendable {
    /// Nobody should wait longer for a server that does not answer; a conninfo with its own value wins.
    static let connectTimeoutSeconds = 10

    let handle: OpaquePointer
    private let conninfo: String
    var preparedStatements: [PreparedKey: PreparedStatement] = [:]
    /// As many statements as `query` keeps parsed and planned; none unless it is told to.
    let keptStatements: Int
    /// Of statements kept by their text, so that the one not used for longest is known.
    var uses = 0
    /// How many were ever prepared: a name is not used twice.
    var prepares = 0
    /// How many were ever sent ahead, those that the server is at, in the order of sending, and what came of others, by ticket.
    var sentAhead = 0
    var awaited: [SentAhead] = []
    var arrived: [Int: (sent: SentAhead, result: OpaquePointer?)] = [:]

    /// Whether its process is as nice as we are; see `makeServerYield`.
    var serverYields = false

    /// Hears NOTICE and WARNING messages; without it they are dropped, and never reach stderr.
    package var onNotice: ((String) -> Void)?

    package init(_ conninfo: String, applicationName: String = "davtari", keptStatements: Int = 0) throws(PostgresError)
    {
        try Conninfo.check(conninfo)
        let opened = Self.open(conninfo, applicationName)
        guard let opened else { throw PostgresError(.connectionLost, "libpq is out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            let error = PostgresError.connection(opened)
            PQfinish(opened)
            throw error
        }
        handle = opened
        self.conninfo = conninfo
        self.keptStatements = keptStatements
        hearNotices()
    }

    /// One more conversation with the same server and database.
    package func another(applicationName: String) throws(PostgresError) -> Connection {
        let other = try Connection(conninfo, applicationName: applicationName)
        if serverYields { other.makeServerYield() }
        return other
    }

    deinit {
        for (_, result) in arrived.values { PQclear(result) }
        PQfinish(handle)
    }

    /// False once the server or the network is gone. It learns of that only by a call that fails; see `isAlive()`.
    package var isUsable: Bool { PQstatus(handle) == CONNECTION_OK }
    package var backendPID: Int32 { PQbackendPID(handle) }
    /// 150004 for 15.4.
    package var serverVersion: Int { Int(PQserverVersion(handle)) }
    package var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Connects anew with the same settings. LISTENs and prepared statements are gone; the latter come back by use.
    package func reset() throws(PostgresError) {
        PQreset(handle)
        (preparedStatements, awaited, arrived) = ([:], [], [:])
        guard isUsable else { throw .connection(handle) }
    }

    /// The words after the conninfo overrule it, the words before are its defaults.
    private static func open(_ conninfo: String, _ applicationName: String) -> OpaquePointer? {
        let settings = [
            ("connect_timeout", "\(connectTimeoutSeconds)"),
            // A host that vanished without a word is given up like one that cannot be reached.
            ("tcp_user_timeout", "\(connectTimeoutSeconds)000"),
            ("keepalives_idle", "\(connectTimeoutSeconds)"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
            ("fallback_application_name", applicationName),
            ("dbname", conninfo),
            ("client_encoding", "UTF8"),
        ]
        return withCStrings(settings.map(\.0)) { keywords in
            withCStrings(settings.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
        }
    }

    private func hearNotices() {
        PQsetNoticeProcessor(
            handle,
            { context, message in
                guard let context, let message else { return }
                let connection = Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
                connection.onNotice?(String(cString: message))
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}

/// A null-ended array of C strings, as libpq's `…Params` functions want it.
private func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R) -> R {
    var ended = strings.map { text in
        text.withCString { UnsafePointer<CChar>(strdup($0)) }
    }
    ended.append(nil)
    defer { for string in ended { free(UnsafeMutablePointer(mutating: string)) } }
    return ended.withUnsafeBufferPointer { body($0.baseAddress!) }
}
