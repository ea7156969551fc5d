import Foundation
import HTTP
import Synchronization

/// Posts events through the gateway's intake: in their order within each partition, with one request in flight a
/// partition, each on a thread of its own.
///
/// A request is to one writer, so what stands together of one writer is sent together, and no more.
final class Poster: Sendable {
    typealias Answered = @Sendable ([PostedEvent], PostAnswer) -> Void

    private static let timeoutSeconds = 60

    private struct State {
        var failure: CommandFailure?
        /// Partitions whose last attempt was in vain.
        var troubled: Set<Int> = []
    }

    private let url: String
    private let batch: Int
    private let limitSeconds: Double
    private let stop: StopRequest
    private let answered: Answered
    private let say: @Sendable (String) -> Void
    private let lanes: [PosterLane]
    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - batch: the most events of a request.
    ///   - limitSeconds: how long one request is tried before everything ends with a failure.
    ///   - say: told when the gateway stops answering, and when it answers again.
    ///   - answered: told of every request that was answered; from several threads.
    init(
        _ url: String, partitions: Int, batch: Int, limitSeconds: Double = Patience.usualLimitSeconds,
        stop: StopRequest, say: @escaping @Sendable (String) -> Void, answered: @escaping Answered
    ) {
        (self.url, self.batch, self.limitSeconds, self.stop) = (url, batch, limitSeconds, stop)
        (self.say, self.answered) = (say, answered)
        let lanes = (0..<partitions).map { _ in PosterLane() }
        self.lanes = lanes
        for partition in lanes.indices {
            let thread = Thread { [self] in
                work(partition)
                finished.signal()
            }
            thread.name = "poster \(partition)"
            thread.start()
        }
        stop.notify { for lane in lanes { lane.close() } }
    }

    /// Why nothing more is sent, if so.
    var failure: CommandFailure? { state.withLock { $0.failure } }

    /// Puts an event behind those of its partition, waiting while too much waits already; false when it is not taken
    /// because we are to stop, or cannot go on.
    func send(_ event: PostedEvent, to partition: Int) -> Bool { lanes[partition].put(event) }

    /// Waits until everything is answered; false when that will not be.
    func drain() -> Bool { lanes.allSatisfy { $0.drain() } }

    /// Ends the threads behind the requests in flight, of which it waits for at most so many seconds.
    func close(waitSeconds: Double) {
        for lane in lanes { lane.close() }
        let end = DispatchTime.now() + waitSeconds
        for _ in lanes { _ = finished.wait(timeout: end) }
    }

    /// The first line that has no answer; nil when all that were sent have one.
    var firstUnanswered: Int? { lanes.compactMap(\.firstUnanswered).min() }

    // MARK: A partition's thread

    private func work(_ partition: Int) {
        let client = Client(baseURL: url, timeoutSeconds: Self.timeoutSeconds)
        let parser = AnswerParser()
        while let run = lanes[partition].take(limit: batch) {
            do throws(CommandFailure) {
                guard let answer = try deliver(run, partition, client, parser) else { return }
                answered(run, answer)
                lanes[partition].settle()
            } catch {
                return fail(error)
            }
        }
    }

    private func fail(_ failure: CommandFailure) {
        state.withLock { $0.failure = $0.failure ?? failure }
        for lane in lanes { lane.close() }
    }

    /// Sends the same bytes until they are answered; nil when we are to stop before that.
    private func deliver(
        _ run: [PostedEvent], _ partition: Int, _ client: Client, _ parser: AnswerParser
    ) throws(CommandFailure) -> PostAnswer? {
        let body = Self.body(run)
        let headers = [
            ("Authorization", "Bearer \(run[0].token)"), ("Content-Type", "application/cloudevents-batch+json"),
        ]
        var patience = Patience(limitSeconds: limitSeconds)
        while true {
            let reaction: PostReaction
            do throws(ClientError) {
                reaction = parser.read(
                    try client.send("POST", run[0].path, body: body, headers: headers), of: run.count)
            } catch {
                reaction = .notNow(error.reason, afterSeconds: nil)
            }
            switch reaction {
            case .answer(let answer):
                noteRecovery(partition)
                return answer
            case .senseless(let why): throw CommandFailure(why)
            case .notNow(let why, let wish):
                guard let seconds = patience.wait(wish: wish) else {
                    throw CommandFailure("\(url) takes nothing (\(why)), for \(Int(limitSeconds)) s now")
                }
                noteTrouble(partition, why)
                guard stop.sleep(seconds: seconds), failure == nil else { return nil }
            }
        }
    }

    /// Says it once for all partitions.
    private func noteTrouble(_ partition: Int, _ why: String) {
        let isNew = state.withLock { state in
            defer { state.troubled.insert(partition) }
            return state.troubled.isEmpty
        }
        if isNew { say("\(url) takes nothing now (\(why)); trying again") }
    }

    private func noteRecovery(_ partition: Int) {
        let isOver = state.withLock { $0.troubled.remove(partition) != nil && $0.troubled.isEmpty }
        if isOver { say("\(url) takes events again") }
    }

    private static func body(_ run: [PostedEvent]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(run.reduce(2) { $0 + $1.bytes.count + 1 })
        for (place, event) in run.enumerated() {
            body.append(place == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
            body += event.bytes
        }
        body.append(UInt8(ascii: "]"))
        return body
    }
}

extension ClientError {
    /// For a person.
    var reason: String {
        switch self {
        case .connectionRefused(let text), .timedOut(let text), .other(_, let text): text
        case .responseTooLarge(let limit): "an answer over \(limit) bytes"
        }
    }
}
