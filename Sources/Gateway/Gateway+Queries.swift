import Events
import Foundation
import HTTP
import JSON
import Log
import Postgres
import Projections

extension Gateway {
    /// What `?after=` names.
    enum Awaited {
        case position(Position)
        case fact(FactID)
    }

    /// How long a query waits for its read models before it says how far they are.
    static let waitSeconds = 5.0
    private static let pollSeconds = 0.01
    /// Callers that may wait at once; one more is told how far it is at once.
    private static let waitersLimit = WorkerPool.threads / 2

    private static let ownParameters: Set<String> = ["after", "format"]

    /// Any question under /v1; blocks.
    func query(_ request: Request, _ path: [String]) throws -> Response {
        if let refusal = try Caller.of(request, accounts).readRefusal { return refusal }
        if let format = request.query("format"), format != "csv", format != "json" {
            throw QueryRefusal("format", "format is json or csv, not “\(format)”")
        }
        if let after = request.query("after") {
            guard let awaited = awaited(after) else {
                throw QueryRefusal("after", "after takes a position such as 0:17,3:4 or a fact such as S01-t1:17")
            }
            if let late = try lateness(awaited) { return late }
        }
        switch (path.first, path.count) {
        case ("status", 1): return try status()
        case ("receipts", 2): return try receipt(path[1])
        case ("receipts", 3) where path[2] == "event": return try event(path[1])
        case ("customers", 3) where path[2] == "history": return try customer(path[1], request)
        case ("stock", 2) where path[1] == "movements": return try movements(request)
        case (let name?, 1):
            guard let report = Reports.all.first(where: { $0.name == name }) else { return Failure.notFound }
            return try table(report, request)
        default: return Failure.notFound
        }
    }

    // MARK: Tables

    private func table(_ report: Report, _ request: Request) throws -> Response {
        let asked = try QueryRequest(parameters: request.query, ignoring: Self.ownParameters)
        let isCSV = request.query("format") == "csv" || request.headers["Accept"] == "text/csv"
        return try snapshot { connection in
            let answer = try report.run(connection, asked)
            let incomplete = try Incomplete.list(connection, answer.schemas)
            if isCSV { return CSV.response(answer, incomplete) }
            var json = frame(answer.schemas.position, incomplete)
            json["columns"] = .array(answer.columns.map(\.json))
            json["rows"] = .array(answer.objects)
            json["next"] = .text(answer.next)
            return .json(json)
        }
    }

    /// What stands in every answer: the position it reflects, and which books are incomplete.
    private func frame(_ position: Position, _ incomplete: JSON) -> JSON {
        ["position": .string(position.description), "incomplete": incomplete]
    }

    // MARK: Documents

    private func receipt(_ text: String) throws -> Response {
        guard let id = FactID(text) else {
            throw QueryRefusal("id", "a receipt's id is writer:writerseq, such as S01-t1:17")
        }
        return try snapshot { connection in
            guard let found = try ReceiptDocument.find(connection, id) else { return Failure.notFound }
            var json = frame(found.schemas.position, try Incomplete.list(connection, found.schemas))
            json["receipt"] = found.json
            return .json(json)
        }
    }

    private func event(_ text: String) throws -> Response {
        guard let id = FactID(text) else {
            throw QueryRefusal("id", "a receipt's id is writer:writerseq, such as S01-t1:17")
        }
        guard let source = try snapshot({ try ReceiptDocument.find($0, id)?.source }) else { return Failure.notFound }
        guard let record = try log.read(source.partition, from: source.offset, limit: ReadLimit(records: 1)).first
        else {
            return Failure.notFound
        }
        return .bytes(record.bytes, type: "application/cloudevents+json")
            .with("X-Davtari-Offset", "\(record.partition):\(record.offset)")
            .with("X-Davtari-Recorded-At", Instant(milliseconds: record.recordedAt).description)
    }

    private func customer(_ id: String, _ request: Request) throws -> Response {
        let asked = try page(of: request, ignoring: Self.ownParameters)
        return try snapshot { connection in
            guard let found = try CustomerHistory.find(connection, id, limit: asked.limit, cursor: asked.cursor) else {
                return Failure.notFound
            }
            var json = frame(found.schemas.position, try Incomplete.list(connection, found.schemas))
            json["history"] = found.json
            return .json(json)
        }
    }

    /// What a document takes: `limit` and `cursor`, and nothing that would be left unheard.
    private func page(of request: Request, ignoring: Set<String>) throws -> QueryRequest {
        for (name, _) in request.query where !ignoring.contains(name) && name != "limit" && name != "cursor" {
            throw QueryRefusal(name, "here limit and cursor are understood, not “\(name)”")
        }
        return try QueryRequest(parameters: request.query, ignoring: ignoring)
    }

    private func movements(_ request: Request) throws -> Response {
        guard let store = request.query("store"), let product = request.query("product") else {
            throw QueryRefusal("store", "name the stock: ?store=…&product=…")
        }
        let ignoring = Self.ownParameters.union(["store", "product"])
        let asked = try page(of: request, ignoring: ignoring)
        return try snapshot { connection in
            let page = try Movements.list(
                connection, store: store, product: product, limit: asked.limit, cursor: asked.cursor)
            let incomplete = try Incomplete.list(connection, page.schemas)
            if request.query("format") == "csv" { return CSV.response(page, incomplete) }
            var json = frame(page.schemas.position, incomplete)
            json["rows"] = .array(page.rows)
            json["next"] = .text(page.next)
            return .json(json)
        }
    }

    /// How far every read model is, beside the log's end.
    private func status() throws -> Response {
        let end = try log.end()
        let models = try pool.withConnection { connection in
            try connection.query(
                """
                SELECT name, version, position, last_error, extract(epoch FROM clock_timestamp() - updated_at)::int8
                FROM davtari.read_model WHERE serving ORDER BY name
                """
            ).map { row -> JSON in
                let position = Position(offsets: try row.int64Array(2))
                return [
                    "name": .string(try row.text(0)), "version": .int(try row.int64(1)),
                    "position": .string(position.description), "behind": .int(position.distance(to: end)),
                    "last_error": .text(try row.optionalText(3)), "seconds_since_commit": .int(try row.int64(4)),
                ]
            }
        }
        return .json([
            "log": .string(log.identity.id), "partitions": .int(Int64(log.identity.partitions)),
            "end": .string(end.description),
            "read_models": .array(models),
        ])
    }

    // MARK: Waiting

    private func awaited(_ text: String) -> Awaited? {
        if let position = Position(text, partitions: log.identity.partitions) { return .position(position) }
        return FactID(text).map { .fact($0) }
    }

    /// 409 with how far the read models are when they did not get there in time; nil when they did.
    func lateness(_ awaited: Awaited) throws -> Response? {
        guard let reached = try waitFor(awaited) else { return nil }
        return .problem(
            status: 409, title: "The read models are not there yet",
            detail: "after \(Int(Self.waitSeconds)) s they reflect position \(reached)",
            extra: [("position", .text(reached.description))])
    }

    /// Waits until every read model reflects what is awaited; the position reached when it does not in time.
    @discardableResult
    func waitFor(_ awaited: Awaited) throws -> Position? {
        // Those who wait must leave threads for those who need not.
        let isPatient = waiting.add(1, ordering: .relaxed).newValue <= Self.waitersLimit
        defer { waiting.subtract(1, ordering: .relaxed) }
        let deadline = Date().addingTimeInterval(isPatient ? Self.waitSeconds : 0)
        while true {
            let (isThere, position) = try pool.withConnection { connection -> (Bool, Position) in
                let position = try Schemas(connection).position
                switch awaited {
                case .position(let wanted): return (position.hasReached(wanted), position)
                case .fact(let id): return (try Incomplete.isFolded(connection, id), position)
                }
            }
            if isThere { return nil }
            if Date() >= deadline { return position }
            Thread.sleep(forTimeInterval: Self.pollSeconds)
        }
    }
}

extension Column {
    var json: JSON {
        var json: JSON = ["name": .string(name), "type": .string(kind.rawValue)]
        if let unit { json["unit"] = .string(unit) }
        return json
    }
}

extension Response {
    static func json(_ value: JSON, status: Int = 200) -> Response { .json(value.bytes, status: status) }
}
