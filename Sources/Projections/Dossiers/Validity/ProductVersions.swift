import Events
import Postgres

/// What a product was called and where it belonged, from when until when.
enum ProductVersions {
    static let table = SaidBook.Table(
        name: "product_version", kind: "product",
        columns: [
            "product", "from_ms", "until_ms", "listed_at", "name_ka", "name_en", "kind", "unit", "department",
            "category",
            "hierarchy", "brand", "tax_rate", "list_amount", "list_per", "cost_amount", "cost_per",
            "status",
        ]
    ) { product, said in
        let listed = said.facts.first?.milliseconds ?? 0
        return Span.all(of: said, ProductFacts(), take).map { span in
            { writer in
                let facts = span.state
                writer.text(product)
                writer.int64(span.from)
                writer.int64(span.until)
                writer.int64(listed)
                for text in [facts.name?.ka, facts.name?.en] { writer.optionalText(text) }
                writer.text(facts.kind ?? "goods")
                writer.optionalText(facts.unit)
                writer.optionalText(facts.hierarchy.first)
                writer.optionalText(facts.hierarchy.count > 1 ? facts.hierarchy[1] : nil)
                writer.textArray(facts.hierarchy)
                writer.optionalText(facts.brand)
                for number in [
                    facts.taxRate, facts.listPrice?.amount, facts.listPrice?.per, facts.defaultCost?.amount,
                    facts.defaultCost?.per,
                ] { writer.optionalInt64(number) }
                writer.text(facts.status ?? "active")
            }
        }
    }

    /// Each member is won by the last that names it.
    private static func take(_ product: inout ProductFacts, _ fact: Said.Fact) -> Bool {
        let said: ProductFacts
        switch fact.event.fact {
        case .productListed(let facts), .productChanged(let facts): said = facts
        default: return false
        }
        product = said.laid(over: product)
        return true
    }
}
