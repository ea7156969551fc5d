/// The tables of the trade read model, without keys: a rebuild fills them first and builds the keys after.
package enum TradeTables {
    /// A receipt of up to a block stays whole in its row, and of a longer one the lines stand beside it: to compress them
    /// would cost more than to write them. So with a page of movements, which is written with every sale.
    static let tables = """
        CREATE TABLE receipt (
            writer text NOT NULL, writerseq int8 NOT NULL, status text NOT NULL,
            store text NOT NULL, till text NOT NULL, receipt_number text, business_date date NOT NULL,
            effective_at int8 NOT NULL, recorded_at int8 NOT NULL, log_partition int4 NOT NULL, log_offset int8 NOT NULL,
            revision int8 NOT NULL, operator text, customer text, customer_category text, channel text,
            currency text NOT NULL, gross int8 NOT NULL, rounding int8 NOT NULL,
            figures int8[] NOT NULL,
            line_kind text[] NOT NULL, line_product text[] NOT NULL, line_figures int8[] NOT NULL,
            grant_words text[] NOT NULL, grant_figures int8[] NOT NULL,
            tender_kind text[] NOT NULL, tender_amount int8[] NOT NULL,
            faults text, extra bytea, shift text)
            WITH (toast_tuple_target = 8160);
        ALTER TABLE receipt ALTER line_kind SET STORAGE EXTERNAL, ALTER line_product SET STORAGE EXTERNAL,
            ALTER line_figures SET STORAGE EXTERNAL, ALTER grant_words SET STORAGE EXTERNAL,
            ALTER grant_figures SET STORAGE EXTERNAL;
        \(withoutStatistics("receipt", [
            "figures", "line_kind", "line_product", "line_figures", "grant_words", "grant_figures", "tender_kind",
            "tender_amount", "extra",
        ]))
        CREATE TABLE store_day (
            store text NOT NULL, business_date date NOT NULL, currency text NOT NULL,
            receipts int8 NOT NULL, returns int8 NOT NULL, quantity int8 NOT NULL, gross int8 NOT NULL,
            discount int8 NOT NULL, net int8 NOT NULL, tax int8 NOT NULL, cost int8 NOT NULL, booked int8 NOT NULL,
            suspect int8[] NOT NULL, training int8 NOT NULL, beyond bytea);
        CREATE TABLE customer (
            customer text NOT NULL, currency text NOT NULL,
            receipts int8 NOT NULL, returns int8 NOT NULL, quantity int8 NOT NULL, gross int8 NOT NULL,
            discount int8 NOT NULL, net int8 NOT NULL, tax int8 NOT NULL, cost int8 NOT NULL, booked int8 NOT NULL,
            visits int8 NOT NULL, first_visit date, last_visit date, visit_days int4[] NOT NULL, visit_receipts int8[] NOT NULL,
            beyond bytea);
        CREATE TABLE stock (
            store text COLLATE "C" NOT NULL, product text COLLATE "C" NOT NULL,
            quantity int8 NOT NULL, value int8 NOT NULL, booked_value int8 NOT NULL,
            is_guess bool NOT NULL, last_sale date, sold_28 int8 NOT NULL, days_left int8,
            from_ms int8 NOT NULL, from_key bytea NOT NULL, head bytea NOT NULL, movements bytea NOT NULL)
            WITH (toast_tuple_target = 8160);
        CREATE TABLE stock_page (
            store text COLLATE "C" NOT NULL, product text COLLATE "C" NOT NULL,
            from_ms int8 NOT NULL, from_key bytea NOT NULL, begins_owing bool NOT NULL, head bytea NOT NULL, movements bytea NOT NULL)
            WITH (toast_tuple_target = 8160);
        ALTER TABLE stock ALTER movements SET STORAGE EXTERNAL;
        ALTER TABLE stock_page ALTER movements SET STORAGE EXTERNAL;
        \(withoutStatistics("stock", ["head", "movements"]))
        \(withoutStatistics("stock_page", ["head", "movements"]))
        \(withoutStatistics("customer", ["visit_days", "visit_receipts"]))
        CREATE TABLE default_cost (product text NOT NULL, versions bytea NOT NULL);
        \(documents)
        """

    /// Columns whose values no plan depends on: of arrays Postgres would sort every element whenever it analyzes, which it does
    /// beside the tills.
    private static func withoutStatistics(_ table: String, _ columns: [String]) -> String {
        "ALTER TABLE \(table) \(columns.map { "ALTER \($0) SET STATISTICS 0" }.joined(separator: ", "));"
    }

    /// What goods' documents say of each other: transfers with a row a dispatched line, deliveries that others speak of,
    /// what cannot be applied; and what each shop reckons in.
    private static let documents = """
        CREATE TABLE transfer (transfer text NOT NULL, packed bytea NOT NULL);
        CREATE TABLE transfer_line (
            transfer text NOT NULL, writer text NOT NULL, writerseq int8 NOT NULL, part int8 NOT NULL, line int8 NOT NULL,
            store text NOT NULL, to_store text NOT NULL, product text NOT NULL, sent_at int8 NOT NULL,
            sent int8 NOT NULL, received int8 NOT NULL, missing int8 NOT NULL, damaged int8 NOT NULL, surplus int8 NOT NULL,
            in_transit int8 NOT NULL, in_transit_value int8 NOT NULL, cost int8 NOT NULL, booked int8 NOT NULL,
            is_closed bool NOT NULL, last_received_at int8,
            recorded_at int8 NOT NULL, log_partition int4 NOT NULL, log_offset int8 NOT NULL);
        CREATE TABLE referred_delivery (
            store text NOT NULL, writer text NOT NULL, writerseq int8 NOT NULL, is_known bool NOT NULL, packed bytea NOT NULL);
        CREATE TABLE goods_revision (
            store text NOT NULL, writer text NOT NULL, writerseq int8 NOT NULL, packed bytea NOT NULL);
        CREATE TABLE marked_revision (
            writer text NOT NULL, writerseq int8 NOT NULL, store text NOT NULL, type text NOT NULL, effective_at int8 NOT NULL,
            recorded_at int8 NOT NULL, log_partition int4 NOT NULL, log_offset int8 NOT NULL, rules text[] NOT NULL,
            faults text NOT NULL);
        CREATE TABLE shop_currency (
            store text NOT NULL, current text, usual text, sold text, opened bytea, first bytea);
        CREATE TABLE unapplied (
            writer text NOT NULL, writerseq int8 NOT NULL, refers_to text NOT NULL, store text NOT NULL, type text NOT NULL,
            effective_at int8 NOT NULL, recorded_at int8 NOT NULL, log_partition int4 NOT NULL, log_offset int8 NOT NULL);
        """

    /// A rebuild looks up receipts that it has written already; and where hardly a row is indexed, to see so while it is copied
    /// costs less than to look at all of them once more.
    static let earlyKeys = """
        ALTER TABLE receipt ADD PRIMARY KEY (writer, writerseq);
        CREATE INDEX receipt_suspect ON receipt (store, effective_at) WHERE status = 'suspect';
        CREATE INDEX receipt_expected ON receipt (writer) WHERE status = 'expected';
        CREATE INDEX stock_negative ON stock (store, product) WHERE quantity < 0;
        CREATE INDEX stock_guess ON stock (product) WHERE is_guess;
        """

    static let receiptKeys = """
        CREATE INDEX receipt_store_day ON receipt (store, business_date, effective_at);
        CREATE INDEX receipt_day ON receipt (business_date);
        CREATE INDEX receipt_customer ON receipt (customer, effective_at) WHERE customer IS NOT NULL;
        CREATE INDEX receipt_number ON receipt (receipt_number);
        CREATE INDEX receipt_own_tenders ON receipt (store) WHERE \(TenderKinds.ownTenders);
        """

    /// Those of the tables that are small. A dashboard sums thousands of days: their index holds what it sums.
    static let smallKeys = """
        ALTER TABLE store_day ADD PRIMARY KEY (store, business_date, currency);
        CREATE INDEX store_day_currency ON store_day (store, currency);
        CREATE INDEX store_day_date ON store_day (business_date)
            INCLUDE (store, currency, receipts, gross, discount, net, cost, training, suspect);
        ALTER TABLE customer ADD PRIMARY KEY (customer, currency);
        CREATE INDEX customer_gross ON customer (gross DESC);
        ALTER TABLE default_cost ADD PRIMARY KEY (product);
        ALTER TABLE transfer ADD PRIMARY KEY (transfer);
        ALTER TABLE transfer_line ADD PRIMARY KEY (writer, writerseq, part);
        CREATE INDEX transfer_line_transfer ON transfer_line (transfer);
        CREATE INDEX transfer_line_open ON transfer_line (store, product) WHERE in_transit <> 0;
        ALTER TABLE referred_delivery ADD PRIMARY KEY (store, writer, writerseq);
        CREATE INDEX referred_delivery_expected ON referred_delivery (store) WHERE NOT is_known;
        ALTER TABLE goods_revision ADD PRIMARY KEY (store, writer, writerseq);
        ALTER TABLE marked_revision ADD PRIMARY KEY (log_partition, log_offset);
        ALTER TABLE shop_currency ADD PRIMARY KEY (store);
        ALTER TABLE unapplied ADD PRIMARY KEY (writer, writerseq, refers_to);
        CREATE INDEX unapplied_store ON unapplied (store);
        """

    /// Goods that last longer are in no index by the days that are left.
    package static let indexedDaysLeft = 100

    /// Those of `stock`, in parts that can be built side by side. An index is built beside others, a key is not: the key takes
    /// over its index when all are there. `stock_days_left` ends with the key since reports do, where days are equal.
    ///
    /// Nearly every fact changes a row of stock, so all but the key hold only the rows that somebody looks for; a product in
    /// all shops is found by the key, shop by shop (`Scene.stocked`).
    static let stockIndexes = [
        "CREATE UNIQUE INDEX stock_pkey ON stock (store, product);",
        """
        CREATE INDEX stock_days_left ON stock (days_left, store, product) WHERE days_left <= \(indexedDaysLeft);
        CREATE INDEX stock_sold_out ON stock (last_sale) WHERE quantity = 0;
        """,
    ]
    static let stockKeys = """
        ALTER TABLE stock ADD PRIMARY KEY USING INDEX stock_pkey;
        ALTER TABLE stock_page ADD PRIMARY KEY (store, product, from_ms, from_key);
        """

    static let keys = ([receiptKeys, smallKeys] + stockIndexes + [stockKeys]).joined(separator: "\n")
}
