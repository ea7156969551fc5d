import Events
import JSON
import Queries
import Rules

/// What is said of a customer's account: paid, entered by the office, corrected, taken back.
enum AccountForms {
    static let all = [pay, enter] + Entry.allCases.map(\.correct) + [reverse]

    /// What stands on an account besides receipts: a payment, or an entry of the office.
    enum Entry: CaseIterable {
        case payment, adjustment

        /// As a correction names it.
        private var member: String {
            switch self {
            case .payment: "payment"
            case .adjustment: "entry"
            }
        }

        var asked: AskedFields {
            switch self {
            case .payment: AskedFields(fields: paid.picked(["amount", "method", "document", "contract"]))
            case .adjustment:
                AskedFields(fields: adjusted.picked(["kind", "amount", "document", "contract", "dueOn"]))
            }
        }

        /// All that a correction says, in its own member.
        var correct: Form {
            let (asked, member) = (asked, member)
            let fields = asked.controls.map { field in
                Form.Field(
                    name: field.name, label: field.label, kind: field.kind, isRequired: false,
                    path: "\(member).\(field.path)")
            }
            return Form(
                id: "account-correct-\(member)", title: .text(.correctAccountEntry), button: .text(.save),
                fields: fields + [AccountForms.why],
                carried: [fact, customer, store, AccountForms.currency, others],
                page: { Link.accountEntry($0[customer], $0[fact]).segments }, method: "POST",
                address: { ["stores", $0[store], "accounts", $0[customer], "corrections"] },
                body: { values in
                    var said = (try? JSON(parsing: Array(values[others].utf8))) ?? .object([])
                    for part in asked.said(values, in: values[AccountForms.currency]).object ?? [] {
                        said[part.name] = part.value
                    }
                    (said["customer"], said["currency"]) = (values.json(customer), values.json(AccountForms.currency))
                    var body = AccountForms.about(values)
                    body[member] = said
                    return body
                }, next: { EntityShape.customer.page($0[customer]) })
        }

        /// What stands in the form of a correction at first.
        func filled(_ entry: AccountEntry, _ language: Language) -> [String: String] {
            let known = Set(asked.fields.map(\.path) + ["customer", "currency"])
            let rest = (entry.members.json.object ?? []).filter { !known.contains($0.name) }
            return AccountForms.carrying(entry).merging([others: JSON.object(rest).text]) { $1 }
                .merging(asked.texts(entry.members, language)) { $1 }
        }
    }

    static func entry(_ entry: AccountEntry) -> Entry { entry.isPayment ? .payment : .adjustment }

    // The names of what its forms have besides.
    static let store = "store"
    static let customer = "customer"
    static let fact = "fact"
    private static let currency = "account-currency"
    /// What was said and is not asked for.
    private static let others = "others"

    private static let paid = EntityField.all(of: AccountPaid.self, "account.paid", without: ["customer"])
    private static let adjusted = EntityField.all(of: AccountAdjusted.self, "account.adjusted", without: ["customer"])

    private static let why = Form.Field(name: "reason", label: .text(.reason), path: "reason")

    static let pay = form(
        "account-pay", .takePayment, "payments",
        AskedFields(fields: paid.picked(["amount", "currency", "method", "document"])))
    static let enter = form(
        "account-enter", .enterOnAccount, "entries",
        AskedFields(fields: adjusted.picked(["kind", "amount", "currency", "document", "contract", "dueOn"])),
        [Form.Field(name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason")])

    private static func form(
        _ id: String, _ title: Text, _ path: String, _ asked: AskedFields, _ more: [Form.Field] = []
    ) -> Form {
        Form(
            id: id, title: .text(title), button: .text(.save), fields: [Form.Field.shop(store)] + asked.controls + more,
            carried: [customer], page: { EntityShape.customer.segments + [$0[customer]] }, method: "POST",
            address: { ["stores", $0[store], "accounts", $0[customer], path] },
            body: { values in
                var body = asked.said(values)
                body["reason"] = values.json("reason")
                return body
            }, next: { EntityShape.customer.page($0[customer]) })
    }

    static let reverse = Form(
        id: "account-reverse", title: .text(.reverseAccountEntry), button: .text(.reverse),
        fields: [why],
        carried: [fact, customer, store, currency], page: { Link.accountEntry($0[customer], $0[fact]).segments },
        method: "POST", address: { ["stores", $0[store], "accounts", $0[customer], "reversals"] },
        body: { about($0) }, next: { EntityShape.customer.page($0[customer]) })

    /// Of which payment or entry something is said, and why.
    private static func about(_ values: Form.Values) -> JSON {
        var body: JSON = .object([])
        (body["original"], body["currency"]) = (values.json(fact), values.json(currency))
        body["reason"] = values.json("reason")
        return body
    }

    static func carrying(_ entry: AccountEntry) -> [String: String] {
        [
            fact: entry.fact, customer: entry.customer, store: entry.store,
            currency: entry.members["currency"]?.string ?? Currency.home,
        ]
    }
}
