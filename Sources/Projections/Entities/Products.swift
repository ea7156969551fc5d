import Events
import Postgres

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
        name: "product", kind: "product",
        columns: [
            "product", "name_ka", "name_en", "kind", "unit", "hierarchy", "department", "category", "barcodes", "brand",
            "tax_rate", "list_amount", "list_per", "cost_amount", "cost_per",
        ]
    ) { id, said in
        let product = said.facts.reduce(into: ProductFacts()) { product, fact in
            switch fact.event.fact {
            case .productListed(let facts), .productChanged(let facts): product = facts.laid(over: product)
            default: break
            }
        }
        return [
            { writer in
                writer.text(id)
                writer.optionalText(product.name?.ka)
                writer.optionalText(product.name?.en)
                writer.text(product.kind ?? "goods")
                writer.optionalText(product.unit)
                writer.textArray(product.hierarchy)
                writer.optionalText(product.hierarchy.first)
                writer.optionalText(product.hierarchy.count > 1 ? product.hierarchy[1] : nil)
                writer.textArray(product.allBarcodes)
                writer.optionalText(product.brand)
                for number in [
                    product.taxRate, product.listPrice?.amount, product.listPrice?.per, product.defaultCost?.amount,
                    product.defaultCost?.per,
                ] { writer.optionalInt64(number) }
            }
        ]
    }
}
