import JSON

/// A type of fact: its name with version, who may author it, where it is written.
package struct FactType: Sendable {
    package enum Author: Sendable { case till, office }
    package enum Scope: Sendable { case store, chain }

    package let name: String
    package let author: Author
    package let scope: Scope
    /// JSON Schema 2020-12 of its `data`.
    package let dataSchema: @Sendable () -> JSON
    let read: @Sendable (JSONValue, FaultList) -> Fact

    private init<Part: FactPart>(
        _ name: String, _ author: Author, _ scope: Scope, _ part: Part.Type, _ wrap: @escaping @Sendable (Part) -> Fact
    ) {
        (self.name, self.author, self.scope) = (name, author, scope)
        dataSchema = { SchemaMaker.schema(of: part) }
        read = { data, faults in
            var value = Part()
            var reader = FactReader(object: data, path: "", faults: faults)
            value.visit(&reader)
            return wrap(value)
        }
    }

    package static let all: [FactType] = [
        FactType("receipt.completed.v1", .till, .store, Receipt.self) { .receiptCompleted($0) },
        FactType("receipt.corrected.v1", .office, .store, ReceiptCorrection.self) { .receiptCorrected($0) },
        FactType("record.damaged.v1", .till, .store, RecordDamaged.self) { .recordDamaged($0) },
        FactType("goods.received.v1", .office, .store, Delivery.self) { .goodsReceived($0) },
        FactType("store.opened.v1", .office, .chain, StoreOpened.self) { .storeOpened($0) },
        FactType("till.registered.v1", .office, .chain, TillRegistered.self) { .tillRegistered($0) },
        FactType("product.listed.v1", .office, .chain, ProductFacts.self) { .productListed($0) },
        FactType("product.changed.v1", .office, .chain, ProductFacts.self) { .productChanged($0) },
        FactType("customer.registered.v1", .office, .chain, CustomerRegistered.self) { .customerRegistered($0) },
        FactType("numbers.writtenOff.v1", .office, .chain, NumbersWrittenOff.self) { .numbersWrittenOff($0) },
    ]

    package static let byName: [String: FactType] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

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

/// What happened.
package enum Fact: Sendable {
    case receiptCompleted(Receipt)
    case receiptCorrected(ReceiptCorrection)
    case recordDamaged(RecordDamaged)
    case goodsReceived(Delivery)
    case storeOpened(StoreOpened)
    case tillRegistered(TillRegistered)
    case productListed(ProductFacts)
    case productChanged(ProductFacts)
    case customerRegistered(CustomerRegistered)
    case numbersWrittenOff(NumbersWrittenOff)
    /// A type that this version does not know: kept, counted, passed through.
    case unknown
    /// `data` that cannot be read at all: it moves nothing and limits completeness.
    case unreadable
}
