import JSON
import Rules

/// Which members of a state are for whose eyes: one list of names for every state of the house, at any depth.
///
/// A reader without a scope is not shown the members that need it. A name that stands in no list is shown only to those
/// who may see everything, so a new member is kept back until somebody has said what it is.
package enum StateMembers {
    package enum Kind: Sendable, Equatable { case open, cost, personal }

    /// What a name is; nil where nobody has said.
    package static func kind(of name: String) -> Kind? {
        if personal.contains(name) { return .personal }
        if cost.contains(name) { return .cost }
        return open.contains(name) ? .open : nil
    }

    /// Of a state what these scopes may see.
    package static func shown(_ json: JSON, to scopes: Set<Scope>) -> JSON {
        if scopes.isSuperset(of: [.cost, .personal]) { return json }
        return part(json, scopes)
    }

    private static func part(_ json: JSON, _ scopes: Set<Scope>) -> JSON {
        if let array = json.array { return .array(array.map { part($0, scopes) }) }
        guard let members = json.object else { return json }
        return .object(
            members.compactMap { member in
                guard isSeen(member.name, scopes) else { return nil }
                // What is kept by an id has ids for names.
                guard keyed.contains(member.name), let entries = member.value.object else {
                    return JSON.Member(member.name, part(member.value, scopes))
                }
                return JSON.Member(
                    member.name, .object(entries.map { JSON.Member($0.name, part($0.value, scopes)) }))
            })
    }

    private static func isSeen(_ name: String, _ scopes: Set<Scope>) -> Bool {
        switch kind(of: name) {
        case .open: true
        case .cost: scopes.contains(.cost)
        case .personal: scopes.contains(.personal)
        case nil: false
        }
    }

    /// What goods cost.
    static let cost: Set<String> = ["defaultCost", "cost", "excess", "limitAmount", "stamped"]
    /// Who, and members that may say anything.
    static let personal: Set<String> = [
        "command", "customer", "customers", "data", "drafts", "entity", "fields", "inputs", "merged", "path", "sealed",
        "title",
    ]
    /// Members of which each entry is named by an id.
    static let keyed: Set<String> = [
        "charges", "deposits", "documents", "externalIds", "holders", "holds", "lines", "moved", "policies", "purses",
        "received",
        "revisions", "settled", "unheard",
    ]
    static let open: Set<String> = [
        "documents", "isPayment", "isReversed", "paper", "standing", "address", "amount", "amountPerReceipt",
        "approval", "approver", "asked", "askedAt", "asker", "at", "decidedAt", "decidedBy", "decision", "isOpen",
        "method", "seen",
        "isSealed", "moved", "balance", "barcode",
        "bank", "bankAccounts", "barcodes", "email", "iban", "legalEntity", "legalForm", "phone", "storeGroup",
        "vatPayerFrom", "vatPayerTo",
        "base", "baseCurrency", "below", "blindReturnLimit", "brand", "brands", "burnedPoints", "byteCount",
        "captured", "cashRounding", "categories", "category", "causation", "channel", "channels", "charges",
        "choice", "choices", "cleared", "closedOn", "closedThrough", "code", "coming", "components", "conditions",
        "consents", "given", "receipt", "receiptLine", "serial",
        "contract", "conversion", "costMethod", "costPool", "coupon", "creditLimit", "currency",
        "customerCategories", "customerCategory", "customerDiscounts", "dayStartMinutes", "days",
        "deliveryDays", "denominator", "deposits", "discount", "discountCap", "dispatch", "document",
        "dueAt", "earning", "effectiveAt", "effects", "employee", "en", "ended", "entries", "entry", "everyDays",
        "excludedCategories", "excludedProducts", "expectedOn", "expires", "expiresOn", "externalIds", "fact",
        "field", "from", "fromMinute", "fulfilment", "grant", "grants", "gross", "group", "groups",
        "handedOver", "held", "hierarchy", "holders", "holds", "hours", "id", "inclusive", "isBlocked",
        "isCancelled", "isClosed", "isIssued", "isOver", "isReady", "isRetired", "ka", "kind", "limitPercent", "limits",
        "line", "lines", "listPrice", "lost", "lots", "mediaType", "minimum", "minimumAmount",
        "minimumOrder", "minimumQuantity", "mode", "name", "needsApprover", "needsReason", "net", "number",
        "numerator", "offlineGiftCardLimit", "opensOn", "operator", "order", "orderLine", "ordered", "owed",
        "paymentDays", "per", "percent", "pipelineVersion", "place", "plural", "points", "policies", "price",
        "priceFact", "priority", "product", "products", "promisedFor", "purchaseOrder", "purses",
        "quantity", "rate", "reason", "received", "reference", "refunded", "refunds", "reminder", "required", "retired",
        "access", "entryRights", "post", "fieldRights", "own", "values",
        "reach", "returnDays", "reversed", "revision", "revisions", "right", "rights", "role", "roles",
        "roundingPolicy", "rule", "rules", "said", "salespeople", "sensitivity", "sent", "sequence", "settled",
        "sha256", "share", "shops", "source", "stage", "status", "step", "store", "stores", "supplier", "taken",
        "tax", "taxNumber", "taxPolicy", "taxRate", "taxes", "tenders", "terms", "ties", "till", "to",
        "toMinute", "turnover", "type", "unheard", "unit", "units", "until", "used", "uses", "usesPerCustomer",
        "usesPerReceipt", "validUntil", "version", "weekday", "window", "writer", "zone",
    ]
}
