import Events
import Postgres

/// Customers' orders with what is still open of them, and what was ordered from suppliers.
enum Orders: DossierPart {
    static let tables = """
        CREATE TABLE customer_order (
            order_id text COLLATE "C" NOT NULL, store text, number text, status text NOT NULL, revision int8 NOT NULL, customer text,
            customer_category text, channel text, currency text NOT NULL, operator text, fulfilment text, promised_for text,
            valid_until text, first_at int8 NOT NULL, last_at int8 NOT NULL, gross int8 NOT NULL, discount int8 NOT NULL,
            net int8 NOT NULL, tax int8 NOT NULL, deposited int8 NOT NULL, consumed int8 NOT NULL, charge int8 NOT NULL,
            lines int8 NOT NULL, receipts text[] NOT NULL, last_fact text NOT NULL);
        CREATE TABLE order_line (
            order_id text COLLATE "C" NOT NULL, line int8 NOT NULL, kind text NOT NULL, product text, ordered int8 NOT NULL,
            reserved int8 NOT NULL, handed_over int8 NOT NULL, open int8 NOT NULL, gross int8 NOT NULL, discount int8 NOT NULL,
            net int8 NOT NULL);
        CREATE TABLE purchase_order (
            purchase_order text COLLATE "C" NOT NULL, store text, number text, supplier text, status text NOT NULL,
            currency text NOT NULL, operator text, expected_on date, placed_at int8 NOT NULL, last_at int8 NOT NULL,
            lines int8 NOT NULL, ordered int8 NOT NULL, received int8 NOT NULL, open int8 NOT NULL, cost int8 NOT NULL,
            last_fact text NOT NULL);
        CREATE TABLE purchase_line (
            purchase_order text COLLATE "C" NOT NULL, product text NOT NULL, store text, number text, supplier text, status text NOT NULL,
            currency text NOT NULL, expected_on date, placed_at int8 NOT NULL, ordered int8 NOT NULL, received int8 NOT NULL,
            open int8 NOT NULL, cost int8 NOT NULL);
        """

    static let keys = """
        ALTER TABLE customer_order ADD PRIMARY KEY (order_id);
        CREATE INDEX customer_order_customer ON customer_order (customer);
        CREATE INDEX customer_order_at ON customer_order (last_at, order_id);
        ALTER TABLE order_line ADD PRIMARY KEY (order_id, line);
        CREATE INDEX order_line_open ON order_line (product) WHERE open > 0;
        CREATE INDEX order_line_reserved ON order_line (product) WHERE reserved > 0;
        ALTER TABLE purchase_order ADD PRIMARY KEY (purchase_order);
        CREATE INDEX purchase_order_at ON purchase_order (placed_at, purchase_order);
        ALTER TABLE purchase_line ADD PRIMARY KEY (purchase_order, product);
        CREATE INDEX purchase_line_open ON purchase_line (product) WHERE open > 0;
        """

    static let contents: [Contents] = [
        Contents("SELECT t::text FROM customer_order t ORDER BY order_id COLLATE \"C\""),
        Contents("SELECT t::text FROM order_line t ORDER BY order_id COLLATE \"C\", line"),
        Contents("SELECT t::text FROM purchase_order t ORDER BY purchase_order COLLATE \"C\""),
        Contents("SELECT t::text FROM purchase_line t ORDER BY purchase_order COLLATE \"C\", product COLLATE \"C\""),
    ]

    static func subjects(of event: Event) -> [SaidKey] {
        switch event.fact {
        case .orderQuoted(let fact), .orderPlaced(let fact), .orderChanged(let fact): [SaidKey("order", fact.order)]
        case .orderReserved(let fact): [SaidKey("order", fact.order)]
        case .orderReleased(let fact): [SaidKey("order", fact.order)]
        case .orderDepositTaken(let fact): [SaidKey("order", fact.order)]
        case .orderReady(let fact): [SaidKey("order", fact.order)]
        case .orderHandedOver(let fact): [SaidKey("order", fact.order)]
        case .orderSettled(let fact): [SaidKey("order", fact.order)]
        case .orderCancelled(let fact): [SaidKey("order", fact.order)]
        case .purchaseOrderPlaced(let fact), .purchaseOrderChanged(let fact):
            [SaidKey("purchase", fact.purchaseOrder)]
        case .purchaseOrderCancelled(let fact), .purchaseOrderClosed(let fact):
            [SaidKey("purchase", fact.purchaseOrder)]
        case .goodsReceived(let fact): fact.purchaseOrder.map { [SaidKey("purchase", $0)] } ?? []
        case .goodsCorrected(let fact): fact.purchaseOrders.map { SaidKey("purchase", $0) }
        case .goodsReversed(let fact): fact.purchaseOrder.map { [SaidKey("purchase", $0)] } ?? []
        default: []
        }
    }

    static let derived = [OrderState.table, OrderState.lineTable, PurchaseState.table, PurchaseState.lineTable]
}
