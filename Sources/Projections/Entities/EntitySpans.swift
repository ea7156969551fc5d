import Events
import JSON
import Postgres
import Rules

/// The rows of one entity: what each of its entries was when.
enum EntitySpans {
    static func table(of shape: EntityShape) -> SaidBook.Table {
        SaidBook.Table(
            name: "entity_span", kind: shape.name,
            columns: ["id", "entity", "from_ms", "until_ms", "begun_ms", "is_ended", "over_ms", "members", "search"],
            kindColumn: "entity"
        ) { id, said in
            let spans = EntityHistory(said.facts.compactMap { EntityHistory.Saying($0.event, of: shape) }).spans
            let begun = spans.first?.from ?? 0
            return spans.map { span in
                { writer in
                    writer.text(id)
                    writer.text(shape.name)
                    writer.int64(span.from)
                    writer.int64(span.until)
                    writer.int64(begun)
                    writer.bool(span.isEnded || shape.isOver(span.members))
                    if let over = shape.overFrom(span.members) { writer.int64(over) } else { writer.null() }
                    writer.jsonb(Self.storable(span.members.json).text)
                    writer.text(EntitySearch.folded(shape.searchText(id, span.members)))
                }
            }
        }
    }

    /// Without what Postgres holds in no text: the character U+0000, which users' own fields may have.
    static func storable(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): .string(storable(text))
        case .array(let elements): .array(elements.map(storable))
        case .object(let members): .object(members.map { JSON.Member(storable($0.name), storable($0.value)) })
        default: json
        }
    }

    private static func storable(_ text: String) -> String {
        text.utf8.contains(0) ? String(text.unicodeScalars.filter { $0.value != 0 }.map(Character.init)) : text
    }
}

/// Text as a search compares it: in small letters, which Georgian's headings (Mtavruli) have too.
package enum EntitySearch {
    static func folded(_ text: String) -> String { text.lowercased() }
    /// All of them must be found.
    package static func words(_ text: String) -> [String] {
        folded(text).split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
