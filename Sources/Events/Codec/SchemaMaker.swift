import JSON

/// Notes a fact's members down as JSON Schema 2020-12.
struct SchemaMaker: FactVisitor {
    private(set) var properties: [JSON.Member] = []
    private(set) var required: [JSON] = []

    static func schema<Part: FactPart>(of type: Part.Type) -> JSON {
        var part = Part()
        var maker = SchemaMaker()
        part.visit(&maker)
        var schema: JSON = ["type": "object", "properties": .object(maker.properties)]
        if !maker.required.isEmpty { schema["required"] = .array(maker.required) }
        return schema
    }

    private mutating func add(_ name: StaticString, _ schema: JSON, required isRequired: Bool) {
        properties.append(JSON.Member("\(name)", schema))
        if isRequired { required.append(.string("\(name)")) }
    }

    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) {
        add(name, kind.schema, required: false)
    }
    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) {
        add(name, kind.schema, required: true)
    }
    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) {
        add(name, kind.schema, required: false)
    }

    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default preset: Int64?) {
        var schema = kind.schema
        if let preset { schema["default"] = .int(preset) }
        add(name, schema, required: preset == nil)
    }

    mutating func bool(_ name: StaticString, _ value: inout Bool) {
        add(name, ["type": "boolean", "default": false], required: false)
    }

    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) {
        add(name, ["type": "string", "format": "date"], required: required)
    }

    mutating func texts(_ name: StaticString, _ value: inout [String]) {
        add(name, ["type": "array", "items": TextKind.id.schema], required: false)
    }

    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {
        add(name, Self.schema(of: Part.self), required: required)
    }

    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        add(name, ["type": "array", "items": Self.schema(of: Part.self)], required: required)
    }

    mutating func free(_ name: StaticString, _ value: inout JSON?) { add(name, ["type": "object"], required: false) }
}

extension TextKind {
    fileprivate var schema: JSON {
        switch self {
        case .plain: ["type": "string"]
        case .id: ["type": "string", "minLength": 1, "maxLength": .int(Int64(Self.idLimit))]
        case .currency: ["type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217"]
        case .instant: ["type": "string", "format": "date-time"]
        case .dayOrInstant:
            ["type": "string", "anyOf": [["format": "date-time"], ["format": "date"]]]
        case .zone: ["type": "string", "description": "an IANA time zone"]
        case .base64: ["type": "string", "contentEncoding": "base64"]
        case .choice(let choices): ["type": "string", "enum": .array(choices.map { .string($0) })]
        }
    }
}

extension IntKind {
    fileprivate var schema: JSON {
        let limit = FactReader.integerLimit
        return [
            "type": "integer", "description": .string(unit), "minimum": .int(self == .ordinal ? 1 : -limit),
            "maximum": .int(limit),
        ]
    }
}
