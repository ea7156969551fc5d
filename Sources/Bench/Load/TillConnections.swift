import Glibc

/// Many tills on one thread: keep-alive connections under poll, with requests that are bytes already.
///
/// The load must cost less than what it loads: wrk's Lua takes longer to number a receipt than this takes to send it,
/// and libcurl copies more than it sends.
package final class TillConnections {
    /// Makes the next request of a connection, whole, into the buffer.
    package typealias Making = (_ connection: Int, _ buffer: inout [UInt8]) -> Void

    package struct Result {
        package var answered = 0
        /// Those before and after what is counted included.
        package var total = 0
        package var seconds = 0.0
        /// From sending to the answer's last byte; where a rate is kept, from when the request was due.
        package var milliseconds = Samples()
        package var perSecond: Double { Double(answered) / seconds }
    }

    private struct Line {
        var socket: Int32
        var outgoing: [UInt8] = []
        var sent = 0
        var incoming: [UInt8] = []
        var began: Double = 0
        var isBusy = false
    }

    private var polled: [pollfd] = []
    private var lines: [Line] = []
    private let make: Making
    /// Whether every answer must say that all was accepted; a crowd that is told to come back is answered too.
    private let isStrict: Bool
    private var result = Result()
    private var isMeasuring = false
    /// Told every answer: the connection, and when its last byte came, in seconds of the monotonic clock.
    package var onAnswer: ((Int, Double) -> Void)?

    package init(port: Int, count: Int, isStrict: Bool = true, _ make: @escaping Making) throws {
        (self.make, self.isStrict) = (make, isStrict)
        for _ in 0..<count {
            let socket = try Self.connect(port)
            lines.append(Line(socket: socket))
            polled.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0))
        }
    }

    deinit {
        for line in lines { close(line.socket) }
    }

    /// Posts for so long, and goes on until the last answer.
    ///
    /// - Parameters:
    ///   - warmUp: seconds before what is counted.
    ///   - rate: requests a second, evenly; nil: each connection sends as soon as it is answered.
    /// - Throws: when an answer is not 200, or says that something was not simply accepted.
    package func run(seconds: Double, warmUp: Double = 0.5, rate: Double? = nil) throws -> Result {
        result = Result()
        let start = Self.now()
        let from = start + warmUp
        let until = from + seconds
        isMeasuring = warmUp <= 0
        var due = 0
        if rate == nil { for place in lines.indices { try send(place, began: Self.now()) } }
        var idle = rate == nil ? [] : Array(lines.indices)
        while true {
            var now = Self.now()
            if !isMeasuring, now >= from { isMeasuring = true }
            if let rate {
                while now < until, let place = idle.last, start + Double(due) / rate <= now {
                    idle.removeLast()
                    try send(place, began: start + Double(due) / rate)
                    due += 1
                }
            }
            if now >= until, !lines.contains(where: \.isBusy) { break }
            let count = poll(&polled, nfds_t(polled.count), rate == nil ? 100 : 1)
            guard count >= 0 || errno == EINTR else { throw BenchError("poll: \(errno)") }
            guard count > 0 else { continue }
            for place in polled.indices where polled[place].revents != 0 {
                guard try receive(place) else { continue }
                now = Self.now()
                finish(place, now, from, until)
                if rate != nil { idle.append(place) } else if now < until { try send(place, began: now) }
            }
        }
        result.seconds = seconds
        return result
    }

    private func finish(_ place: Int, _ now: Double, _ from: Double, _ until: Double) {
        lines[place].isBusy = false
        result.total += 1
        onAnswer?(place, now)
        guard isMeasuring, now >= from, now < until else { return }
        result.answered += 1
        result.milliseconds.values.append((now - lines[place].began) * 1000)
    }

    private func send(_ place: Int, began: Double) throws {
        lines[place].outgoing.removeAll(keepingCapacity: true)
        make(place, &lines[place].outgoing)
        lines[place].sent = 0
        lines[place].began = began
        lines[place].isBusy = true
        try push(place)
    }

    /// Requests are far smaller than a socket's buffer; one that is not is pushed until it is in.
    private func push(_ place: Int) throws {
        while lines[place].sent < lines[place].outgoing.count {
            let sent = lines[place].outgoing.withUnsafeBytes { bytes in
                Glibc.send(
                    lines[place].socket, bytes.baseAddress! + lines[place].sent, bytes.count - lines[place].sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw BenchError("sending failed: \(String(cString: strerror(errno)))") }
            lines[place].sent += sent
        }
    }

    /// Takes what has come; true when the answer is whole.
    private func receive(_ place: Int) throws -> Bool {
        let got = withUnsafeTemporaryAllocation(byteCount: 256 << 10, alignment: 16) { buffer in
            let got = recv(lines[place].socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if got > 0 { lines[place].incoming.append(contentsOf: buffer[..<got]) }
            return got
        }
        if got < 0, errno == EAGAIN || errno == EINTR { return false }
        guard got > 0 else { throw BenchError("the server closed a connection") }
        let isWhole = try lines[place].incoming.withUnsafeBytes { bytes -> Bool in
            guard let length = try AnswerBytes.wholeLength(bytes), bytes.count >= length else { return false }
            if isStrict { try AnswerBytes.check(bytes) }
            return true
        }
        if isWhole { lines[place].incoming.removeAll(keepingCapacity: true) }
        return isWhole
    }

    private static func connect(_ port: Int) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            throw BenchError("no connection to port \(port): \(String(cString: strerror(errno)))")
        }
        return socket
    }

    /// Seconds of the monotonic clock.
    package static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
