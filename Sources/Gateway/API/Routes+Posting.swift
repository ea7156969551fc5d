import Events
import Intake
import JSON
import Log

/// The tills' way in.
extension Routes {
    static let posting: [Route] = [
        Route("POST", "/v1/stores/{store}/writers/{writer}/events", post(of: .store)) { gateway, call, responder in
            // `chain` names the chain's own books; no store may be called so.
            guard call["store"] != PartitionKey.chain.text else { return responder.respond(Failure.notFound) }
            gateway.post(call.request, .store(call["store"]), call["writer"], responder)
        },
        Route("POST", "/v1/chain/writers/{writer}/events", post(of: .chain)) { gateway, call, responder in
            gateway.post(call.request, .chain, call["writer"], responder)
        },
        Route("GET", "/v1/stores/{store}/writers/{writer}", book(of: .store)) { gateway, call in
            try gateway.writer(call["writer"], .store(call["store"]), call.request)
        },
        Route("GET", "/v1/chain/writers/{writer}", book(of: .chain)) { gateway, call in
            try gateway.writer(call["writer"], .chain, call.request)
        },
    ]

    private enum Scope: String { case store, chain }

    private static func path(_ scope: Scope) -> [Operation.Parameter] {
        let store = Operation.Parameter.path("store", Schema.store, "a store's id; `chain` is none")
        let writer = Operation.Parameter.path("writer", Schema.writer, "the book that the facts stand in")
        return scope == .store ? [store, writer] : [writer]
    }

    private static func post(of scope: Scope) -> Operation {
        let link = Operation.Link(
            "book", to: "\(scope)Book",
            (scope == .store ? [("store", "$request.path.store")] : []) + [("writer", "$request.path.writer")])
        let event = Schema.reference(scope == .store ? "StoreEvent" : "ChainEvent")
        let toEvent = Operation.Link(
            "event", to: "event",
            [("event", "$response.body#/events/0/id"), ("after", "$response.body#/position")])
        return Operation(
            "\(scope)Events", .posting, .token, "Post facts of a \(scope == .store ? "store" : "chain").",
            """
            The answer comes when the log has made the events durable. What is said in `data` is never refused: what
            breaks a rule is kept and marked (`/schemas/{type}.json` says what a fact should say). A repeat of the same
            bytes counts once.
            """,
            parameters: path(scope),
            body: .init([
                ("application/cloudevents+json", event),
                (
                    "application/cloudevents-batch+json",
                    [
                        "type": "array", "minItems": 1, "maxItems": .int(Int64(NewRecord.countLimit)),
                        // One that is none of ours is refused by itself, and its neighbours are taken.
                        "items": ["anyOf": [event, [:]]],
                    ]
                ),
            ]),
            answers: [
                .json(taken, "durable; event by event what became of it", links: [link, toEvent]),
                .problem(400, "not JSON, or an envelope that is wrong: `rule`, `place`, `byte`"),
                .problem(401, "no such token"), .problem(403, "not this token’s store, writer or type"),
                .problem(404, "no store is called so"),
                .problem(409, "the writer’s book lies in another partition of the log, for life: `writer.partition`"),
                .problem(413, "an event, a batch or a body over a limit: `limit`"),
                .problem(415, "another content type"),
                .problem(422, "a number that 64 bits do not hold: `json.number`"),
                .later("the log did not take it, or only in part: send the same again"),
            ])
    }

    private static let taken = Schema.object([
        ("position", Schema.orNull(Schema.position)), ("safeThrough", Schema.orNull(Schema.count)),
        ("events", Schema.array(of: Schema.reference("EventResult"))),
    ])

    private static func book(of scope: Scope) -> Operation {
        Operation(
            "\(scope)Book", .posting, .tokenOrPerson,
            "What is known of a book: its highest number, and what a till may forget.",
            parameters: path(scope),
            answers: [
                .json(
                    Schema.object([
                        ("writer", Schema.text), ("highestKnown", Schema.count), ("safeThrough", Schema.count),
                        ("position", Schema.position),
                    ]), "complete up to the log’s end"),
                .problem(400, "no writer or no store is named so"),
                .problem(401, "nobody known asks"), .problem(403, "another till’s book"),
                .later("the read models are not at the log’s end yet"),
            ])
    }
}

extension Schema {
    /// The envelope, which is checked, and `data`, which may say anything.
    ///
    /// - Parameter scope: in whose partition it is posted; what belongs to the other is refused there.
    static func event(of scope: FactType.Scope) -> JSON {
        let (here, elsewhere) = (
            FactType.all.filter { $0.scope == scope || $0.scope == .either },
            FactType.all.filter { $0.scope != scope && $0.scope != .either }
        )
        let home = scope == .store ? "/stores/[^/]+" : "/chain"
        return [
            "type": "object",
            "required": ["specversion", "id", "source", "type", "time", "writer", "writerseq", "data"],
            "properties": [
                "specversion": ["const": "1.0"], "id": factID,
                "source": ["type": "string", "pattern": .string("^\(home)/writers/[A-Za-z0-9._-]{1,64}$")],
                "type": [
                    "type": "string", "pattern": "^[^\\x00]{1,200}$",
                    "not": ["enum": .array(elsewhere.map { .string($0.name) })],
                    "examples": .array(here.map { .string($0.name) }),
                ],
                "time": instant, "datacontenttype": ["const": "application/json"], "writer": writer,
                "writerseq": ["type": "integer", "minimum": 1, "maximum": .int(Envelope.sequenceLimit)],
                "data": ["description": "what happened: `/schemas/{type}.json`"],
            ],
        ]
    }

    static let eventResult: JSON = [
        "type": "object", "required": ["id", "status"],
        "properties": [
            "id": orNull(text), "status": ["enum": ["accepted", "suspect", "duplicate", "refused"]],
            "partition": count, "offset": orNull(count), "recordedAt": orNull(instant),
            "faults": faults, "problem": problem,
        ],
    ]
}
