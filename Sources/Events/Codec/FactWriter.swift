import JSON

/// Writes a fact's members as JSON; what is absent or has its default is left out.
struct FactWriter: FactVisitor {
    var json: JSONWriter

    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) {
        guard let value else { return }
        json.name("\(name)")
        json.string(value)
    }

    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) {
        json.name("\(name)")
        json.string(value)
    }

    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) {
        guard let value else { return }
        json.name("\(name)")
        json.int(value)
    }

    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default preset: Int64?) {
        if value == preset { return }
        json.name("\(name)")
        json.int(value)
    }

    mutating func bool(_ name: StaticString, _ value: inout Bool) {
        guard value else { return }
        json.name("\(name)")
        json.bool(true)
    }

    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) {
        guard let value else { return }
        json.name("\(name)")
        json.string(value.description)
    }

    mutating func texts(_ name: StaticString, _ value: inout [String]) {
        guard !value.isEmpty else { return }
        json.name("\(name)")
        json.value(.array(value.map { .string($0) }))
    }

    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {
        guard var part = value else { return }
        json.name("\(name)")
        write(&part)
    }

    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        guard required || !value.isEmpty else { return }
        json.name("\(name)")
        json.array { array in
            var writer = FactWriter(json: array)
            for index in value.indices { writer.write(&value[index]) }
            array = writer.json
        }
    }

    mutating func free(_ name: StaticString, _ value: inout JSON?) {
        guard let value else { return }
        json.name("\(name)")
        json.value(value)
    }

    mutating func write<Part: FactPart>(_ part: inout Part) {
        json.object { object in
            var writer = FactWriter(json: object)
            part.visit(&writer)
            object = writer.json
        }
    }
}

extension FactPart {
    /// The fact's `data` as JSON.
    package var encoded: [UInt8] {
        var copy = self
        var writer = FactWriter(json: JSONWriter())
        writer.write(&copy)
        return writer.json.bytes
    }
}
