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
        columns: ["product", "from_ms", "until_ms", "listed_at"] + ProductColumns.names + ["status"]
    ) { product, said in
        let listed = said.facts.first?.milliseconds ?? 0
        return Span.all(of: said, ProductFacts(), ProductColumns.take).map { span in
            { writer in
                writer.text(product)
                writer.int64(span.from)
                writer.int64(span.until)
                writer.int64(listed)
                ProductColumns.write(span.state, &writer)
                writer.text(span.state.status ?? "active")
            }
        }
    }
}
