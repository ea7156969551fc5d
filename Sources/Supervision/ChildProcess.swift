import CLinux
import Glibc

/// A process, usually of this same binary, with its standard output and error read by who started it.
///
/// It is made by `posix_spawn`, as a copy of a process that runs Swift may do next to nothing; in a process group of its own,
/// so that a Ctrl-C reaches it through its parent.
struct ChildProcess {
    let pid: pid_t
    /// What it prints for its parent alone.
    let output: Int32
    /// What it says to people.
    let errors: Int32

    /// Why there is no process.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - words: the command line, the binary's own name first.
    ///   - handing: the descriptors that it gets, from 3 on in this order.
    init(_ binary: String, _ words: [String], handing descriptors: [Int32]) throws(Failure) {
        let (output, outputEnd) = try Self.pipe()
        let (errors, errorsEnd) = try Self.pipe()
        defer { for end in [outputEnd, errorsEnd] { close(end) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // One that stands where another child descriptor goes would be written over before it is copied.
        let handed = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, Self.firstOwn) }
        defer { for descriptor in handed { close(descriptor) } }
        for (place, descriptor) in ([outputEnd, errorsEnd] + handed).enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place + 1))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var pid = pid_t()
        let arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let result = posix_spawn(&pid, binary, &actions, &attributes, arguments, environ)
        guard result == 0 else {
            close(output)
            close(errors)
            throw Failure(description: "no process can be started: \(String(cString: strerror(result)))")
        }
        (self.pid, self.output, self.errors) = (pid, output, errors)
    }

    /// The descriptors that a child gets stand where its own begin; those of its parent lie above them.
    static let firstOwn: Int32 = 32

    /// A reading end that does not block, and a writing end.
    private static func pipe() throws(Failure) -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else {
            throw Failure(description: "no pipe can be made: \(String(cString: strerror(errno)))")
        }
        let (reading, writing) = (raised(ends[0]), raised(ends[1]))
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        return (reading, writing)
    }

    /// The same descriptor out of the way of those that children get; the given one is closed.
    static func raised(_ descriptor: Int32) -> Int32 {
        let raised = fcntl(descriptor, F_DUPFD_CLOEXEC, firstOwn)
        close(descriptor)
        return raised
    }
}
