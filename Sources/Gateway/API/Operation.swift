import JSON
import Rules

/// What OpenAPI says of a route: what it takes and what it answers (OpenAPI 3.1, Operation Object).
struct Operation: Sendable {
    enum Access: Sendable, Equatable {
        case anyone
        /// A token in the Authorization header.
        case token
        /// A token, or the cookie of a person who has signed in.
        case tokenOrPerson
        /// The cookie of a person who has signed in.
        case person
    }

    /// Unique; what generated clients call the operation.
    var id: String
    var tag: Tag
    var access: Access
    /// One line.
    var summary: String
    /// As much as needed; CommonMark.
    var description: String?
    var parameters: [Parameter] = []
    var body: Body?
    var answers: [Answer]
    /// The area whose scope a token of kind `api` needs.
    var area: Scope?

    init(
        _ id: String, _ tag: Tag, _ access: Access, _ summary: String, _ description: String? = nil,
        parameters: [Parameter] = [], body: Body? = nil, answers: [Answer]
    ) {
        (self.id, self.tag, self.access, self.summary, self.description) = (id, tag, access, summary, description)
        (self.parameters, self.body, self.answers) = (parameters, body, answers)
    }

    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }
        var name: String
        var place: Place
        var isRequired: Bool
        var schema: JSON
        var description: String

        static func path(_ name: String, _ schema: JSON, _ description: String) -> Parameter {
            Parameter(name: name, place: .path, isRequired: true, schema: schema, description: description)
        }
        static func query(_ name: String, _ schema: JSON, _ description: String, isRequired: Bool = false) -> Parameter
        {
            Parameter(name: name, place: .query, isRequired: isRequired, schema: schema, description: description)
        }
        static func header(_ name: String, _ schema: JSON, _ description: String, isRequired: Bool = false)
            -> Parameter
        {
            Parameter(name: name, place: .header, isRequired: isRequired, schema: schema, description: description)
        }
    }

    struct Body: Sendable {
        /// Schemas by media type.
        var contents: [(type: String, schema: JSON)]
        var isRequired: Bool
        /// A body that it takes, of the first media type.
        var example: JSON?
        init(_ contents: [(type: String, schema: JSON)], isRequired: Bool = true, example: JSON? = nil) {
            (self.contents, self.isRequired, self.example) = (contents, isRequired, example)
        }
    }

    struct Answer: Sendable {
        var status: Int
        var description: String
        var contents: [(type: String, schema: JSON)] = []
        var headers: [(name: String, schema: JSON, description: String)] = []
        var links: [Link] = []

        static func json(_ schema: JSON, _ description: String, links: [Link] = []) -> Answer {
            Answer(status: 200, description: description, contents: [("application/json", schema)], links: links)
        }
        static func problem(_ status: Int, _ description: String) -> Answer {
            Answer(status: status, description: description, contents: [("application/problem+json", Schema.problem)])
        }
        /// May come back in `seconds`.
        static func later(_ description: String) -> Answer {
            var answer = problem(503, description)
            answer.headers = [("Retry-After", ["type": "integer", "minimum": 1], "seconds")]
            return answer
        }
    }

    /// From this answer to another operation's parameters (OpenAPI 3.1, Link Object).
    struct Link: Sendable {
        var name: String
        var operation: String
        /// Runtime expressions by parameter.
        var parameters: [(name: String, expression: String)]
        init(_ name: String, to operation: String, _ parameters: [(name: String, expression: String)]) {
            (self.name, self.operation, self.parameters) = (name, operation, parameters)
        }
    }

    enum Tag: String, Sendable, CaseIterable {
        case posting, reports, documents, commands, service, pages

        var description: String {
            switch self {
            case .posting: "Facts from tills and the office."
            case .reports: "Tables over all shops: filters, sort, grouping, pages, JSON and CSV."
            case .documents: "One thing with all that belongs to it."
            case .commands: "Orders that the house decides."
            case .service: "How far everything is, schemas, this description."
            case .pages: "What people look at."
            }
        }
    }

    /// What every question takes and may answer besides its own.
    func asked(of area: Scope) -> Operation {
        var operation = self
        operation.area = area
        operation.parameters += [
            .query(
                "after", ["type": "string", "pattern": .string(Gateway.awaitedPattern)],
                "a position (`0:17,3:4`) or a fact (`S01-t1:17`) that the answer must reflect"),
            .header(
                "Prefer", Schema.text,
                "`wait=SECONDS` (RFC 7240): how long to wait for `after`, \(Int(Gateway.waitSeconds)) at most and by default"
            ),
        ]
        operation.answers += [
            .problem(400, "a question that cannot be asked so; `parameter` names it"),
            .problem(401, "nobody known asks"),
            .problem(403, "the token may not read this area, this shop or this column"),
            .problem(409, "`after` was not reached in time; `position` says how far it is"),
            .problem(422, "parameters contradict each other, or the answer is over a limit, which `limit` names"),
            .later("log, database or read models are away, or too much waits"),
        ]
        return operation
    }
}
