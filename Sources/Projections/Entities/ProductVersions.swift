import Events
import Postgres

/// What a product was called and where it belonged, from when until when, in columns: every report of goods joins it.
///
/// A version holds from its moment until the next; the first also holds before, since what was not yet spoken of was
/// called nothing else. Moments are milliseconds since 1970, the last is open.
enum ProductVersions {
    static let tables = """
        CREATE TABLE product_version (
            product text NOT NULL, from_ms int8 NOT NULL, until_ms int8 NOT NULL, listed_at int8 NOT NULL,
            name_ka text, name_en text, kind text NOT NULL, unit text, department text, category text, hierarchy text[] NOT NULL,
            brand text, tax_rate int8, list_amount int8, list_per int8, cost_amount int8, cost_per int8,
            status text NOT NULL);
        """
    /// What most reports ask of a product's version stands beside its key: it is found without the row.
    static let keys =
        "ALTER TABLE product_version ADD PRIMARY KEY (product, from_ms) INCLUDE (until_ms, department, category);"
    static let contents = Contents("SELECT t::text FROM product_version t ORDER BY product COLLATE \"C\", from_ms")

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
