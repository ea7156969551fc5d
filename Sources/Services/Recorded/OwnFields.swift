import Events
import JSON
import Postgres

/// Users' own fields, as a command says them: each is defined for the thing, holds what its type says, and those that must
/// be there are.
struct OwnFields {
    private let work: Work

    init(_ work: Work) { self.work = work }

    func check(_ fact: Fact) throws {
        guard let type = fact.type?.name, let entity = FieldDefined.entity(of: fact) else { return }
        try check(fact.circumstances?.fields, of: entity, isWhole: Self.isWhole(type), at: "fields")
    }

    /// - Parameters:
    ///   - fields: what is said, by field id; null takes a value away.
    ///   - isWhole: whether it is said for the first time, so that nothing that must be there may be missing.
    func check(_ fields: JSON?, of entity: String, isWhole: Bool, at path: String) throws {
        for member in fields?.object ?? [] {
            let place = "\(path).\(member.name)"
            guard let field = try work.look(SubjectDecider<FieldSubject>.self, member.name).said(at: work.now),
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
            guard let expected = field.expectation(brokenBy: member.value) else { continue }
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
        if let known = work.many?.neededFields[entity] { return known }
        let needed = try readNeeded(entity)
        work.many?.neededFields[entity] = needed
        return needed
    }

    private func readNeeded(_ entity: String) throws -> [String] {
        let ids = try work.connection.prepared(
            "fields_of",
            """
            SELECT id FROM davtari.stream WHERE kind = 'field'
                AND davtari.said(state)->>'entity' = $1 ORDER BY id
            """, [Bind(entity)]
        ).map { try $0.text(0) }
        return try ids.filter { id in
            let field = try work.look(SubjectDecider<FieldSubject>.self, id).said(at: work.now)
            return field.map { $0.required && !$0.retired } ?? false
        }
    }

    /// Changes that say only some of a thing leave the rest as it was.
    private static func isWhole(_ type: String) -> Bool {
        switch type {
        case "product.changed.v1", "store.changed.v1", "supplier.changed.v1", "contract.changed.v1",
            "employee.changed.v1", "customer.changed.v1", "customer.registered.v1", "entry.recorded.v1":
            false
        default: true
        }
    }
}
