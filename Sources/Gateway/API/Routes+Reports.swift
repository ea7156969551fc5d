import JSON
import Queries
import Rules

/// Every report, as its columns declare it.
extension Routes {
    static let reports: [Route] = Reports.all.map { report in
        .question("/v1/\(report.name)", report.scope, operation(of: report)) { gateway, call, sight in
            try gateway.table(report, call, sight)
        }
    }

    /// Entries of an entity of the users' own, whose columns follow from its fields.
    static let ownEntries = Route.question(
        "/v1/entries/{entity}", EntityShape.entry.area.readAs,
        Operation(
            "entries", .reports, .tokenOrPerson,
            "Entries of an entity of one’s own, as they are known now, or were on a day.",
            "Rows, or with `group` sums of the measures.",
            parameters: [.path("entity", Schema.text, "its name")] + paging + tableForms,
            answers: [
                .json(
                    Schema.framed([
                        ("columns", Schema.array(of: Schema.reference("Column"))),
                        ("rows", Schema.array(of: ["type": "object"])), ("next", Schema.orNull(Schema.text)),
                    ]), "rows, and the position that they reflect"), .problem(404, "there is no such entity"),
            ])
    ) { gateway, call, sight in
        let shape = try gateway.snapshot { connection in
            try ScreenEntities.own(ScreenModels(connection), call["entity"], at: .now)
        }
        guard let shape else { return Failure.notFound }
        return try gateway.table(Reports.entity(shape), call, sight)
    }

    private static func operation(of report: Report) -> Operation {
        var answer = Operation.Answer.json(
            table(of: report), "rows, and the position that they reflect", links: links(of: report))
        answer.contents.append(("text/csv", Schema.text))
        answer.contents.append((Workbook.type, Schema.text))
        return Operation(
            report.name, .reports, .tokenOrPerson, report.summary, description(of: report),
            parameters: report.arguments.map(argument) + own(report) + report.columns.flatMap(filters),
            answers: [answer])
    }

    private static func description(of report: Report) -> String {
        report.isAlwaysGrouped
            ? "Sums of the measures by the dimensions of `group`; without it one row."
            : "Rows, or with `group` sums of the measures."
    }

    // MARK: What is asked

    private static func own(_ report: Report) -> [Operation.Parameter] {
        let shown = report.columns.filter(\.isShown)
        let dimensions = shown.filter { $0.role == .dimension }.map(\.name)
        let names = shown.map(\.name)
        return [
            .query("group", list(of: dimensions), "sums of the measures by these"),
            .query(
                "sort", list(of: names.flatMap { [$0, "-\($0)"] }),
                "`-` is descending; text sorts by its bytes, what is absent first"),
            .query("fields", list(of: names), "these columns only"),
        ] + paging + [
            .query("links", Schema.boolean, "beside each row, the questions that its figures come from"),
            .query("totals", Schema.boolean, "the measures over everything that the filters pick"),
        ] + tableForms
    }

    /// In which form a table is asked for.
    static let tableForms: [Operation.Parameter] = [
        .query(
            "format", ["enum": ["json", "csv", "sheet", "xlsx"]],
            """
            `csv` (or `Accept: text/csv`) is for programs, numbers as in JSON. `sheet` is a file for a person’s spreadsheet: \
            decimals in the currency and in base units, and all rows (\(TableForm.limitOfRows) at most) unless `limit` or \
            `cursor` asks for a page; `xlsx` is the same as a workbook, its headings in the language of `lang`
            """),
        .query("lang", ["enum": ["ka", "en"]], "of the headings of an `xlsx`"),
        .query(
            "delimiter", ["enum": ["comma", "semicolon"]],
            "of CSV; `semicolon` of a `sheet` goes with decimal commas"),
        .query("bom", Schema.boolean, "whether CSV begins with UTF-8’s byte-order mark"),
    ]

    private static func argument(_ argument: Argument) -> Operation.Parameter {
        let schema: JSON =
            switch argument.kind {
            case .moment:
                ["anyOf": [["type": "string", "format": "date"], ["type": "string", "format": "date-time"]]]
            case .text: ["type": "string", "maxLength": .int(Int64(Argument.textLimit / 4)), "pattern": "^[^\\x00]*$"]
            }
        return .query(argument.name, schema, argument.description)
    }

    private static func filters(_ column: Column) -> [Operation.Parameter] {
        let unit = column.unit.map { ", \($0)" } ?? ""
        return [.query(column.name, list(column.valueSchema), "equal to one of these\(unit)")]
            + column.operators.map { op in
                .query(
                    "\(column.name).\(op.rawValue)", op == .in ? list(column.valueSchema) : column.valueSchema(for: op),
                    "\(op.meaning)\(unit)")
            }
    }

    private static func list(of names: [String]) -> JSON {
        [
            "type": "array", "minItems": 1, "uniqueItems": true,
            "items": ["type": "string", "enum": .array(names.map { .string($0) })],
        ]
    }

    private static func list(_ value: JSON) -> JSON {
        var item = value
        if item["type"] == "string", item["format"] == nil { item["pattern"] = "^[^,\\x00]+$" }
        return ["type": "array", "minItems": 1, "items": item]
    }

    // MARK: What is answered

    private static func table(of report: Report) -> JSON {
        var answer = Schema.framed([
            ("columns", Schema.array(of: Schema.reference("Column"))),
            ("rows", Schema.array(of: Schema.row(of: report, ["links": Schema.links]))),
            ("next", Schema.orNull(Schema.text)),
        ])
        let measures = report.columns.filter { $0.role == .measure }
        let hasCurrency = report.columns.contains { $0.name == "currency" && $0.role == .dimension }
        let sums = Schema.members(measures, hasCurrency ? ["currency": Schema.orNull(Schema.text)] : [:])
        answer["properties"]?["totals"] = sums
        if hasCurrency { answer["properties"]?["totals_by_currency"] = Schema.array(of: sums) }
        return answer
    }

    private static func links(of report: Report) -> [Operation.Link] {
        return [.init("nextPage", to: report.name, [("cursor", "$response.body#/next")])]
    }
}

extension Schema {
    /// A row of a report: the columns that were asked for and may be seen.
    static func row(of report: Report, _ more: JSON = [:]) -> JSON {
        members(report.columns.filter(\.isShown), more)
    }

    static func members(_ columns: [Column], _ more: JSON = [:]) -> JSON {
        [
            "type": "object", "additionalProperties": false,
            "properties": .object(
                columns.map { .init($0.name, orNull($0.answerSchema)) } + (more.object ?? [])),
        ]
    }

    /// Addresses by what they lead to.
    static let links: JSON = [
        "type": "object", "additionalProperties": ["type": "string", "format": "uri-reference"],
    ]
}

extension Column {
    /// The values that it is compared with.
    var valueSchema: JSON {
        var schema = answerSchema
        if kind == .text { schema["pattern"] = Schema.asked["pattern"] ?? .null }
        if kind.isNumber {
            schema["minimum"] = .int(.min)
            schema["maximum"] = .int(.max)
        }
        return schema
    }

    func valueSchema(for op: QueryRequest.Filter.Operator) -> JSON {
        switch op {
        case .contains: Schema.asked
        case .absent: Schema.boolean
        default: valueSchema
        }
    }

    var answerSchema: JSON {
        var schema: JSON =
            switch kind {
            case .text: Schema.text
            case .date: ["type": "string", "format": "date"]
            case .instant: Schema.instant
            case .boolean: Schema.boolean
            case .integer, .money, .quantity, .rate: Schema.integer
            }
        if let unit { schema["description"] = .string(unit) }
        return schema
    }
}

extension QueryRequest.Filter.Operator {
    /// For people who read the reference.
    var meaning: String {
        switch self {
        case .eq: "equal"
        case .ne: "not equal, or absent"
        case .gt: "greater"
        case .gte: "greater or equal"
        case .lt: "less"
        case .lte: "less or equal"
        case .in: "one of these"
        case .contains: "contains this text, whatever the case"
        case .absent: "whether there is no value"
        }
    }
}
