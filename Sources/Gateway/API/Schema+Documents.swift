import Events
import JSON
import Queries

/// What the documents are made of. What a token may not see is left out, so it is never required.
extension Schema {
    static let receipt = object(
        [
            ("receipt", factID), ("status", ["enum": ["counted", "suspect", "training", "voided"]]), ("store", text),
            ("till", orNull(text)), ("number", orNull(text)), ("day", date), ("effective_at", instant),
            ("recorded_at", instant), ("revision", integer), ("operator", orNull(text)),
            ("customer_category", orNull(text)), ("channel", orNull(text)), ("currency", text), ("is_foreign", boolean),
            ("gross", integer), ("rounding", integer), ("discount", integer), ("revenue", integer), ("tax", integer),
            ("lines", array(of: line)), ("tenders", array(of: object([("kind", text), ("amount", integer)]))),
            ("grants", array(of: grant)), ("faults", faults),
            ("returned_by", array(of: object([("receipt", orNull(text)), ("line", integer), ("quantity", integer)]))),
            ("log", object([("partition", count), ("offset", count)])), ("links", links),
        ],
        mayHave: [("customer", orNull(text)), ("cost", integer), ("cost_booked", integer), ("margin", integer)])

    private static let line = object(
        [
            ("line", integer), ("kind", text), ("product", orNull(text)), ("name_ka", orNull(text)),
            ("name_en", orNull(text)), ("is_known", boolean), ("quantity", integer), ("gross", integer),
            ("discount", integer), ("net", integer), ("tax", integer), ("original", orNull(receiptPart)),
        ], mayHave: [("cost", integer), ("cost_booked", integer)])

    private static let grant = object([
        ("line", integer), ("rule", text), ("version", integer), ("kind", text), ("reason", text), ("approver", text),
        ("amount", integer),
    ])

    /// A line of another receipt.
    private static let receiptPart = object([("receipt", text), ("line", integer)])

    static let faults = array(
        of: object(
            [("path", text), ("rule", text), ("message", text)], mayHave: [("said", integer), ("found", integer)]))

    static let history = object([
        ("customer", text), ("ids", array(of: text)), ("category", orNull(text)),
        ("totals", array(of: row(of: Reports.customers))),
        ("favourite_days", count), ("favourite_products", favourites(["product", "name_ka", "name_en"])),
        ("favourite_categories", favourites(["department", "category"])),
        ("grants", array(of: row(of: Reports.discounts))), ("has_more_grants", boolean),
        ("receipts", array(of: row(of: Reports.receipts))), ("next", orNull(text)),
    ])

    private static func favourites(_ names: [String]) -> JSON {
        array(
            of: object(
                names.map { ($0, orNull(text)) }
                    + ["receipts", "quantity", "gross"].map { ($0, orNull(integer)) }))
    }

    static let movement = object(
        [
            ("effective_at", instant), ("recorded_at", instant), ("kind", text), ("quantity", integer),
            ("on_hand", integer), ("fact", factID), ("line", integer), ("cause", orNull(factID)),
            ("counted", orNull(integer)), ("partition", count), ("offset", count), ("links", links),
        ], mayHave: [("cost", integer), ("is_guess", boolean), ("credit", orNull(integer))])

    /// A fact as it stands in the log: its envelope was checked at the door, `data` may say anything.
    static let storedEvent: JSON = [
        "type": "object",
        "required": ["specversion", "id", "source", "type", "time", "writer", "writerseq", "data"],
        "properties": [
            "specversion": ["const": "1.0"], "id": factID, "source": text, "type": text, "time": instant,
            "writer": writer, "writerseq": ["type": "integer", "minimum": 1, "maximum": .int(Envelope.sequenceLimit)],
        ],
    ]
}
