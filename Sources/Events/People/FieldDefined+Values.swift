import JSON

/// What a users' own field holds, and of what it is a field.
extension FieldDefined {
    /// What a value should have been; nil where it is.
    package func expectation(brokenBy value: JSON) -> String? {
        switch type {
        case "integer": value.int == nil ? "an integer" : nil
        case "quantity": value.int == nil ? "an integer: thousandths of the unit" : nil
        case "rate": value.int == nil ? "an integer: millionths" : nil
        case "money": Self.isMoney(value) ? nil : "minor units, or an amount with its currency"
        case "boolean": value.bool == nil ? "true or false" : nil
        case "date": value.string.flatMap { CalendarDay($0) } == nil ? "a date written YYYY-MM-DD" : nil
        case "moment": value.string.flatMap { Instant($0) } == nil ? "an RFC 3339 time with its offset" : nil
        case "choice":
            choices.contains { $0.choice == value.string }
                ? nil : "one of \(choices.map(\.choice).joined(separator: ", "))"
        case "reference": value.string.map { EntityID.isOne($0) } ?? false ? nil : "an id"
        default: value.string == nil ? "a text" : nil
        }
    }

    private static func isMoney(_ value: JSON) -> Bool {
        value.int != nil
            || value["amount"]?.int != nil && value["currency"]?.string.flatMap { Currency.exponent(of: $0) } != nil
    }

    /// Of which thing a fact speaks: that of its type's name, unless a thing has a longer history.
    package static func entity(of type: String) -> String {
        entities[type] ?? type.prefix { $0 != "." }.description
    }

    /// Of which thing a fact carries users' own fields; nil where commands check none.
    package static func entity(of fact: Fact) -> String? {
        if case .entryRecorded(let recorded) = fact { return recorded.entity }
        return fact.type.flatMap { entities[$0.name] }
    }

    /// Of which thing a fact that a command leads to speaks.
    package static let entities: [String: String] = [
        "product.listed.v1": "product", "product.changed.v1": "product", "store.opened.v1": "store",
        "store.changed.v1": "store", "till.registered.v1": "till", "supplier.registered.v1": "supplier",
        "supplier.changed.v1": "supplier", "contract.signed.v1": "contract", "contract.changed.v1": "contract",
        "employee.registered.v1": "employee", "employee.changed.v1": "employee", "role.defined.v1": "role",
        "customerCategory.defined.v1": "customerCategory", "document.attached.v1": "document",
        "reminder.set.v1": "reminder", "price.set.v1": "price", "discountRule.defined.v1": "discountRule",
        "order.placed.v1": "order", "order.quoted.v1": "order", "order.changed.v1": "order",
        "purchaseOrder.placed.v1": "purchaseOrder", "purchaseOrder.changed.v1": "purchaseOrder",
        "goods.received.v1": "delivery", "goods.returned.v1": "vendorReturn", "transfer.dispatched.v1": "transfer",
        "stock.counted.v1": "stocktake", "stock.writtenOff.v1": "writeOff", "stock.revalued.v1": "revaluation",
        "giftCard.issued.v1": "giftCard", "coupon.issued.v1": "coupon", "payment.initiated.v1": "payment",
        "customer.registered.v1": "customer", "customer.changed.v1": "customer",
    ]
}
