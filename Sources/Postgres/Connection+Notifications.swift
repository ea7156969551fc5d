internal import CLibpq
internal import Glibc

/// What another session said with NOTIFY.
package struct ChannelMessage: Sendable, Equatable {
    package let channel: String
    package let payload: String
    package let backendPID: Int32

    package init(channel: String, payload: String, backendPID: Int32) {
        self.channel = channel
        self.payload = payload
        self.backendPID = backendPID
    }
}

extension Connection {
    package func listen(to channel: String) throws(PostgresError) { try execute("LISTEN \(identifier: channel)") }

    /// What has arrived on the channels listened to; waits for the first to come, at most so long, and returns
    /// nothing if none does.
    package func notifications(waitMilliseconds: Int) throws(PostgresError) -> [ChannelMessage] {
        let deadline = ContinuousClock.now + .milliseconds(waitMilliseconds)
        while true {
            guard PQconsumeInput(handle) == 1, isUsable else { throw .connection(handle) }
            let arrived = takeNotifications()
            let left = ContinuousClock.now.duration(to: deadline)
            guard arrived.isEmpty, left > .zero else { return arrived }
            _ = waitForInput(milliseconds: Int(left / .milliseconds(1)) + 1)
        }
    }

    /// Whether the server is still there, without asking it: one that went has left its farewell in the socket, and
    /// behind that the end of the stream, so what is there is read until nothing is.
    package func isAlive() -> Bool {
        while isUsable && waitForInput(milliseconds: 0) {
            guard PQconsumeInput(handle) == 1 else { return false }
        }
        return isUsable
    }

    private func takeNotifications() -> [ChannelMessage] {
        var arrived: [ChannelMessage] = []
        while let notification = PQnotifies(handle) {
            defer { PQfreemem(notification) }
            let said = notification.pointee
            arrived.append(
                ChannelMessage(
                    channel: String(cString: said.relname), payload: String(cString: said.extra),
                    backendPID: said.be_pid))
        }
        return arrived
    }

    /// True if there is something to read. An interrupted wait is a short one; callers look at the clock themselves.
    private func waitForInput(milliseconds: Int) -> Bool {
        var watched = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, Int32(clamping: milliseconds)) > 0
    }
}
