import JSON
import Rules
import Services

/// What can be asked of the house, as its actions declare it.
extension Routes {
    static let commands: [Route] = asked + states + people

    private static let asked: [Route] = Actions.all.map { action in
        Route(action.method, "/v1/" + action.path.joined(separator: "/"), operation(of: action)) { gateway, call in
            try gateway.command(call.request, [(action, call.named)])
        }
    }

    private static func operation(of action: Action) -> Operation {
        Operation(
            id(of: action), .commands, .token,
            CommandSummaries.of(action),
            """
            A token of kind `office` is needed\(action.tills ? ", or a till’s of this place" : ""). Members of the body \
            are those of the fact that it leads to; a member that is not named here is refused.
            """,
            parameters: action.names.map { .path($0, Schema.id, "its id") } + headers,
            body: Operation.Body(
                [("application/json", action.bodySchema)], isRequired: action.bodySchema["required"] != nil,
                example: CommandExample.of(action)),
            answers: [
                Operation.Answer(
                    status: 200, description: "done, or nothing was to do", contents: [("application/json", done)],
                    headers: [etag], links: links(of: action)),
                Operation.Answer(
                    status: 201, description: "something is new", contents: [("application/json", done)],
                    headers: [etag], links: links(of: action)),
                .problem(400, "it cannot be read"), .problem(401, "no such token"),
                .problem(403, "another kind of token is needed, or one of this place"),
                .problem(404, "what it speaks of is not there"), .problem(409, "what has happened stands against it"),
                .problem(412, "it is another version by now"), .problem(415, "another content type"),
                .problem(422, "what is said is wrong: `rule`, `path`, and the numbers"),
                .problem(428, "it is there: say in If-Match which version you saw"),
                .later("no command can be taken now"),
            ])
    }

    /// From the thing that a command speaks of to what else can be done with it.
    private static func links(of action: Action) -> [Operation.Link] {
        guard action.method != "DELETE" else { return [] }
        var (place, ids) = (action.path, action.names.map { ($0, "$request.path.\($0)") })
        if let made = action.form.made.first, action.method == "POST" {
            place.append("{\(made)}")
            ids.append((made, "$response.body#/\(made)"))
        }
        guard place.last?.hasPrefix("{") ?? false else { return [] }
        let names = Set(ids.map(\.0))
        let steps = Actions.all.filter { other in
            other.path.starts(with: place) && names.isSuperset(of: other.names)
                && (other.method, other.path) != (action.method, action.path)
        }.map { other in
            let seen = other.path == place ? [("If-Match", "$response.header.ETag")] : []
            return Operation.Link(id(of: other), to: id(of: other), ids.filter { other.names.contains($0.0) } + seen)
        }
        let who = place == ["customers", "{customer}"] ? [Operation.Link("person", to: "person", ids)] : []
        let states = Resource.all.filter { $0.path == place }.map { Operation.Link(id(of: $0), to: id(of: $0), ids) }
        return states + who + steps
    }

    /// What commands know of a thing, for its ETag.
    private static let states: [Route] = Resource.all.map { resource in
        .question(
            "/v1/" + resource.path.joined(separator: "/"), resource.area.readAs,
            Operation(
                id(of: resource),
                .commands, .tokenOrPerson, "What commands know of one of \(things(resource.path).first ?? "").",
                parameters: resource.path.filter { $0.hasPrefix("{") }.map {
                    .path(String($0.dropFirst().dropLast()), Schema.id, "its id")
                },
                answers: [
                    Operation.Answer(
                        status: 200, description: "its version and state",
                        contents: [
                            (
                                "application/json",
                                Schema.object([("version", Schema.count), ("state", ["type": "object"])])
                            )
                        ], headers: [etag]), .problem(404, "there is none"),
                ])
        ) { gateway, call, sight in
            try gateway.resource(resource, call.named, sight)
        }
    }

    private static let people: [Route] = [
        Route(
            "GET", "/v1/people",
            Operation(
                "people", .commands, .tokenOrPerson, "People by a part of their name or e-mail, phone digits or card.",
                "For tokens of kind `office` and people who have signed in.",
                parameters: [
                    .query(
                        "q", ["type": "string", "pattern": "^[^\\x00]*[^\\s\\x00][^\\x00]*[^\\s\\x00][^\\x00]*$"],
                        "what to look for, two characters or more", isRequired: true)
                ],
                answers: [
                    .json(
                        Schema.object([("people", Schema.array(of: person)), ("limit", Schema.count)]),
                        "by name, at most `limit`"),
                    .problem(400, "too little to look for"), .problem(401, "nobody known asks"),
                    .problem(403, "another kind of token is needed"), .later("the database is away"),
                ])
        ) { gateway, call in try gateway.people(call.request) },
        Route(
            "GET", "/v1/people/{customer}",
            Operation(
                "person", .commands, .tokenOrPerson, "Who a customer is.",
                "For tokens of kind `office` and people who have signed in.",
                parameters: [.path("customer", Schema.id, "the customer's id")],
                answers: [
                    .json(person, "the person"), .problem(401, "nobody known asks"),
                    .problem(403, "another kind of token is needed"), .problem(404, "nobody knows, or does any more"),
                    .later("the database is away"),
                ])
        ) { gateway, call in try gateway.person(call["customer"], call.request) },
    ]

    private static let person = Schema.object([("customer", Schema.text), ("person", ["type": "object"])])

    /// The innermost first.
    private static func things(_ path: [String]) -> [String] { path.filter { !$0.hasPrefix("{") }.reversed() }

    private static func id(of action: Action) -> String {
        let words = [action.method.lowercased()] + action.path.map { $0.filter { $0.isLetter || $0.isNumber } }
        return words.joined(separator: "_")
    }

    private static func id(of resource: Resource) -> String {
        (["get"] + resource.path.map { $0.filter { $0.isLetter || $0.isNumber } }).joined(separator: "_")
    }

    private static let headers: [Operation.Parameter] = [
        .header(
            "Idempotency-Key", ["type": "string", "minLength": 1, "maxLength": .int(Int64(Command.keyLimit))],
            "said again under its key, a command is answered as the first time"),
        .header(
            "If-Match",
            ["type": "string", "pattern": "^(\\*|(W/)?\"[!#-~]*\"([ ]*,[ ]*(W/)?\"[!#-~]*\")*)$"],
            "the ETag that was seen, or `*`"),
        .header("If-None-Match", ["const": "*"], "only where there is none yet"),
    ]

    private static let etag = (name: "ETag", schema: ["type": "string"] as JSON, description: "its version now")

    private static let done: JSON = [
        "type": "object", "required": ["version", "facts", "position"],
        "properties": [
            "version": Schema.count, "facts": Schema.array(of: Schema.factID),
            "position": Schema.orNull(Schema.position),
            "belowZero": Schema.array(of: Schema.object([("product", Schema.id), ("onHand", Schema.integer)])),
        ],
        "additionalProperties": [
            "description": "the ids of what it speaks of, and its numbers: `left` of a card, `balance` of an account",
            "type": ["string", "integer", "boolean", "null", "array"], "items": ["type": "string"],
        ],
    ]
}

extension Schema {
    /// What a thing may be called.
    static let id: JSON = ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^(?!\\.{1,2}$)[^\\x00]+$"]
}
