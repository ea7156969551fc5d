import CLinux
import Glibc
import Synchronization

/// Hands requests on to a server in another process and brings its answers back.
///
/// One thread of its own waits for all of them. Whoever forwards only puts the request down: however slow or dead the server
/// behind is, the thread that serves this process's own requests never waits for it.
package final class Forwarder: Sendable {
    /// Requests under way at once; one more is told to come back. Event streams are counted apart.
    private static let limit = 512
    private static let streamLimit = 600
    /// Of bodies that wait to be sent.
    private static let bodyLimit = 64 << 20
    /// The server behind ends a question after half of it, so who waits so long waits for nothing.
    private static let deadline = Duration.seconds(60)
    private static let idleLimit = 32
    private static let readBytes = 64 << 10

    private struct Job: Sendable {
        let bytes: [UInt8]
        let responder: Responder
        let bodyBytes: Int
    }

    private struct Shared {
        var jobs: [Job] = []
        /// Sockets whose clients have gone.
        var gone: [Int32: ObjectIdentifier] = [:]
        var underWay = 0
        var streams = 0
        var bodyBytes = 0
        var isClosed = false
    }

    private let shared = Mutex(Shared())
    private let waker: Int32
    private let poll: Int32
    private let connect: @Sendable () -> Int32?

    /// - Parameter connect: a new connection to the server behind, which does not block; nil where there is none to have.
    package init(connect: @escaping @Sendable () -> Int32?) {
        self.connect = connect
        (waker, poll) = (linux_waker_open(), linux_poll_open())
        precondition(waker >= 0 && poll >= 0, "no descriptors for the forwarder")
        _ = linux_poll_watch(poll, waker, linux_can_read)
        Heartbeat.startThread { [self] in run() }
    }

    /// Never waits.
    ///
    /// - Parameter fields: header fields that this process says of the request; a client's own of their names are left out.
    package func forward(_ request: Request, saying fields: [(name: String, value: String)], to responder: Responder) {
        guard ForwardedRequest.isToken(request.method) else {
            return responder.respond(.problem(status: 400, detail: "The method is no word that HTTP knows."))
        }
        let job = Job(
            bytes: ForwardedRequest.bytes(request, saying: fields), responder: responder,
            bodyBytes: request.body.count)
        let isTaken = shared.withLock { shared in
            guard !shared.isClosed, shared.underWay < Self.limit, shared.streams < Self.streamLimit,
                shared.bodyBytes + job.bodyBytes <= Self.bodyLimit
            else { return false }
            shared.underWay += 1
            shared.bodyBytes += job.bodyBytes
            shared.jobs.append(job)
            return true
        }
        isTaken ? wake() : responder.respond(Self.busy)
    }

    /// Ends the streams and what is under way.
    package func stop() {
        shared.withLock { $0.isClosed = true }
        wake()
    }

    private static let busy = Response.problem(
        status: 503, title: "Too many questions at once", detail: "come back in a second"
    ).with("Retry-After", "1")
    private static let ended = Response.problem(
        status: 503, title: "The office does not answer",
        detail: "it ended before it had answered, and is started again; whether a command was carried out is not known"
    ).with("Retry-After", "2")
    private static let late = Response.problem(
        status: 504, title: "The answer takes too long", detail: "no answer within \(deadline.components.seconds) s")

    private func wake() {
        var one: UInt64 = 1
        _ = write(waker, &one, MemoryLayout<UInt64>.size)
    }

    // MARK: The thread

    private func run() {
        var loop = Loop()
        var descriptors = [Int32](repeating: 0, count: 64)
        var events = [UInt32](repeating: 0, count: 64)
        var looked = ContinuousClock.now
        while true {
            let count = linux_poll_wait(poll, &descriptors, &events, 64, 1_000)
            for place in 0..<Int(count) where descriptors[place] != waker {
                attend(descriptors[place], events[place], &loop)
            }
            let (jobs, gone, isClosed) = takeWork()
            if isClosed { break }
            for job in jobs { begin(job, &loop) }
            for (socket, stream) in gone {
                // The number may be another connection's by now.
                guard let upstream = loop.busy[socket], upstream.stream.map({ ObjectIdentifier($0) }) == stream else {
                    continue
                }
                end(upstream, wasStream: true, isKept: false, &loop)
            }
            if ContinuousClock.now - looked >= .seconds(1) {
                looked = .now
                for upstream in Array(loop.busy.values) where upstream.stream == nil && upstream.deadline < looked {
                    upstream.giveUp(Self.late)
                    end(upstream, wasStream: false, isKept: false, &loop)
                }
            }
        }
        for upstream in loop.busy.values {
            upstream.giveUp(Self.ended)
            Glibc.close(upstream.socket)
        }
        for socket in loop.idle { Glibc.close(socket) }
        for job in shared.withLock({ $0.jobs }) { job.responder.respond(Self.ended) }
        Glibc.close(poll)
        // The waker stays open: whoever forwards late may still write to it.
    }

    private struct Loop {
        var busy: [Int32: Upstream] = [:]
        var idle: [Int32] = []
        var buffer = [UInt8](repeating: 0, count: Forwarder.readBytes)
    }

    private func takeWork() -> ([Job], [Int32: ObjectIdentifier], Bool) {
        var count: UInt64 = 0
        _ = read(waker, &count, MemoryLayout<UInt64>.size)
        return shared.withLock { shared in
            guard !shared.isClosed else { return ([], [:], true) }
            defer { (shared.jobs, shared.gone) = ([], [:]) }
            return (shared.jobs, shared.gone, false)
        }
    }

    private func begin(_ job: Job, _ loop: inout Loop) {
        guard let socket = loop.idle.popLast() ?? connect() else {
            release(job.bodyBytes)
            return job.responder.respond(Self.busy)
        }
        let upstream = Upstream(
            socket, job.bytes, job.responder, deadline: .now + Self.deadline, bodyBytes: job.bodyBytes)
        loop.busy[socket] = upstream
        proceed(socket, &loop)
    }

    /// Sends what is left, and waits for what is missing.
    private func proceed(_ socket: Int32, _ loop: inout Loop) {
        guard loop.busy[socket]?.send() ?? false else { return fail(socket, wasStream: false, &loop) }
        let isSent = loop.busy[socket]?.isSent ?? true
        _ = linux_poll_watch(poll, socket, linux_can_read | (isSent ? 0 : linux_can_write))
    }

    private func attend(_ socket: Int32, _ events: UInt32, _ loop: inout Loop) {
        guard loop.busy[socket] != nil else {
            // An idle connection says nothing: it has ended.
            loop.idle.removeAll { $0 == socket }
            return close(socket)
        }
        if events & linux_can_write != 0 { proceed(socket, &loop) }
        // Taken out while it receives, so that what it has gathered is not copied.
        guard events & (linux_can_read | linux_has_ended) != 0,
            var upstream = loop.busy.removeValue(forKey: socket)
        else { return }
        let hadStream = upstream.stream != nil
        let received = upstream.receive(into: &loop.buffer)
        loop.busy[socket] = upstream
        switch received {
        case .goesOn: if !hadStream, let stream = upstream.stream { follow(stream, socket) }
        case .answered(let isKept): end(upstream, wasStream: hadStream, isKept: isKept, &loop)
        case .failed: fail(socket, wasStream: hadStream, &loop)
        }
    }

    /// A stream lasts as long as its client does; it is no longer counted among the answers to come.
    private func follow(_ stream: EventStream, _ socket: Int32) {
        shared.withLock { shared in
            shared.underWay -= 1
            shared.streams += 1
        }
        let name = ObjectIdentifier(stream)
        stream.onClose { [weak self] in
            guard let self else { return }
            shared.withLock { $0.gone[socket] = name }
            wake()
        }
    }

    private func fail(_ socket: Int32, wasStream: Bool, _ loop: inout Loop) {
        guard let upstream = loop.busy[socket] else { return }
        upstream.giveUp(Self.ended)
        end(upstream, wasStream: wasStream, isKept: false, &loop)
    }

    /// - Parameter wasStream: whether it was counted among the streams.
    private func end(_ upstream: Upstream, wasStream: Bool, isKept: Bool, _ loop: inout Loop) {
        loop.busy[upstream.socket] = nil
        release(upstream.bodyBytes, isStream: wasStream)
        if isKept, loop.idle.count < Self.idleLimit {
            loop.idle.append(upstream.socket)
        } else {
            close(upstream.socket)
        }
    }

    private func close(_ socket: Int32) {
        linux_poll_forget(poll, socket)
        Glibc.close(socket)
    }

    private func release(_ bodyBytes: Int, isStream: Bool = false) {
        shared.withLock { shared in
            shared.bodyBytes -= bodyBytes
            if isStream { shared.streams -= 1 } else { shared.underWay -= 1 }
        }
    }
}
