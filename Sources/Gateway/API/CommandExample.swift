import JSON
import Services

/// A body that a command takes, made of what its body may say: the members that it must have, and those that it would be odd
/// without. A test has every command read its own.
enum CommandExample {
    static func of(_ action: Action) -> JSON {
        object(action.bodySchema, in: "\(action.method) \(action.path.joined(separator: "/"))")
    }

    /// Said though it need not be, wherever it may be.
    private static let usual: Set<String> = [
        "product", "quantity", "name", "en", "ka", "supplier", "cost", "amount", "unit", "kind", "uses", "tenders",
        "rights",
        "roles", "stores", "until",
    ]
    /// Said by these commands alone, by how their addresses end.
    private static let more: [(end: String, names: Set<String>)] = [
        ("PUT stores/{store}", ["currency", "zone", "address"]), ("PUT stores/{store}/tills/{writer}", ["till"]),
        ("PATCH products/{product}", ["brand"]), ("PUT products/{product}", ["barcodes", "listPrice"]),
        ("POST chain/policies", ["barcodes"]), ("POST stores/{store}/policies", ["returnDays"]),
        ("/deliveries", ["document"]), ("/deliveries/{delivery}", ["document"]),
        ("/accounts/{customer}/corrections", ["payment"]), ("/receipts/{receipt}/corrections", ["changes"]),
        ("/corrections", ["reason"]), ("/reversal", ["reason", "approver"]), ("/reversals", ["reason"]),
        ("/refuse", ["reason"]), ("/void", ["reason"]), ("/cancel", ["reason"]), ("/block", ["reason"]),
        ("DELETE customers/{customer}", ["reason"]),
        (" customers/{customer}/category", ["category"]), ("/write-offs", ["reason"]),
        ("/points/adjustments", ["reason"]), ("POST tokens", ["scopes"]), ("/rotate", ["hours"]),
    ]

    private static func also(_ command: String) -> Set<String> {
        more.reduce(into: []) { if command.hasSuffix($1.end) { $0.formUnion($1.names) } }
    }

    private static func object(_ schema: JSON, in command: String, isWhole: Bool = true) -> JSON {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        let also = isWhole ? also(command) : []
        let members = (schema["properties"]?.object ?? []).filter {
            required.contains($0.name) || usual.contains($0.name) || also.contains($0.name)
        }
        return .object(members.map { JSON.Member($0.name, value($0.name, $0.value, in: command)) })
    }

    private static func value(_ name: String, _ schema: JSON, in command: String) -> JSON {
        if let own = own.first(where: { command.hasSuffix($0.end) && $0.name == name }) { return own.sample }
        if let choices = schema["enum"]?.array, let first = choices.first {
            return samples[name].flatMap { choices.contains($0) ? $0 : nil } ?? first
        }
        switch types(schema).first {
        case "object":
            return schema["properties"] == nil
                ? samples[name] ?? .object([]) : object(schema, in: command, isWhole: false)
        case "array":
            guard let items = schema["items"] else { return samples[name] ?? [] }
            return [value(singular(name), items, in: command)]
        case "integer": return samples[name].flatMap { $0.int == nil ? nil : $0 } ?? 1
        case "boolean": return true
        case "string": return text(name, schema)
        default: return samples[name] ?? .null
        }
    }

    private static func text(_ name: String, _ schema: JSON) -> JSON {
        if let sample = samples[name], sample.string != nil { return sample }
        switch schema["format"]?.string {
        case "date": return "2026-12-01"
        case "date-time": return "2026-12-01T09:00:00Z"
        default: return .string("\(name)-1")
        }
    }

    private static func types(_ schema: JSON) -> [String] {
        schema["type"]?.string.map { [$0] }
            ?? (schema["type"]?.array ?? []).compactMap(\.string).filter { $0 != "null" }
    }

    private static func singular(_ name: String) -> String { name.hasSuffix("s") ? String(name.dropLast()) : name }

    /// What a member is called or counts in these commands, by how their addresses end; the first that fits.
    private static let own: [(end: String, name: String, sample: JSON)] = [
        ("stores/{store}", "name", ["ka": "ვაკე", "en": "Vake"]), ("tills/{writer}", "name", "by the door"),
        ("suppliers/{supplier}", "name", ["ka": "ვაკის წისქვილი", "en": "Vake Mill"]),
        ("customers", "name", "Nino Beridze"), ("customers/{customer}", "name", "Nino Beridze"),
        ("legal-entities/{legalEntity}", "name", ["ka": "ვაკე", "en": "Vake"]),
        ("store-groups/{storeGroup}", "name", ["ka": "თბილისი", "en": "Tbilisi"]),
        ("customer-categories/{category}", "name", ["ka": "ოქროს", "en": "Gold"]),
        ("discount-rules/{rule}", "name", ["ka": "ათი პროცენტი", "en": "Ten per cent"]),
        ("discount-rules/{rule}", "effects", [["kind": "percent", "percent": 100_000]]),
        ("taxes/{tax}", "name", ["ka": "დღგ", "en": "VAT"]), ("taxes/{tax}", "kind", "vat"),
        ("tender-kinds/{kind}", "name", ["ka": "კვების ვაუჩერი", "en": "Meal voucher"]),
        ("roles/{role}", "name", ["ka": "მოლარე", "en": "Cashier"]),
        ("fields/{field}", "name", ["ka": "ფეხის ზომა", "en": "Shoe size"]), ("fields/{field}", "type", "integer"),
        ("discount-rules/{rule}", "stage", "customer"), ("/write-offs", "reason", "a broken crate"),
        ("contracts/{contract}", "kind", "credit"), ("reminders/{reminder}", "kind", "call"),
        ("documents/{document}", "kind", "contract"),
        ("documents/{document}", "entity", ["kind": "customer", "id": "c-17"]),
        ("/receipts/{receipt}/corrections", "changes", ["tenders": [["tender": 1, "kind": "card", "amount": 300]]]),
        ("/receipts/{receipt}/void", "tenders", [["tender": 1, "kind": "cash", "amount": -300]]),
        (
            "/cash-movements/{original}/corrections", "movement",
            ["shift": "sh-2", "kind": "paidOut", "amount": 2_500, "currency": "GEL"]
        ),
        (
            "/accounts/{customer}/corrections", "payment",
            ["customer": "c-17", "currency": "GEL", "amount": 2_500, "method": "cash"]
        ),
        ("/landed-costs", "amount", 1_500), ("/landed-costs/{charge}", "amount", 1_500),
        ("POST tokens", "called", "web shop"), ("POST tokens", "kind", "api"), ("POST tokens", "scopes", ["stock"]),
        ("POST tokens", "until", "2099-12-31"),
        ("exchange-rates/{rate}", "numerator", 27), ("exchange-rates/{rate}", "denominator", 10),
    ]

    /// By a member's name.
    private static let samples: [String: JSON] = [
        "currency": "GEL", "baseCurrency": "USD", "zone": "Asia/Tbilisi", "product": "bread", "quantity": 2_000,
        "ka": "შოთის პური", "en": "Shoti bread", "amount": 300, "cost": 3_200, "gross": 300, "per": 1_000, "value": 300,
        "supplier": "mill", "store": "S01", "customer": "c-17", "reason": "entered twice", "approver": "nino",
        "from": "2026-12-01", "through": "2026-10-31", "until": "2026-12-24T20:00:00Z", "to": "S02", "returnDays": 14,
        "dueAt": "2026-12-01T09:00:00Z", "unit": "C62", "rate": 180_000, "receipt": "S01-t1:1", "original": "S01-t1:1",
        "points": 100, "method": "card", "role": "cashier", "pin": "4821", "right": "receipt.void", "with": "c-18",
        "brand": "Shoti & Sons",
        "till": "1", "barcode": "4860001000012", "document": "INV-2026-118", "delivery": "D-1", "rule": "ten-per-cent",
        "entity": "customer", "category": "gold", "address": "12 Chavchavadze Ave",
    ]
}
