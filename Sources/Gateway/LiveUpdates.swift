import Events
import Foundation
import HTTP
import Log
import Pages
import Postgres
import Queries
import Services
import Supervision
import Synchronization

/// Sends the dashboard's moving parts to everyone who has it open, when the read models have moved.
final class LiveUpdates: Sendable {
    private static let lookSeconds = 1.0
    /// Within a second a stream ends whose reader is signed in no more.
    private static let expelSeconds = 0.4
    /// Silence and clocks move too: without any fact the parts are made anew after this.
    private static let rest = Duration.seconds(30)
    /// Open dashboards; one more is refused until another closes.
    private static let limit = 500

    private final class Follower: Sendable {
        let stream: EventStream
        let request: PageRequest
        /// Of the reader's session; the stream ends with it.
        let session: String
        /// What the reader has of each part, by its mark.
        let marks: Mutex<[String: String]>
        let isNew = Atomic(true)

        init(_ stream: EventStream, _ request: PageRequest, session: String, has marks: [String: String]) {
            (self.stream, self.request, self.session) = (stream, request, session)
            self.marks = Mutex(marks)
        }
    }

    private let pool: Pool
    private let log: any EventLog
    private let followers = Mutex<[Follower]>([])
    /// The parts as they were made last, by language.
    private let made = Mutex<[Language: [LivePart]]>([:])
    /// What was sent last, and when.
    private let sent = Mutex<(position: Position?, at: ContinuousClock.Instant)>((nil, .now))
    private let heartbeats = Mutex<[Heartbeat]>([])
    private let accounts: Accounts
    /// What stands in the way of this house's processes now.
    private let troubles: @Sendable () -> [Trouble]

    init(_ pool: Pool, _ log: any EventLog, _ accounts: Accounts, troubles: @escaping @Sendable () -> [Trouble]) {
        (self.pool, self.log, self.accounts, self.troubles) = (pool, log, accounts, troubles)
    }

    /// - Parameters:
    ///   - session: the secret of the session that it is opened with.
    ///   - marks: of the parts that the reader's page came with.
    func add(_ stream: EventStream, _ request: PageRequest, session: String, has marks: [String: String]) {
        let isTaken = followers.withLock { followers in
            guard followers.count < Self.limit else { return false }
            followers.append(Follower(stream, request, session: session, has: marks))
            return true
        }
        if !isTaken { stream.close() }
    }

    func start() {
        heartbeats.withLock {
            $0 = [
                Heartbeat(everySeconds: Self.lookSeconds) { [self] in look() },
                // Apart from the other: making the parts may take longer than somebody who was put out may go on reading.
                Heartbeat(everySeconds: Self.expelSeconds) { [self] in expel() },
            ]
        }
    }

    /// Ends the streams of those who have signed out, were put out, or may not see the overview any more. While the database is
    /// away nobody can be, and none end.
    private func expel() {
        let open = followers.withLock { $0.filter { !$0.stream.isClosed } }
        guard !open.isEmpty, let signedIn = try? accounts.sessions(among: open.map(\.session)) else { return }
        for follower in open where !Screens.isShown([], to: signedIn[follower.session]) {
            follower.stream.close()
        }
    }

    private func look() {
        let open = followers.withLock { followers in
            followers.removeAll { $0.stream.isClosed }
            return followers
        }
        guard !open.isEmpty else { return }
        // While the database is away nothing moves; the page says so by itself when it is opened anew.
        guard let position = try? pool.withConnection({ try Schemas($0).position }) else { return }
        let last = sent.withLock { $0 }
        let hasMoved = position != last.position || ContinuousClock.now - last.at > Self.rest
        // Where the parts are made for one, all with that language go on from them.
        for (language, group) in Dictionary(grouping: open, by: \.request.language)
        where hasMoved || group.contains(where: { $0.isNew.load(ordering: .relaxed) }) {
            send(language, group)
            for follower in group { follower.isNew.store(false, ordering: .relaxed) }
        }
        if hasMoved { sent.withLock { $0 = (position, .now) } }
    }

    /// Everyone with a language sees the same parts: they are made once. Each is sent what they do not have.
    private func send(_ language: Language, _ group: [Follower]) {
        guard var request = group.first?.request else { return }
        request.now = .now
        request.logEnd = try? log.end(withinMilliseconds: Gateway.endMilliseconds)
        request.troubles = troubles()
        guard let parts = try? pool.withConnection({ try Screens.live(request, $0) }) else { return }
        let earlier = made.withLock { $0.updateValue(parts, forKey: language) } ?? []
        var messages = LiveMessages(parts, after: earlier)
        for follower in group {
            guard let message = follower.marks.withLock({ messages.next(&$0) }) else { continue }
            // With an id, a browser that comes again says so: its page is no longer what it came with.
            follower.stream.send(data: message, id: "1")
        }
    }

    func stop() {
        for heartbeat in heartbeats.withLock({ $0 }) { heartbeat.stop() }
        for follower in followers.withLock({ $0 }) { follower.stream.close() }
    }
}
