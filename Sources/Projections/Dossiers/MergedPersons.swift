import Events
import Postgres

/// Which ids of customers are one person.
enum MergedPersons: DossierPart {
    static let tables = "CREATE TABLE person (customer text NOT NULL, stands_for text NOT NULL);"

    static let keys = """
        ALTER TABLE person ADD PRIMARY KEY (customer);
        CREATE INDEX person_stands_for ON person (stands_for);
        """

    static let contents: [Contents] = [Contents("SELECT t::text FROM person t ORDER BY customer COLLATE \"C\"")]

    static func subjects(of event: Event) -> [SaidKey] {
        switch event.fact {
        case .customerMerged(let fact):
            fact.customer.isEmpty || fact.with.isEmpty
                ? [] : [SaidKey(Persons.kind, fact.customer), SaidKey(Persons.kind, fact.with)]
        case .customerUnmerged(let fact):
            fact.customer.isEmpty || fact.with.isEmpty
                ? [] : [SaidKey(Persons.kind, fact.customer), SaidKey(Persons.kind, fact.with)]
        default: []
        }
    }

    /// Written with all of a connected set at once (`Persons`).
    static let derived: [SaidBook.Table] = []
}
