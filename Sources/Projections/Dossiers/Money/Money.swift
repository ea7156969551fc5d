import Events
import Postgres

/// Payments outside the till's own tenders, what customers owe, and what was granted to them outside receipts.
enum Money: DossierPart {
    static let tables = """
        CREATE TABLE payment (
            payment text NOT NULL, store text, status text NOT NULL, method text, purpose text, currency text NOT NULL,
            customer text, order_id text, receipt text, original text, provider text, terminal text, "authorization" text,
            reference text, code text, first_at int8 NOT NULL, last_at int8 NOT NULL, settles_on date,
            asked int8 NOT NULL, captured int8 NOT NULL, refunded int8 NOT NULL, fee int8 NOT NULL, last_fact text NOT NULL);
        CREATE TABLE account_entry (
            customer text NOT NULL, fact text NOT NULL, store text, kind text NOT NULL, amount int8 NOT NULL,
            currency text NOT NULL, at int8 NOT NULL, document text, contract text, method text, payment text, due_on date,
            operator text, reason text);
        CREATE TABLE granted (
            grant_id text NOT NULL, fact text NOT NULL, store text, customer text, kind text NOT NULL, rule text, version int8,
            coupon text, percent int8, amount int8, currency text, base int8, valid_from text, valid_to text, at int8 NOT NULL,
            operator text, approver text, reason text);
        CREATE TABLE tender_kind (kind text NOT NULL, name_ka text, name_en text, retired boolean NOT NULL);
        """

    static let keys = """
        ALTER TABLE payment ADD PRIMARY KEY (payment);
        ALTER TABLE account_entry ADD PRIMARY KEY (customer, fact);
        ALTER TABLE granted ADD PRIMARY KEY (grant_id);
        ALTER TABLE tender_kind ADD PRIMARY KEY (kind);
        """

    static let contents: [Contents] = [
        Contents("SELECT t::text FROM payment t ORDER BY payment COLLATE \"C\""),
        Contents("SELECT t::text FROM account_entry t ORDER BY customer COLLATE \"C\", fact COLLATE \"C\""),
        Contents("SELECT t::text FROM granted t ORDER BY grant_id COLLATE \"C\""),
        Contents("SELECT t::text FROM tender_kind t ORDER BY kind COLLATE \"C\""),
    ]

    static func subjects(of event: Event) -> [SaidKey] {
        switch event.fact {
        case .paymentInitiated(let fact): [SaidKey("payment", fact.payment)]
        case .paymentCaptured(let fact): [SaidKey("payment", fact.payment)]
        case .paymentDeclined(let fact), .paymentUnknown(let fact): [SaidKey("payment", fact.payment)]
        case .paymentRefunded(let fact): [SaidKey("payment", fact.payment)]
        case .accountPaid(let fact): [SaidKey("account", fact.customer)]
        case .accountAdjusted(let fact): [SaidKey("account", fact.customer)]
        case .accountCorrected(let fact): [SaidKey("account", fact.customer)]
        case .accountReversed(let fact): [SaidKey("account", fact.customer)]
        case .discountGranted(let fact): [SaidKey("grant", fact.grant)]
        case .tenderKindDefined(let fact): [SaidKey(TenderKinds.kind, fact.kind)]
        default: []
        }
    }

    static let derived = [PaymentState.table, AccountEntries.table, GrantedDiscounts.table, TenderKinds.table]
}
