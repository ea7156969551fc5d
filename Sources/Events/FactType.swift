import JSON

/// A type of fact: its name with version, who may author it, where it is written.
package struct FactType: Sendable {
    package enum Author: Sendable { case till, office }
    /// In whose partition it stands; `either` is for what may speak of anything.
    package enum Scope: Sendable { case store, chain, either }

    package let name: String
    package let author: Author
    package let scope: Scope
    /// The later version of this type, when there is one: logs hold this one for ever, nobody writes it any more.
    package let supersededBy: String?
    /// What its `data` are.
    package let body: any FactBody.Type
    /// JSON Schema 2020-12 of its `data`.
    package let dataSchema: @Sendable () -> JSON
    let read: @Sendable (JSONValue, FaultList) -> Fact

    /// - Parameter author: who may write it at least: what a till may, an office and an import may too.
    init<Body: FactBody>(
        _ name: String, _ author: Author, _ scope: Scope, _ wrap: @escaping @Sendable (Body) -> Fact
    ) {
        self.init(name, author, scope, supersededBy: nil, wrap)
    }

    init<Body: FactBody>(
        _ name: String, _ author: Author, _ scope: Scope, supersededBy: String?,
        _ wrap: @escaping @Sendable (Body) -> Fact
    ) {
        (self.name, self.author, self.scope, self.supersededBy) = (name, author, scope, supersededBy)
        body = Body.self
        dataSchema = { SchemaMaker.schema(of: Body.self) }
        read = { data, faults in
            var value = Body()
            FactReader.read(data, into: &value, faults)
            return wrap(value)
        }
    }

    package static let all: [FactType] = [
        receipts, shop, book, goods, catalogue, customers, orders, pricing, loyalty, money, people,
    ].flatMap(\.self)

    package static let byName: [String: FactType] = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    /// The schema as it stands in the `schemas` folder.
    package var schemaText: String { schema.prettyText }

    /// The schema of the whole event, envelope included.
    package var schema: JSON {
        [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string("urn:davtari:\(name)"),
            "title": .string(name),
            "type": "object",
            "required": ["specversion", "id", "source", "type", "time", "writer", "writerseq", "data"],
            "properties": [
                "specversion": ["const": "1.0"],
                "id": ["type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}:[1-9][0-9]{0,9}$"],
                "source": ["type": "string", "pattern": "^(/stores/[^/]+|/chain)/writers/[A-Za-z0-9._-]{1,64}$"],
                "type": ["const": .string(name)],
                "time": ["type": "string", "format": "date-time"],
                "datacontenttype": ["const": "application/json"],
                "writer": ["type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"],
                "writerseq": ["type": "integer", "minimum": 1, "maximum": .int(Envelope.sequenceLimit)],
                "data": dataSchema(),
            ],
        ]
    }
}
