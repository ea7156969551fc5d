import Events
import JSON
import Postgres

/// Users' own fields, as a command says them: each is defined for the thing, holds what its type says, and those that must
/// be there are.
struct OwnFields {
    private let work: Work

    init(_ work: Work) { self.work = work }

    func check(_ fact: Fact) throws {
        guard let type = fact.type?.name, let entity = Self.entities[type] else { return }
        try check(fact.circumstances?.fields, of: entity, isWhole: Self.isWhole(type), at: "fields")
    }

    /// - Parameters:
    ///   - fields: what is said, by field id; null takes a value away.
    ///   - isWhole: whether it is said for the first time, so that nothing that must be there may be missing.
    func check(_ fields: JSON?, of entity: String, isWhole: Bool, at path: String) throws {
        for member in fields?.object ?? [] {
            let place = "\(path).\(member.name)"
            guard let field = try work.look(SubjectDecider<FieldSubject>.self, member.name).said?.part,
                field.entity == entity
            else {
                throw Refusal(
                    .invalid, "field.unknown", "there is no field “\(member.name)” of a \(entity)",
                    [("path", .string(place)), ("field", .string(member.name)), ("entity", .string(entity))])
            }
            if member.value.isNull {
                guard !field.required || field.retired else { throw Self.missing(field.field, place) }
                continue
            }
            guard !field.retired else {
                throw Refusal.invalid(place, "field.retired", "the field “\(field.field)” is not used any more")
            }
            guard let expected = Self.trouble(member.value, field) else { continue }
            throw Refusal(
                .invalid, "field.type", "“\(field.field)” takes \(expected)",
                [("path", .string(place)), ("field", .string(field.field)), ("type", .string(field.type))])
        }
        guard isWhole else { return }
        for id in try needed(entity) where fields?[id]?.isNull ?? true { throw Self.missing(id, "\(path).\(id)") }
    }

    private static func missing(_ field: String, _ path: String) -> Refusal {
        Refusal(
            .invalid, "field.required", "the field “\(field)” must be there",
            [
                ("path", .string(path)), ("field", .string(field)),
            ])
    }

    /// Fields that a thing of this kind must have.
    private func needed(_ entity: String) throws -> [String] {
        let ids = try work.connection.prepared(
            "fields_of",
            """
            SELECT id FROM davtari.stream WHERE kind = 'field'
                AND davtari.said(state)->>'entity' = $1 ORDER BY id
            """, [Bind(entity)]
        ).map { try $0.text(0) }
        return try ids.filter { id in
            let field = try work.look(SubjectDecider<FieldSubject>.self, id).said?.part
            return field.map { $0.required && !$0.retired } ?? false
        }
    }

    /// What the value should have been; nil where it is.
    private static func trouble(_ value: JSON, _ field: FieldDefined) -> String? {
        switch field.type {
        case "integer": value.int == nil ? "an integer" : nil
        case "quantity": value.int == nil ? "an integer: thousandths of the unit" : nil
        case "rate": value.int == nil ? "an integer: millionths" : nil
        case "money": isMoney(value) ? nil : "minor units, or an amount with its currency"
        case "boolean": value.bool == nil ? "true or false" : nil
        case "date": value.string.flatMap { CalendarDay($0) } == nil ? "a date written YYYY-MM-DD" : nil
        case "moment": value.string.flatMap { Instant($0) } == nil ? "an RFC 3339 time with its offset" : nil
        case "choice":
            field.choices.contains { $0.choice == value.string }
                ? nil : "one of \(field.choices.map(\.choice).joined(separator: ", "))"
        case "reference": value.string.map { EntityID.isOne($0) } ?? false ? nil : "an id"
        default: value.string == nil ? "a text" : nil
        }
    }

    private static func isMoney(_ value: JSON) -> Bool {
        value.int != nil
            || value["amount"]?.int != nil && value["currency"]?.string.flatMap { Currency.exponent(of: $0) } != nil
    }

    /// Of which thing a fact that a command leads to speaks.
    private static let entities: [String: String] = [
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

    /// Changes that say only some of a thing leave the rest as it was.
    private static func isWhole(_ type: String) -> Bool {
        switch type {
        case "product.changed.v1", "store.changed.v1", "supplier.changed.v1", "contract.changed.v1",
            "employee.changed.v1", "customer.changed.v1", "customer.registered.v1":
            false
        default: true
        }
    }
}
