import CMicrohttpd
import Glibc
import Synchronization

/// The library's handle of a connection.
///
/// `@unchecked` is right because the handle itself is only a number here: who may use it, and when, is decided by the
/// phases below and in `EventStream`.
struct Connection: @unchecked Sendable {
    let pointer: OpaquePointer
}

/// One request and its answer, from the headers' arrival to the last byte sent.
///
/// The library's thread owns it: it is created, fed and finished there. Only `settle` is called from elsewhere, and all
/// it touches is `phase`, which is why `@unchecked Sendable` holds.
///
/// The lock of `phase` is held while the library is told to suspend or to resume. So an answer given just as the
/// connection goes to sleep is either seen before it sleeps or wakes it; and `finish`, which takes the lock too, cannot
/// let the library free a connection, or the whole daemon, that a resuming thread still touches.
final class Exchange: @unchecked Sendable {
    private enum Phase {
        /// The body is arriving, or the handler is at work on the library's thread.
        case open
        /// The handler will answer later; the connection sleeps.
        case suspended(Connection)
        /// An answer is there, for the library's thread to take.
        case answered(Response)
        case delivered(EventStream?)
        case over
    }

    private let phase = Mutex(Phase.open)

    let head: RequestHead

    // Below: the library's thread only.
    private(set) var upload: Upload
    /// Decided at the headers, said after the body: then the connection can be kept.
    var refusal: Response?
    var isHandled = false

    init(head: RequestHead, upload: Upload) {
        self.head = head
        self.upload = upload
    }

    func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> Upload.Outcome {
        upload.receive(bytes, isKept: refusal == nil)
    }

    /// The body, given away: the request owns it from here.
    func takeBody() -> [UInt8] {
        upload.takeBody()
    }

    /// Puts the answer down and, if the connection sleeps, wakes it. Only the first answer counts; one that nobody
    /// will read is abandoned, so that its stream learns of it.
    func settle(_ response: Response) {
        let isTaken = phase.withLock { phase in
            switch phase {
            case .open:
                phase = .answered(response)
                return true
            case .suspended(let connection):
                phase = .answered(response)
                MHD_resume_connection(connection.pointer)
                return true
            case .answered, .delivered, .over:
                return false
            }
        }
        if !isTaken { response.abandon() }
    }

    /// The answer, if there is one; else the connection is put to sleep until there is.
    func takeAnswer(orSuspend connection: Connection) -> Response? {
        phase.withLock { phase in
            switch phase {
            case .open:
                MHD_suspend_connection(connection.pointer)
                phase = .suspended(connection)
                return nil
            case .answered(let response):
                phase = .delivered(response.stream)
                return response
            case .suspended, .delivered, .over:
                return nil
            }
        }
    }

    /// The library is done with this request, for better or worse: after this it may close the socket.
    func finish() {
        let last = phase.withLock { phase in
            defer { phase = .over }
            return phase
        }
        switch last {
        case .answered(let response): response.abandon()
        case .delivered(let stream): stream?.leave()
        case .open, .suspended, .over: break
        }
    }
}

extension Response {
    var stream: EventStream? {
        if case .stream(let stream) = body { stream } else { nil }
    }

    /// Nobody will read this answer.
    func abandon() {
        stream?.leave()
    }
}
