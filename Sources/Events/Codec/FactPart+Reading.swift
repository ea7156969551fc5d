import JSON

extension FactPart {
    /// Reads members by themselves, as a command brings them; everything wrong with their form is told.
    package static func read(_ object: JSONValue) -> (part: Self, faults: [Fault]) {
        let list = FaultList()
        var part = Self()
        FactReader.read(object, into: &part, list)
        return (part, list.faults)
    }

    /// JSON Schema 2020-12 of the members.
    package static var schema: JSON { SchemaMaker.schema(of: Self.self) }
}
