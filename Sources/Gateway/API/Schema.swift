import Events
import JSON

/// JSON Schemas (2020-12) that several answers share, by name under `#/components/schemas`.
enum Schema {
    static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

    static let problem = reference("Problem")
    static let incomplete = reference("Incomplete")
    static let position = reference("Position")
    static let instant: JSON = ["type": "string", "format": "date-time"]
    static let text: JSON = ["type": "string"]
    /// What may be asked for in the address: no NUL, which no text of a shop has and no database takes.
    static let asked: JSON = ["type": "string", "pattern": "^[^\\x00]*$"]
    static let count: JSON = ["type": "integer", "minimum": 0]
    /// From 1 on.
    static func number(upTo most: Int, usually: Int) -> JSON {
        ["type": "integer", "minimum": 1, "maximum": .int(Int64(most)), "default": .int(Int64(usually))]
    }
    static let date: JSON = ["type": "string", "format": "date"]
    static let integer: JSON = ["type": "integer", "format": "int64"]
    static let boolean: JSON = ["type": "boolean"]
    static let factID: JSON = ["type": "string", "pattern": .string(FactID.pattern)]
    static let writer: JSON = ["type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"]
    static let store: JSON = [
        "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^/\\x00-\\x20\\x7f]+$",
    ]

    static func orNull(_ schema: JSON) -> JSON {
        if case .string(let type)? = schema["type"] {
            var nullable = schema
            nullable["type"] = [.string(type), "null"]
            return nullable
        }
        return ["anyOf": [schema, ["type": "null"]]]
    }

    static func array(of items: JSON) -> JSON { ["type": "array", "items": items] }

    /// An object with exactly these members, all of them there but those that it may have.
    static func object(_ members: [(String, JSON)], mayHave others: [(String, JSON)] = []) -> JSON {
        [
            "type": "object", "properties": .object((members + others).map { JSON.Member($0.0, $0.1) }),
            "required": .array(members.map { .string($0.0) }), "additionalProperties": false,
        ]
    }

    /// What stands around every answer, with more members.
    static func framed(_ members: [(String, JSON)]) -> JSON {
        object([("position", position), ("incomplete", incomplete)] + members)
    }

    static let components: [JSON.Member] = [
        .init(
            "Problem",
            [
                "type": "object", "description": "RFC 9457; further members say more.",
                "required": ["type", "title", "status"],
                "properties": [
                    "type": text, "title": text, "status": ["type": "integer"], "detail": text,
                    "parameter": ["type": "string", "description": "the parameter that is wrong"],
                    "limit": ["type": ["string", "integer"], "description": "the limit that was passed"],
                    "position": position,
                ],
            ]),
        .init(
            "Position",
            [
                "type": "string", "pattern": "^([0-9]+:[0-9]+(,[0-9]+:[0-9]+)*)?$",
                "description": "the next offset of each partition",
            ]),
        .init(
            "Incomplete",
            object([
                ("total", count),
                (
                    "books",
                    array(
                        of: object([
                            ("store", orNull(text)), ("writer", text), ("complete_through", count),
                            ("greatest", count), ("missing", count), ("last_fact_at", instant),
                        ]))
                ),
                ("silent_total", count),
                (
                    "silent",
                    array(of: object([("store", orNull(text)), ("writer", text), ("silent_since", instant)]))
                ),
                (
                    "astray",
                    array(of: object([("store", orNull(text)), ("writer", text), ("partitions", array(of: count))]))
                ),
                ("unreadable", count), ("unapplied", count), ("set_aside", count), ("ahead", count), ("suspect", count),
                ("foreign_receipts", count), ("lost_references", count),
                ("kept", array(of: object([("type", text), ("facts", count)]))),
                (
                    "unknown",
                    array(of: object([("type", text), ("facts", count), ("nearest", orNull(text))]))
                ),
            ])),
        .init(
            "Column",
            [
                "type": "object", "required": ["name", "type"],
                "properties": ["name": text, "type": text, "unit": text], "additionalProperties": false,
            ]),
        .init("StoreEvent", event(of: .store)), .init("ChainEvent", event(of: .chain)),
        .init("EventResult", eventResult),
    ]
}

extension FactID {
    static let pattern = "^[A-Za-z0-9._-]{1,64}:[1-9][0-9]{0,9}$"
}
