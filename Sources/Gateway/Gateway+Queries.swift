import Events
import Foundation
import HTTP
import JSON
import Log
import Pages
import Postgres
import Queries
import Rules

extension Gateway {
    /// What every question is asked with besides its own parameters.
    private static let ownParameters: Set<String> = TableForm.parameters.union(["after"])

    /// A question: who asks may read the area, and the read models are as far as the caller wants. Blocks.
    func question(_ call: Call, _ area: Scope, _ answer: (Gateway, Call, Sight) throws -> Response) throws -> Response {
        let request = call.request
        guard let principal = try Caller.of(request, accounts).principal else { return Caller.unknown }
        guard let sight = principal.sight(to: .read(area)) else { return Failure.mayNotSee(.read(area), principal) }
        var call = call
        call.principal = principal
        if let after = request.query("after") {
            let seconds = try Self.patience(request)
            if let late = try lateness(try awaited(after), for: sight, seconds: seconds) {
                // What cannot be asked so is told so, not to come again; what is not there may be still to come.
                let answered = try answer(self, call, sight)
                return [200, 404].contains(answered.status) ? late : answered
            }
        }
        return try answer(self, call, sight)
    }

    // MARK: Tables

    func table(_ report: Report, _ call: Call, _ sight: Sight) throws -> Response {
        let request = call.request
        var asked = try QueryRequest(
            parameters: request.query, ignoring: Self.ownParameters, arguments: Set(report.arguments.map(\.name)))
        let form = try TableForm(request)
        if let refused = Self.refusesFile(form, call.principal) { return refused }
        asked.limit = form.limit(asked)
        // An amount is written with the decimals of its currency, and is none without it.
        if form.isForPerson { report.nameCurrency(in: &asked) }
        let question = asked
        var given: Report.Answer?
        let response = try snapshot { connection in
            let schemas = try Schemas(connection)
            let awaited = try report.ahead(connection, question, for: sight, in: schemas)
            let limits = try Incomplete.ahead(connection, schemas, for: sight)
            let (answer, incomplete) = (try awaited(), try limits())
            given = answer
            if let csv = form.csv {
                try form.check(answer.next)
                return csv.response(answer, named: report.name, in: try csv.units(connection, schemas), incomplete)
            }
            if form.isWorkbook {
                try form.check(answer.next)
                return try Workbook(language: Self.language(of: request), units: MoneyUnits(connection, schemas))
                    .response(answer, of: report, incomplete)
            }
            var json = frame(schemas.position, incomplete)
            json["columns"] = .array(answer.columns.map(\.json))
            json["rows"] = .array(linked(answer.objects, answer.links))
            if let totals = answer.totals {
                json["totals"] = .object(totals.sums.map { JSON.Member($0.column.name, $0.value) })
                if let parts = totals.byCurrency {
                    json["totals"]?["currency"] = .text(totals.currency)
                    json["totals_by_currency"] = .array(
                        parts.map { part in
                            .object(
                                [JSON.Member("currency", .text(part.currency))]
                                    + part.sums.map { JSON.Member($0.column.name, $0.value) })
                        })
                }
            }
            json["next"] = .text(answer.next)
            return .json(json)
        }
        if let given { try note(report, given, question, isFile: form.isFile, by: call.principal) }
        return response
    }

    /// A program reads page by page what a file holds, and is not asked; of a person it is a right of its own.
    private static func refusesFile(_ form: TableForm, _ principal: Principal?) -> Response? {
        guard form.isFile, let principal, principal.kind == .person, !principal.rights.holds(.files(.export)) else {
            return nil
        }
        return Failure.mayNotSee(.files(.export), principal)
    }

    private func linked(_ rows: [JSON], _ links: [[(name: String, target: Lead.Target)]]) -> [JSON] {
        guard !links.isEmpty else { return rows }
        return zip(rows, links).map { row, links in
            var row = row
            row["links"] = .object(links.map { JSON.Member($0.name, .string($0.target.address)) })
            return row
        }
    }

    /// What stands in every answer: the position it reflects, and which books are incomplete.
    private func frame(_ position: Position, _ incomplete: JSON) -> JSON {
        ["position": .string(position.description), "incomplete": incomplete]
    }

    // MARK: Documents

    func receipt(_ text: String, _ call: Call, _ sight: Sight) throws -> Response {
        try takesNothing(call)
        let id = try factID(text)
        return try snapshot { connection in
            guard let found = try ReceiptDocument.find(connection, id, for: sight) else {
                return Failure.notFound
            }
            var json = frame(
                found.schemas.position, try Incomplete.ahead(connection, found.schemas, for: sight)())
            json["receipt"] = found.json
            return .json(json)
        }
    }

    private func factID(_ text: String) throws -> FactID {
        guard let id = FactID(text), Envelope.isWriter(id.writer) else {
            throw QueryRefusal("id", "an id is writer:writerseq, such as S01-t1:17")
        }
        return id
    }

    /// The counting version of a receipt, as it stands in the log.
    func receiptEvent(_ text: String, _ call: Call, _ sight: Sight) throws -> Response {
        try takesNothing(call)
        try expectWhole(.receipt, sight)
        let id = try factID(text)
        guard let source = try snapshot({ try ReceiptDocument.find($0, id, for: sight)?.source }) else {
            return Failure.notFound
        }
        return try record(source.partition, source.offset, for: sight)
    }

    /// Any fact, as it stands in the log.
    func event(_ text: String, _ call: Call, _ sight: Sight) throws -> Response {
        try takesNothing(call)
        try expectWhole(.any, sight)
        let id = try factID(text)
        guard let place = try snapshot({ try EventPlace.find($0, id) }) else { return Failure.notFound }
        return try record(place.partition, place.offset, for: sight)
    }

    private func expectWhole(_ fact: WholeFact, _ sight: Sight) throws {
        try expect(sight.missing(for: fact), toSee: "a whole fact")
    }

    func expect(_ missing: [Scope], toSee what: String) throws {
        guard missing.isEmpty else {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            throw QueryRefusal.forbidden("scope", "\(what) is not for this token: it needs \(names)")
        }
    }

    private func record(_ partition: Int, _ offset: Int64, for sight: Sight) throws -> Response {
        guard let record = try log.read(partition, from: offset, limit: ReadLimit(records: 1)).first,
            record.offset == offset, try sight.seesWhole(record.bytes)
        else { return Failure.notFound }
        return .bytes(record.bytes, type: "application/cloudevents+json")
            .with("X-Davtari-Offset", "\(record.partition):\(record.offset)")
            .with("X-Davtari-Recorded-At", Instant(milliseconds: record.recordedAt).description)
    }

    func customer(_ id: String, _ call: Call, _ sight: Sight) throws -> Response {
        let request = call.request
        let asked = try page(of: request, also: ["after", Self.favouriteDays])
        let days = try favouriteDays(request)
        guard try reaches([EntityShape.customer.idName: id], sight) else { return Failure.notFound }
        let response = try snapshot { connection -> Response in
            let schemas = try Schemas(connection)
            let awaited = try CustomerHistory.ahead(
                connection, id, favouriteDays: days, limit: asked.limit, cursor: asked.cursor, for: sight,
                in: schemas)
            let incomplete = try Incomplete.ahead(connection, schemas, for: sight)
            guard let history = try awaited() else { return Failure.notFound }
            var json = frame(schemas.position, try incomplete())
            json["history"] = history
            return .json(json)
        }
        if response.status == 200 { try note(.look, of: "customer-history", rows: 1, by: call.principal) }
        return response
    }

    static let favouriteDays = "favourite_days"

    private func favouriteDays(_ request: Request) throws(QueryRefusal) -> Int {
        guard let text = request.query(Self.favouriteDays) else { return CustomerFavourites.usualDays }
        return try QueryRequest.number(Self.favouriteDays, text, upTo: CustomerFavourites.mostDays, of: "days")
    }

    /// What a document in pages takes: `limit` and `cursor`, and nothing that would be left unheard.
    private func page(of request: Request, also names: Set<String>) throws -> QueryRequest {
        for (name, _) in request.query where !names.contains(name) && name != "limit" && name != "cursor" {
            throw QueryRefusal(
                name, "here \((names.sorted() + ["limit", "cursor"]).joined(separator: ", ")) are understood")
        }
        return try QueryRequest(parameters: request.query, ignoring: names)
    }

    /// A document that takes no parameter but `after` says so of any other.
    func takesNothing(_ call: Call) throws {
        for (name, _) in call.request.query where name != "after" {
            throw QueryRefusal(name, "here only after is understood")
        }
    }

    func movements(_ call: Call, _ sight: Sight) throws -> Response {
        let request = call.request
        guard let store = request.query("store"), let product = request.query("product") else {
            throw QueryRefusal("store", "name the stock: ?store=…&product=…")
        }
        let asked = try page(of: request, also: Self.ownParameters.union(["store", "product"]))
        let form = try TableForm(request)
        if let refused = Self.refusesFile(form, call.principal) { return refused }
        var taken: Int?
        let response = try snapshot { connection -> Response in
            let page = try Movements.list(
                connection, store: store, product: product, limit: form.limit(asked), cursor: asked.cursor,
                for: sight)
            let incomplete = try Incomplete.ahead(connection, page.schemas, for: sight)()
            if form.isWorkbook {
                try form.check(page.next)
                taken = page.rows.count
                return try Workbook(language: Self.language(of: request), units: MoneyUnits(connection, page.schemas))
                    .response(page, incomplete)
            }
            if let csv = form.csv {
                try form.check(page.next)
                taken = page.rows.count
                return csv.response(
                    page, named: "movements", in: try csv.units(connection, page.schemas), incomplete)
            }
            var json = frame(page.schemas.position, incomplete)
            json["rows"] = .array(linked(page.rows, page.links))
            json["next"] = .text(page.next)
            return .json(json)
        }
        if let taken { try note(.export, of: "movements", rows: taken, by: call.principal) }
        return response
    }
}

extension Column {
    var json: JSON {
        var json: JSON = ["name": .string(name), "type": .string(kind.rawValue)]
        if let unit { json["unit"] = .string(unit) }
        return json
    }
}

extension Lead.Target {
    var address: String {
        let path = "/" + segments.map { percentEncode($0) }.joined(separator: "/")
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\(percentEncode($0.name))=\(percentEncode($0.value))" }.joined(separator: "&")
    }
}

extension Response {
    static func json(_ value: JSON, status: Int = 200) -> Response { .json(value.bytes, status: status) }
}
