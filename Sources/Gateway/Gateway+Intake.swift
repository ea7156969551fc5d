import Dispatch
import Events
import HTTP
import Intake
import Log
import Logging
import Postgres
import Queries
import Rules
import Services
import Synchronization

extension Gateway {
    /// Events from a till or the office. On the HTTP thread: a token known from a moment ago costs no waiting.
    func post(_ request: Request, _ key: PartitionKey, _ writer: String, _ responder: Responder) {
        guard let form = Self.form(request) else {
            return responder.respond(
                .problem(
                    status: 415, title: "Unknown content type",
                    detail:
                        "send application/cloudevents+json for one event, application/cloudevents-batch+json for many"))
        }
        guard let secret = Caller.bearer(request) else { return responder.respond(Caller.unknown) }
        let known = accounts.tokenCached(secret, evenAway: true, from: Origin.address(of: request))
        if case .known(let rights) = known {
            return take(request, form, key, writer, rights, responder)
        }
        blockingTake(secret, request, form, key, writer, responder)
    }

    /// How long a till waits for the database to say whose its token is.
    private static let tokenSeconds = 2.0

    /// For a token that is not known from memory. A database that hangs keeps a thread, and no till.
    private func blockingTake(
        _ secret: String, _ request: Request, _ form: Intake.Form, _ key: PartitionKey, _ writer: String,
        _ responder: Responder
    ) {
        let isTaken = Taken()
        let withoutDatabase: @Sendable () -> Void = { [self] in
            guard isTaken.take() else { return }
            if case .known(let rights) = accounts.tokenCached(secret, evenAway: true) {
                return take(request, form, key, writer, rights, responder)
            }
            responder.respond(Failure.tokenUnknowable)
        }
        let isRun = workers.run { [self] in
            do {
                let rights = try accounts.token(secret, from: Origin.address(of: request))
                if isTaken.take() { take(request, form, key, writer, rights, responder) }
            } catch let error as PostgresError where error.isConnectionLost || error.isPoolUnavailable {
                withoutDatabase()
            } catch {
                if isTaken.take() { responder.respond(failure(error, responder)) }
            }
        }
        guard isRun else { return responder.respond(Failure.busy) }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.tokenSeconds, execute: withoutDatabase)
    }

    private func take(
        _ request: Request, _ form: Intake.Form, _ key: PartitionKey, _ writer: String, _ rights: TokenRights?,
        _ responder: Responder
    ) {
        guard let rights else {
            logger.failed(
                "token", "a post from \(Origin.address(of: request)) was refused: its token is unknown or revoked")
            return responder.respond(Caller.unknown)
        }
        guard rights.principal.isAuthor else {
            return responder.respond(
                .problem(status: 403, title: "Not for this token", detail: "an api token writes no facts"))
        }
        let books = books
        let home = books.home(of: writer)
        let began = ContinuousClock.now
        intake.post(request.body, form: form, to: key, writer: writer, by: rights.principal, home: home) {
            [self] outcome in
            meters.count(outcome, took: .now - began)
            note(outcome)
            let body = outcome.body(safeThrough: books.safeThrough(of: writer))
            var response = Response.bytes(body, type: outcome.contentType, status: outcome.httpStatus)
            if case .unavailable(_, let seconds) = outcome { response = response.with("Retry-After", "\(seconds)") }
            responder.respond(response)
        }
    }

    /// A log that takes nothing, as on a full disk, is not for tills alone to know.
    private func note(_ outcome: Outcome) {
        switch outcome {
        case .unavailable(let reason, _):
            isLogAway.store(true, ordering: .relaxed)
            troubles.note(.append, "", OneLine.of(reason))
            logger.began("append", "tills are told to come back: \(reason)")
        case .answered where isLogAway.load(ordering: .relaxed):
            isLogAway.store(false, ordering: .relaxed)
            troubles.end(.append)
            logger.ended("append")
        case .answered, .refused: break
        }
    }

    private static func form(_ request: Request) -> Intake.Form? {
        guard let type = request.headers["Content-Type"] else { return nil }
        // As nearly every till writes it; the rest of what a media type may look like costs more to read.
        if let form = form(type) { return form }
        let bare = type.prefix { $0 != ";" }
        return form(bare.lowercased().trimmingCharacters(in: .whitespaces))
    }

    private static func form(_ type: String) -> Intake.Form? {
        switch type {
        case "application/cloudevents+json": .single
        case "application/cloudevents-batch+json": .batch
        default: nil
        }
    }

    /// A till waits no longer for brokers that are away.
    private static let bookMilliseconds = 1_900

    /// What a till asks at start: its highest known number, and up to where everything is folded.
    func writer(_ writer: String, _ key: PartitionKey, _ request: Request) throws -> Response {
        guard Envelope.isWriter(writer) else {
            throw QueryRefusal("writer", "a writer is named by 1 to \(Envelope.writerLimit) of A–Z a–z 0–9 . _ -")
        }
        if case .store(let store) = key, !PartitionKey.isStore(store) {
            throw QueryRefusal("store", "no store is called so")
        }
        guard let principal = try Caller.of(request, accounts).principal else { return Caller.unknown }
        // The path may name a shop that may be seen, and a writer of another: what is found is looked at by this too.
        guard let sight = principal.sight(ofBook: writer, at: key.place) else {
            return Failure.mayNotSee(bookOf: writer, principal)
        }
        // What was appended a moment ago, here or by another gateway, must not be missed.
        let end = try log.end(withinMilliseconds: Self.bookMilliseconds)
        // Told less than is known, a till without its memory would use numbers again, and lose what it sells.
        if let reached = try waitFor(.position(end), for: sight) {
            return .problem(
                status: 503, title: "The read models are not there yet",
                detail: "after \(Int(Self.waitSeconds)) s they reflect position \(reached), the log ends at \(end)"
            ).with("Retry-After", "2")
        }
        let book = try pool.withConnection { try Incomplete.book($0, writer, for: sight) }
        let isOfOthers = book == nil && sight.stores != nil
        let highest = isOfOthers ? 0 : max(book?.greatest ?? 0, intake.highestSeen(of: writer) ?? 0)
        return .json(
            [
                "writer": .string(writer), "highestKnown": .int(highest),
                "safeThrough": .int(book?.safeThrough ?? 0),
                "position": .string(end.description),
            ])
    }
}

/// What several may do and only the first does.
private final class Taken: Sendable {
    private let isTaken = Atomic(false)
    func take() -> Bool { !isTaken.exchange(true, ordering: .acquiringAndReleasing) }
}
