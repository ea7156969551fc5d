import Events
import Postgres
import Rules

/// Products as the chain last said they are, in columns: stock and receipts join it, a row a product.
enum Products {
    static let tables = """
        CREATE TABLE product (
            product text COLLATE "C" NOT NULL, name_ka text, name_en text, kind text NOT NULL, unit text,
            hierarchy text[] NOT NULL, department text, category text, barcodes text[] NOT NULL, brand text, tax_rate int8,
            list_amount int8, list_per int8, cost_amount int8, cost_per int8);
        """
    static let keys = """
        ALTER TABLE product ADD PRIMARY KEY (product);
        CREATE INDEX product_category ON product USING hash (category);
        CREATE INDEX product_not_kept ON product (product) WHERE kind <> 'goods';
        """
    static let contents = Contents("SELECT t::text FROM product t ORDER BY product COLLATE \"C\"")

    static let table = SaidBook.Table(
        name: "product", kind: "product", columns: ["product"] + ProductColumns.names + ["barcodes"]
    ) { id, said in
        let product = said.facts.reduce(into: ProductFacts()) { _ = ProductColumns.take(&$0, $1) }
        return [
            { writer in
                writer.text(id)
                ProductColumns.write(product, &writer)
                writer.textArray(product.allBarcodes)
            }
        ]
    }
}

/// What both tables of products say of one.
enum ProductColumns {
    static let names = [
        "name_ka", "name_en", "kind", "unit", "department", "category", "hierarchy", "brand", "tax_rate", "list_amount",
        "list_per", "cost_amount", "cost_per",
    ]

    /// In the order of `names`.
    static func write(_ product: ProductFacts, _ writer: inout CopyWriter) {
        for text in [product.name?.ka, product.name?.en] { writer.optionalText(text) }
        writer.text(product.kind ?? "goods")
        writer.optionalText(product.unit)
        writer.optionalText(product.hierarchy.first)
        writer.optionalText(product.hierarchy.count > 1 ? product.hierarchy[1] : nil)
        writer.textArray(product.hierarchy)
        writer.optionalText(product.brand)
        for number in [
            product.taxRate, product.listPrice?.amount, product.listPrice?.per, product.defaultCost?.amount,
            product.defaultCost?.per,
        ] { writer.optionalInt64(number) }
    }

    /// With one more fact: each member is won by the last that names it; false where it speaks of no product.
    static func take(_ product: inout ProductFacts, _ fact: Said.Fact) -> Bool {
        guard case .said(_, let said, _)? = fact.event.fact.toldOfProduct else { return false }
        product = said.laid(over: product)
        return true
    }
}
