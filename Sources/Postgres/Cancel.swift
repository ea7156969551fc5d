internal import CLibpq

/// Ends what a connection is doing, from another thread; the call there then throws with `isCancelled`.
///
/// `@unchecked Sendable`: libpq makes the handle for exactly this, and it shares nothing with the connection.
package final class Cancel: @unchecked Sendable {
    /// libpq's documentation recommends this size for the message.
    private static let messageBytes = 256

    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQfreeCancel(handle) }

    /// Returns when the server has the request, which is not yet when it has acted on it.
    package func cancel() throws(PostgresError) {
        var message = [CChar](repeating: 0, count: Self.messageBytes)
        guard PQcancel(handle, &message, Int32(message.count)) == 1 else {
            let said = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw PostgresError(.connectionLost, String(decoding: said, as: UTF8.self))
        }
    }
}

extension Connection {
    package func cancelHandle() throws(PostgresError) -> Cancel {
        guard let cancel = PQgetCancel(handle) else { throw PostgresError(.connectionLost, "nothing to cancel") }
        return Cancel(cancel)
    }
}
