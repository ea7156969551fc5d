import JSON
import Queries

/// One thing with all that belongs to it.
extension Routes {
    static let documents: [Route] = [
        .question(
            "/v1/receipts/{receipt}", .sales,
            Operation(
                "receipt", .documents, .tokenOrPerson, "A receipt as it counts now.", parameters: [receipt],
                answers: [
                    .json(
                        Schema.framed([("receipt", Schema.receipt)]), "the receipt",
                        links: [.init("event", to: "receiptEvent", [("receipt", "$request.path.receipt")])]), unknown,
                ])
        ) { gateway, call, sight in try gateway.receipt(call["receipt"], call, sight) },
        .question(
            "/v1/receipts/{receipt}/event", .sales,
            Operation(
                "receiptEvent", .documents, .tokenOrPerson, "Its counting fact, byte for byte as it stands in the log.",
                parameters: [receipt], answers: [bytes, unknown])
        ) { gateway, call, sight in try gateway.receiptEvent(call["receipt"], call, sight) },
        .question(
            "/v1/events/{event}", .books,
            Operation(
                "event", .documents, .tokenOrPerson, "Any fact, byte for byte as it stands in the log.",
                parameters: [.path("event", Schema.factID, "`writer:writerseq`")], answers: [bytes, unknown])
        ) { gateway, call, sight in try gateway.event(call["event"], call, sight) },
        .question(
            "/v1/customers/{customer}/history", .customers,
            Operation(
                "history", .documents, .tokenOrPerson, "A customer’s totals, favourites, grants and receipts.",
                parameters: [
                    .path("customer", Schema.id, "a customer’s id"),
                    .query(
                        Gateway.favouriteDays,
                        Schema.number(upTo: CustomerFavourites.mostDays, usually: CustomerFavourites.usualDays),
                        "of how many days up to the last purchase the favourites are"),
                ] + paging,
                answers: [.json(Schema.framed([("history", Schema.history)]), "newest first"), unknown])
        ) { gateway, call, sight in try gateway.customer(call["customer"], call, sight) },
        .question(
            "/v1/stock/movements", .stock,
            Operation(
                "movements", .documents, .tokenOrPerson,
                "The movements behind a stock figure, in the order of costing.",
                parameters: [
                    .query("store", Schema.asked, "whose stock", isRequired: true),
                    .query("product", Schema.asked, "of what", isRequired: true),
                ] + paging + tableForms,
                answers: [
                    Operation.Answer(
                        status: 200, description: "oldest first",
                        contents: [
                            (
                                "application/json",
                                Schema.framed([
                                    ("rows", Schema.array(of: Schema.movement)),
                                    ("next", Schema.orNull(Schema.text)),
                                ])
                            ), ("text/csv", Schema.text),
                        ])
                ])
        ) { gateway, call, sight in try gateway.movements(call, sight) },
    ]

    private static let receipt = Operation.Parameter.path(
        "receipt", Schema.factID, "`writer:writerseq`, such as `S01-t1:17`")
    private static let unknown = Operation.Answer.problem(404, "nothing is known of it")

    private static let bytes = Operation.Answer(
        status: 200, description: "the bytes", contents: [("application/cloudevents+json", Schema.storedEvent)],
        headers: [
            ("X-Davtari-Offset", ["type": "string", "pattern": "^[0-9]+:[0-9]+$"], "partition and offset"),
            ("X-Davtari-Recorded-At", Schema.instant, "when the log learned of it"),
        ])

    /// What takes pages: reports, and some documents.
    static let paging: [Operation.Parameter] = [
        .query(
            "limit",
            Schema.number(upTo: QueryRequest.limitOfRows, usually: QueryRequest.defaultLimit), "rows of a page"),
        .query("cursor", ["type": "string", "pattern": "^([0-9a-f]{2})+$"], "the `next` of the page before"),
    ]
}
