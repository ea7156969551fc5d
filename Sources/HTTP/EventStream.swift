import Glibc
import Synchronization

/// Server-Sent Events on their way to one client (HTML Standard, 9.2).
///
/// Anyone may send, from any thread; nobody ever waits for the client. What it has not read yet is queued, and a client
/// that lets too much of it pile up is cut off: it will connect again and say what it saw last.
package final class EventStream: Sendable {
    /// Enough for some hundred notices to a client on a slow line.
    package static let defaultQueueLimitBytes = 256 * 1024

    let link: Mutex<EventStreamLink>

    package init(queueLimitBytes: Int = EventStream.defaultQueueLimitBytes) {
        link = Mutex(EventStreamLink(queueLimitBytes: queueLimitBytes))
    }

    /// Sends one event. False if the stream has ended, be it by this very event being one too many.
    @discardableResult
    package func send(event: String? = nil, data: String, id: String? = nil) -> Bool {
        var text = ""
        if let id { text += "id: \(id.onOneLine)\n" }
        if let event { text += "event: \(event.onOneLine)\n" }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            text += "data: \(line)\n"
        }
        return enqueue(text + "\n")
    }

    /// Sends what clients skip.
    @discardableResult
    package func comment(_ text: String) -> Bool {
        enqueue(": \(text.onOneLine)\n\n")
    }

    /// Passes on what is written as events already.
    func pass(_ bytes: ArraySlice<UInt8>) -> Bool { link.withLock { $0.enqueue(bytes) } }

    /// Ends the stream once what is queued has been read.
    package func close() {
        link.withLock { $0.end() }
    }

    /// True once nothing more can be sent.
    package var isClosed: Bool { link.withLock { !$0.isOpen } }

    /// Calls `action` when the connection is over, whoever ended it: on the server's thread, so it must not wait; at
    /// once if that has already happened.
    package func onClose(_ action: @escaping @Sendable () -> Void) {
        let isLate = link.withLock { link in
            if !link.isGone { link.onClose.append(action) }
            return link.isGone
        }
        if isLate { action() }
    }

    /// Says something on a silent stream, after a look whether the client is still there.
    func beat() {
        link.withLock { $0.beat() }
    }

    /// There is no connection any more, or never will be.
    func leave() {
        for action in link.withLock({ $0.leave() }) { action() }
    }

    private func enqueue(_ text: String) -> Bool {
        link.withLock { $0.enqueue(text) }
    }
}

extension String {
    /// A line break inside a name would start a field of its own.
    fileprivate var onOneLine: String {
        String(map { $0.isNewline ? " " : $0 })
    }
}
