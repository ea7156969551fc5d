import CLinux
import Glibc

/// A Python at work behind two pipes: a frame a file, a frame an answer, each its length in 8 bytes (big-endian) and its bytes.
final class WorkerProcess {
    private let pid: pid_t
    private let input: Int32
    private let output: Int32

    /// nil where no process can be started.
    init?(_ folder: String) {
        var (into, out): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard linux_pipe(&into) == 0 else { return nil }
        guard linux_pipe(&out) == 0 else {
            for end in into { close(end) }
            return nil
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, into[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO)
        // What a stranger's file makes it say is nobody's.
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // -I: nothing but what is installed in its own folder; what the shell says is not for it.
        let words = [folder + "/bin/python", "-I", folder + "/worker.py"]
        let arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup("LC_ALL=C.UTF-8"), nil]
        defer { for word in environment { free(word) } }
        var pid = pid_t()
        let result = posix_spawn(&pid, words[0], &actions, nil, arguments, &environment)
        close(into[0])
        close(out[1])
        guard result == 0 else {
            close(into[1])
            close(out[0])
            return nil
        }
        (self.pid, input, output) = (pid, into[1], out[0])
        for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    deinit {
        close(input)
        close(output)
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
    }

    /// An answer is never so long.
    private static let answerLimit: UInt64 = 512 * 1024 * 1024

    /// nil where it has ended, or takes longer; it is of no use then.
    func ask(_ bytes: [UInt8], seconds: Double) -> [UInt8]? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        guard write(Self.length(bytes.count) + bytes, deadline), let head = read(8, deadline) else { return nil }
        let length = head.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard length <= Self.answerLimit else { return nil }
        return read(Int(length), deadline)
    }

    private static func length(_ count: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt64(count).bigEndian) { Array($0) }
    }

    private func write(_ bytes: [UInt8], _ deadline: ContinuousClock.Instant) -> Bool {
        var place = 0
        while place < bytes.count {
            guard wait(input, Int16(POLLOUT), deadline) else { return false }
            let written = bytes[place...].withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            if written > 0 {
                place += written
            } else if errno != EAGAIN, errno != EINTR {
                return false
            }
        }
        return true
    }

    private func read(_ count: Int, _ deadline: ContinuousClock.Instant) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < count {
            guard wait(output, Int16(POLLIN), deadline) else { return nil }
            let wanted = min(part.count, count - bytes.count)
            let length = Glibc.read(output, &part, wanted)
            if length > 0 {
                bytes += part[..<length]
            } else if length == 0 || errno != EAGAIN && errno != EINTR {
                return nil
            }
        }
        return bytes
    }

    private func wait(_ descriptor: Int32, _ events: Int16, _ deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline).components
            guard left.seconds >= 0, left.attoseconds >= 0 else { return false }
            var watched = pollfd(fd: descriptor, events: events, revents: 0)
            let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
            let found = poll(&watched, 1, Int32(clamping: milliseconds + 1))
            if found > 0 { return true }
            if found < 0, errno != EINTR { return false }
        }
    }
}
