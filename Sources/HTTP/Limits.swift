/// What one client, or all of them together, may take from the server.
package struct Limits: Sendable {
    /// Of a request's body. A day's backlog of a shop, sent in one go, stays under it.
    package var maxBodyBytes = 16 * 1024 * 1024
    /// Of the request line and header fields together. Browsers stop sending cookies well before it.
    package var maxHeaderBytes = 16 * 1024
    /// Of a query. No question of ours takes half as many, and together with the header fields they fit into a connection's
    /// memory.
    package var maxParameters = 200
    /// From connecting to the last byte of the headers: the idle time-out begins anew with every byte, so who sends one now and
    /// then would stay for ever. A kept connection has the idle time-out besides, until its next request begins.
    package var headerDeadlineSeconds = 15
    /// From the headers to the body's last byte: slower is a broken line, or someone holding connections on purpose.
    package var uploadDeadlineSeconds = 30
    /// A connection that neither sends nor takes a byte for so long is closed. Longer than the usual pause between
    /// two requests of one page, so that connections are kept alive.
    package var idleTimeoutSeconds = 60
    /// More than this wait in the listening socket's queue.
    package var maxConnections = 2048
    /// How often a silent event stream says something, so that clients who left are noticed and proxies keep it open.
    package var heartbeatSeconds = 15.0
    /// How long `Server.stop()` waits for handlers that have not answered yet.
    package var stopGraceSeconds = 5.0

    package init() {}

    /// What a connection's buffers may take: the headers twice over, as the library also reads bodies and writes
    /// response headers there; and never less than its own default.
    var connectionMemoryBytes: Int { max(32 * 1024, 2 * maxHeaderBytes) }
}
