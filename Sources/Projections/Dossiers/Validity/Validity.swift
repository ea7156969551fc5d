import Events
import Postgres

/// What held from when until when: products by their names and categories; and which ids of customers are one person.
///
/// A version holds from its moment until the next; the first also holds before, since what was not yet spoken of was
/// called nothing else. Moments are milliseconds since 1970, the last is open.
enum Validity: DossierPart {
    static let tables = """
        CREATE TABLE product_version (
            product text NOT NULL, from_ms int8 NOT NULL, until_ms int8 NOT NULL, listed_at int8 NOT NULL,
            name_ka text, name_en text, kind text NOT NULL, unit text, department text, category text, hierarchy text[] NOT NULL,
            brand text, tax_rate int8, list_amount int8, list_per int8, cost_amount int8, cost_per int8,
            status text NOT NULL);
        CREATE TABLE person (customer text NOT NULL, stands_for text NOT NULL);
        """

    /// What most reports ask of a product's version stands beside its key: it is found without the row.
    static let keys = """
        ALTER TABLE product_version ADD PRIMARY KEY (product, from_ms) INCLUDE (until_ms, department, category);
        ALTER TABLE person ADD PRIMARY KEY (customer);
        CREATE INDEX person_stands_for ON person (stands_for);
        """

    static let contents: [Contents] = [
        Contents("SELECT t::text FROM product_version t ORDER BY product COLLATE \"C\", from_ms"),
        Contents("SELECT t::text FROM person t ORDER BY customer COLLATE \"C\""),
    ]

    static func subjects(of event: Event) -> [SaidKey] {
        switch event.fact {
        case .productListed(let fact), .productChanged(let fact): [SaidKey("product", fact.product)]
        case .customerMerged(let fact):
            fact.customer.isEmpty || fact.with.isEmpty
                ? [] : [SaidKey(Persons.kind, fact.customer), SaidKey(Persons.kind, fact.with)]
        case .customerUnmerged(let fact):
            fact.customer.isEmpty || fact.with.isEmpty
                ? [] : [SaidKey(Persons.kind, fact.customer), SaidKey(Persons.kind, fact.with)]
        default: []
        }
    }

    static let derived = [ProductVersions.table]
}
