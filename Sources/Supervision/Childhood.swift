import CLinux
import Glibc
import Logging

/// What a child of the supervisor does for it.
package enum Childhood {
    /// From here on this process dies with its parent, however that dies; false where the parent is gone already.
    package static func begin(parent: Int32) -> Bool { linux_end_with(parent, SIGKILL) != 0 }

    /// Tells the parent that this child serves.
    package static func tellReady() { print(Array(Supervisor.readyLine.utf8)) }

    /// Tells the parent that this child waits for what others wait for too, and for nothing that is wrong with it.
    package static func tellWaiting() { print(Array(Supervisor.waitingLine.utf8)) }

    /// Tells the parent what is to stand in the house's log.
    package static func tell(_ message: Message) { print(message.json.bytes) }

    /// In one write, so that what threads tell at once does not mix: our messages are shorter than what a pipe takes whole.
    private static func print(_ bytes: [UInt8]) {
        let line = bytes + [UInt8(ascii: "\n")]
        _ = write(STDOUT_FILENO, line, line.count)
    }
}

/// A channel over which one process hands connections to another. Its ends outlive both: what was handed over while nobody
/// received waits for the next.
package struct HandingChannel: Sendable {
    package let giving: Int32
    package let receiving: Int32

    /// nil where the system has none to give.
    package init?() {
        var ends: [Int32] = [0, 0]
        guard linux_message_pair(&ends) == 0 else { return nil }
        (giving, receiving) = (ChildProcess.raised(ends[0]), ChildProcess.raised(ends[1]))
    }

    /// Opens a connection to who receives at the other end; nil where too many wait there.
    package static func connect(over giving: Int32) -> Int32? {
        var ends: [Int32] = [0, 0]
        guard linux_stream_pair(&ends) == 0 else { return nil }
        defer { close(ends[1]) }
        guard linux_send_descriptor(giving, ends[1]) == 0 else {
            close(ends[0])
            return nil
        }
        return ends[0]
    }
}
