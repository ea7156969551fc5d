import JSON

/// A fact in its envelope, as far as it can be read, with everything that is wrong with its form.
package struct Event: Sendable {
    package var envelope: Envelope
    package var fact: Fact
    package var faults: [Fault]

    package var id: FactID { envelope.id }

    /// Reads an event; only an envelope that is wrong throws.
    package init(_ root: JSONValue) throws(EnvelopeFault) { try self.init(root, knowing: FactType.byName) }

    init(_ root: JSONValue, knowing types: [String: FactType]) throws(EnvelopeFault) {
        let data: JSONValue
        (envelope, data) = try Envelope.read(root)
        guard let type = types[envelope.type] else {
            (fact, faults) = (.unknown, [])
            return
        }
        guard data.isObject else {
            (fact, faults) = (.unreadable, [Fault("", "object", "data must be an object")])
            return
        }
        let list = FaultList()
        let read = type.read(data, list)
        if list.hasRepeatedName, let name = data.repeatedNameAnywhere {
            (fact, faults) = (.unreadable, [Fault("", "repeated", "the member “\(name)” stands twice in one object")])
            return
        }
        faults = list.faults
        // An earlier version may have had no lines of its own: what it says was already put into the later one's.
        fact = Self.isReadable(read, data) || type.supersededBy != nil ? read : .unreadable
    }

    /// A receipt, or what moves or values goods, says nothing that could be folded without an array of lines.
    private static func isReadable(_ fact: Fact, _ data: JSONValue) -> Bool {
        switch fact {
        case .receiptCompleted, .goodsReceived, .goodsReturned, .transferDispatched, .transferReceived,
            .transferDiscrepancyFound, .stockCounted, .stockWrittenOff, .costCorrected, .landedCostAdded,
            .stockRevalued, .orderReserved, .orderReleased, .orderHandedOver:
            data["lines"]?.kind == .array
        case .receiptCorrected: data["replacement"]?["lines"]?.kind == .array
        default: true
        }
    }
}

extension Event {
    /// Reads an event from its bytes with a parser of the caller's.
    package static func read(_ bytes: [UInt8], with parser: JSONParser) throws -> Event {
        try parser.parse(bytes) { try Event($0) }
    }
}
