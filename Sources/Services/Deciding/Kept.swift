import Events
import JSON

/// Members of a fact inside a state, kept as the fact's own JSON.
package struct Kept<Part: FactPart & Equatable>: Codable, Sendable, Equatable {
    package var part: Part

    package init(_ part: Part) { self.part = part }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        part = try JSONParser().parse(Array(text.utf8)) { Part.read($0).part }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(decoding: part.encoded, as: UTF8.self))
    }
}
