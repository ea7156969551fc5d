import Events
import JSON
import Postgres

/// Stores, tills and products as the chain last said they are.
package final class Catalogue: ReadModel {
    package static let name = "catalogue"
    package static let format: Int32 = 4

    package static let tables = """
        CREATE TABLE store (
            store text NOT NULL, name_ka text, name_en text, zone text, currency text NOT NULL, address text, opens_on date,
            closed_on date);
        CREATE TABLE till (writer text NOT NULL, store text NOT NULL, till text, name text, retired boolean NOT NULL);
        CREATE TABLE product (
            product text COLLATE "C" NOT NULL, name_ka text, name_en text, kind text NOT NULL, unit text,
            hierarchy text[] NOT NULL, department text, category text, barcodes text[] NOT NULL, brand text, tax_rate int8,
            list_amount int8, list_per int8, cost_amount int8, cost_per int8);
        CREATE TABLE said (kind text NOT NULL, id text NOT NULL, versions bytea[] NOT NULL);
        """

    package static let keys = """
        ALTER TABLE store ADD PRIMARY KEY (store);
        ALTER TABLE till ADD PRIMARY KEY (writer);
        ALTER TABLE product ADD PRIMARY KEY (product);
        CREATE INDEX product_category ON product USING hash (category);
        CREATE INDEX product_not_kept ON product (product) WHERE kind <> 'goods';
        ALTER TABLE said ADD PRIMARY KEY (kind, id);
        """

    package static let contents: [Contents] = [
        Contents("SELECT t::text FROM store t ORDER BY store COLLATE \"C\""),
        Contents("SELECT t::text FROM till t ORDER BY writer COLLATE \"C\""),
        Contents("SELECT t::text FROM product t ORDER BY product COLLATE \"C\""),
    ]

    private let connection: Connection
    private let entries: Shelf<CatalogueKey, CatalogueEntry>

    package init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool) {
        self.connection = connection
        entries = Shelf(spilled: isRebuild ? SpilledRows(connection, keys: Self.keys) : nil) {
            try Self.fetch(connection, $0)
        }
    }

    private static func fetch(_ connection: Connection, _ keys: [CatalogueKey]) throws -> [(
        CatalogueKey, CatalogueEntry
    )] {
        let rows = try connection.prepared(
            "catalogue_said",
            "SELECT kind, id, versions FROM said JOIN unnest($1::text[], $2::text[]) AS k(a, b) ON kind = k.a AND id = k.b",
            [.textArray(keys.map(\.kind.rawValue)), .textArray(keys.map(\.id))])
        let parser = JSONParser()
        return try rows.compactMap { row in
            guard let kind = CatalogueKind(rawValue: try row.text(0)) else { return nil }
            let entry = CatalogueEntry()
            entry.isInDatabase = true
            for bytes in try row.bytesArray(2) {
                let event = try Event.read(bytes, with: parser)
                if let said = said(event) { entry.add(version(event, said, bytes)) }
            }
            return (CatalogueKey(kind: kind, id: try row.text(1)), entry)
        }
    }

    private static func version(_ event: Event, _ said: CatalogueEntry.Said, _ bytes: [UInt8])
        -> CatalogueEntry.Version
    {
        .init(key: event.key(atPhase: .timed, said.circumstances), said: said, bytes: bytes)
    }

    package func fold(_ records: [FoldRecord], repeats: [FoldRecord]) throws {
        let named = records.compactMap {
            record -> (key: CatalogueKey, said: CatalogueEntry.Said, event: Event, bytes: [UInt8])? in
            guard let event = record.event, let said = Self.said(event), !said.key.id.isEmpty else { return nil }
            return (said.key, said, event, record.bytes)
        }
        try entries.prefetch(named.map(\.key))
        for (key, said, event, bytes) in named {
            try entries.row(changing: key) { CatalogueEntry() }.add(Self.version(event, said, bytes))
        }
    }

    /// What a fact says of the catalogue; nil when it is of something else.
    private static func said(_ event: Event) -> CatalogueEntry.Said? {
        switch event.fact {
        case .storeOpened(let fact): .store(fact)
        case .storeChanged(let fact): .storeChanged(fact)
        case .storeClosed(let fact): .storeClosed(fact)
        case .tillRegistered(let fact): .till(fact)
        case .tillRetired(let fact): .tillRetired(fact)
        case .productListed(let fact), .productChanged(let fact): .product(fact)
        default: nil
        }
    }

    package func spill() throws { try spillRows() }
    package func finish(_ connection: Connection) throws { try finish(entries) }

    package func forget() { entries.forget() }
    package var inHand: Int { entries.count }

    // MARK: Writing

    package func write() throws {
        let changes = entries.changes(by: <)
        for kind in CatalogueKind.allCases {
            let some = changes.filter { $0.key.kind == kind }
            guard !some.isEmpty else { continue }
            let stale = some.filter { $0.row.isInDatabase }.map(\.key.id)
            if !stale.isEmpty {
                _ = try connection.prepared(
                    "catalogue_delete_\(kind)", "DELETE FROM \(kind.table) WHERE \(kind.column) = ANY($1)",
                    [.textArray(stale)])
                _ = try connection.prepared(
                    "catalogue_delete_said", "DELETE FROM said WHERE kind = $1 AND id = ANY($2)",
                    [Bind(kind.rawValue), .textArray(stale)])
            }
            try connection.copy("said", ["kind", "id", "versions"], some) { writer, change in
                writer.text(kind.rawValue)
                writer.text(change.key.id)
                writer.bytesArray(change.row.versions.map(\.bytes))
            }
            try connection.copy(kind.table, kind.columns, some.filter { kind.isThere($0.row) }) { writer, change in
                kind.write(change.key.id, change.row, &writer)
            }
            for change in some { change.row.isInDatabase = true }
        }
        entries.settled()
    }
}

extension CatalogueKind {
    fileprivate var table: String { rawValue }
    // cannot trap: every kind has columns, told below
    fileprivate var column: String { columns[0] }

    fileprivate var columns: [String] {
        switch self {
        case .store: ["store", "name_ka", "name_en", "zone", "currency", "address", "opens_on", "closed_on"]
        case .till: ["writer", "store", "till", "name", "retired"]
        case .product:
            [
                "product", "name_ka", "name_en", "kind", "unit", "hierarchy", "department", "category", "barcodes",
                "brand",
                "tax_rate", "list_amount", "list_per", "cost_amount", "cost_per",
            ]
        }
    }

    /// A shop that was changed or closed and never opened is none, and a till that was retired and never registered.
    fileprivate func isThere(_ entry: CatalogueEntry) -> Bool {
        switch self {
        case .store: entry.store != nil
        case .till: entry.till != nil
        case .product: true
        }
    }

    fileprivate func write(_ id: String, _ entry: CatalogueEntry, _ writer: inout CopyWriter) {
        writer.text(id)
        switch self {
        case .store:
            let store = entry.store
            writer.optionalText(store?.name?.ka)
            writer.optionalText(store?.name?.en)
            writer.optionalText(store?.zone)
            writer.text(store?.currency ?? "")
            writer.optionalText(store?.address)
            writer.optionalDate(store?.opensOn?.daysSince1970)
            writer.optionalDate(entry.closedOn?.daysSince1970)
        case .till:
            writer.text(entry.till?.store ?? "")
            writer.optionalText(entry.till?.till)
            writer.optionalText(entry.till?.name)
            writer.bool(entry.isRetired)
        case .product:
            let product = entry.product
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
            ] {
                if let number { writer.int64(number) } else { writer.null() }
            }
        }
    }
}
