import Events
import HTTP
import Intake
import JSON
import Log
import Logging
import Rules
import Services

/// How this house is, for what watches over it: whether its process serves, whether all that it stands on is there, and figures.
///
/// Each is answered within a second, whatever is away.
extension Gateway {
    /// Whether the process serves.
    func health(_ responder: Responder) { responder.respond(.text("ok\n")) }

    /// Whether the log and the database are there, and the figures are what the shops have sold.
    func readiness(_ call: Call, _ responder: Responder) {
        admit(call.request, responder, to: watching) { [self] in
            let view = surroundings.look()
            let troubles = view.away.map { "the \($0.what) is away" } + view.lags
            guard troubles.isEmpty else {
                return responder.respond(
                    .text(troubles.map { "not ready: \($0)\n" }.joined(), status: 503).with("Retry-After", "2"))
            }
            responder.respond(.text("ready\n"))
        }
    }

    /// How far every read model is, beside the log's end, and what is away.
    func status(_ call: Call, _ responder: Responder) {
        telling(call, responder) { [self] call, view in
            try takesNothing(call)
            return statusResponse(call.request.query("after") == nil ? view : surroundings.look())
        }
    }

    /// Figures for Prometheus.
    func metrics(_ call: Call, _ responder: Responder) {
        telling(call, responder) { [self] call, view in
            try takesNothing(call)
            var text = PrometheusText()
            write(view, to: &text)
            meters.write(to: &text)
            ProcessFigures.write(to: &text)
            return .bytes(Array(text.text.utf8), type: PrometheusText.contentType)
        }
    }

    /// Looks, and tells who may read `books`. While the database is away that is who was known within a day.
    private func telling(
        _ call: Call, _ responder: Responder,
        _ tell: @escaping @Sendable (Call, Surroundings.View) throws -> Response
    ) {
        admit(call.request, responder, to: watching) { [self] in
            let view = surroundings.look()
            answer(responder) {
                if view.isDatabaseThere { return try question(call, .books) { _, call, _ in try tell(call, view) } }
                guard let secret = Caller.bearer(call.request),
                    case .known(let rights?) = accounts.tokenCached(secret, evenAway: true)
                else { return Self.away(view, toStranger: true) }
                guard rights.principal.sight(to: .read(.books)) != nil else {
                    return Failure.mayNotSee(.read(.books), rights.principal)
                }
                return try tell(call, view)
            }
        }
    }

    private func statusResponse(_ view: Surroundings.View) -> Response {
        let end = try? view.end.get()
        var json: JSON = [
            "log": .string(log.identity.id), "home": .string(log.home),
            "partitions": .int(Int64(log.identity.partitions)), "end": .text(end?.description),
            "read_models": .null,
        ]
        if case .success(let models) = view.readModels {
            json["read_models"] = .array(
                models.map { model in
                    [
                        "name": .string(model.name), "version": .int(model.version),
                        "position": .string(model.position.description),
                        "behind": end.map { JSON.int(model.position.distance(to: $0)) } ?? .null,
                        "last_error": .text(model.lastError),
                        "seconds_since_commit": .int(model.secondsSinceCommit),
                    ]
                })
        }
        if view.away.isEmpty { return .json(json) }
        return Self.away(view, (json.object ?? []).map { ($0.name, .json($0.value.bytes)) })
    }

    /// - Parameter toStranger: a reason may name machines, and is not for everybody.
    private static func away(
        _ view: Surroundings.View, _ extra: [(name: String, value: ProblemMember)] = [], toStranger: Bool = false
    ) -> Response {
        let away = view.away.map { one -> JSON in
            var json: JSON = [
                "what": .string(one.what), "since": .string(Instant(milliseconds: one.since).description),
            ]
            if !toStranger { json["reason"] = .string(OneLine.of(one.reason)) }
            return json
        }
        return .problem(
            status: 503, title: "Something is away",
            detail: view.away.map { "the \($0.what) is away" }.joined(separator: "; "),
            extra: [("away", .json(JSON.array(away).bytes))] + extra
        ).with("Retry-After", "2")
    }

    private func write(_ view: Surroundings.View, to text: inout PrometheusText) {
        let away = Set(view.away.map(\.what))
        text.family(
            "davtari_up", .gauge, "Whether what the house stands on can be reached: 1 or 0.",
            ["log", "database"].map { .init(Int64(away.contains($0) ? 0 : 1), ("what", $0)) })
        let end = try? view.end.get()
        text.family(
            "davtari_log_end_offset", .gauge, "The next offset of a partition of the log.",
            (end?.offsets ?? []).enumerated().map { .init($0.element, ("partition", "\($0.offset)")) })
        let models = (try? view.readModels.get()) ?? []
        if let end {
            text.family(
                "davtari_read_model_behind_events", .gauge, "Facts in the log that a read model does not reflect yet.",
                models.map { .init($0.position.distance(to: end), ("read_model", $0.name)) })
        }
        text.family(
            "davtari_read_model_idle_seconds", .gauge, "Since a read model last took a fact.",
            models.map { .init($0.secondsSinceCommit, ("read_model", $0.name)) })
        text.family(
            "davtari_read_model_failed", .gauge, "Whether the last fold of a read model went wrong: 1 or 0.",
            models.map { .init(Int64($0.lastError == nil ? 0 : 1), ("read_model", $0.name)) })
    }
}
