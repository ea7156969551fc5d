import Events
import Rules

/// What whoever has a role may do, and how far.
package enum RoleSubject: Subject {
    package static var shape: EntityShape { .role }

    package static func told(_ fact: Fact) -> Told<RoleDefined>? { fact.toldOfRole }

    package static func fact(_ body: RoleDefined, isNew: Bool) -> Fact { .roleDefined(body) }

    /// A right is a word of the vocabulary (`Right`), and the owner's role stays: somebody must be able to undo the rest.
    package static func check(_ body: RoleDefined, before: RoleDefined?) throws(Refusal) {
        guard body.role != DeliveredRole.owner.rawValue else {
            throw Refusal(.conflict, "role.owner", "the owner's role stays as it is", [("path", "role")])
        }
        for (index, word) in body.rights.enumerated() { try expectRight(word, at: "rights[\(index)]") }
        for (index, limit) in body.limits.enumerated() { try expectRight(limit.right, at: "limits[\(index)].right") }
        for (index, said) in body.fieldRights.enumerated() {
            let path = "fieldRights[\(index)]"
            let field = try expectField(said.field, at: "\(path).field")
            guard let access = said.access else {
                throw Refusal.invalid("\(path).access", "required", "say what they may: hidden or read")
            }
            // What an entry is called stands wherever it is named.
            guard access != RoleField.Access.hidden.rawValue || !field.isName else {
                throw Refusal(
                    .invalid, "role.name", "what an entry is called is not hidden",
                    [("path", .string("\(path).field")), ("field", .string(said.field))])
            }
        }
        for (index, said) in body.entryRights.enumerated() {
            let path = "entryRights[\(index)]"
            guard said.field != nil || said.own != nil else {
                throw Refusal.invalid("\(path).field", "required", "say by which field, or whose own entries")
            }
            guard let named = said.field else { continue }
            let field = try expectField(named, at: "\(path).field")
            guard field.isCompared else {
                throw Refusal(
                    .invalid, "role.condition", "entries are not told apart by this field",
                    [("path", .string("\(path).field")), ("field", .string(named))])
            }
            guard !said.values.isEmpty else {
                throw Refusal.invalid("\(path).values", "required", "say at least one value")
            }
        }
    }

    /// A field of the users' own that a role names is there, and is called as its values stand in entries.
    private static func expectOwn(_ name: String, at path: String, _ work: Work) throws {
        let parts = name.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count == 3, ["fields", "personalFields"].contains(parts[1]) else {
            guard let entity = parts.first, EntityShapes.named(entity) == nil,
                try !work.look(SubjectDecider<EntitySubject>.self, entity).isKnown
            else { return }
            throw Refusal.notThere("entity", entity, at: path)
        }
        let state = try work.look(SubjectDecider<FieldSubject>.self, parts[2])
        let field = state.said(at: work.now).map { OwnField(parts[2], FactMembers($0)) }
        let shape = EntityShapes.named(parts[0]) ?? .entry
        guard let said = state.said(at: work.now), said.entity == parts[0], let field,
            shape.with(own: [field]).field("\(parts[1]).\(parts[2])") != nil
        else {
            throw Refusal(
                .invalid, "field.unknown", "there is no field “\(name)”",
                [("path", .string(path)), ("field", .string(name))])
        }
    }

    /// A field that a role names, as `supplier.taxNumber`: whether it is what entries are called, and whether entries are told apart by it.
    private static func expectField(_ name: String, at path: String) throws(Refusal) -> (isName: Bool, isCompared: Bool)
    {
        let entity = String(name.prefix { $0 != "." })
        let member = String(name.dropFirst(entity.count + 1))
        let isOwn = ["fields.", "personalFields."].contains { member.hasPrefix($0) && member.count > $0.count }
        if let shape = EntityShapes.named(entity) {
            if let field = shape.field(member) {
                return (
                    member.hasPrefix("name.") || field.isSealed && member == "name", field.isPlain && !field.isSealed
                )
            }
            if isOwn { return (false, member.hasPrefix("fields.")) }
        } else if OwnEntities.isName(entity), isOwn || EntityShape.entry.field(member) != nil {
            return (member.hasPrefix("name."), true)
        }
        throw Refusal(
            .invalid, "field.unknown", "there is no field “\(name)”",
            [("path", .string(path)), ("field", .string(name))])
    }

    private static func expectRight(_ word: String, at path: String) throws(Refusal) {
        do { _ = try Rights(words: [word]) } catch {
            throw Refusal(
                .invalid, "right.unknown", error.description,
                [("path", .string(path)), ("right", .string(word)), ("nearest", .text(error.nearest))])
        }
    }

    /// Whoever defines a role gives its rights to all who have it.
    static let described = Described(Self.self) { work, call, role in
        for (index, said) in role.fieldRights.enumerated() {
            try expectOwn(said.field, at: "fieldRights[\(index)].field", work)
        }
        for (index, said) in role.entryRights.enumerated() {
            try said.field.map { try expectOwn($0, at: "entryRights[\(index)].field", work) }
            if let own = said.own, EntityShapes.named(own) == nil,
                try !work.look(SubjectDecider<EntitySubject>.self, own).isKnown
            {
                throw Refusal.notThere("entity", own, at: "entryRights[\(index)].own")
            }
        }
        guard let principal = call.principal else { return }
        let before = try Roles.grants(role.role, work.connection) ?? .none
        guard principal.mayDefine(role.grants), principal.mayDefine(before) else {
            throw Refusal(
                .forbidden, "role.rights",
                "this role may do more than you; somebody who may do as much has to define it",
                [("path", "rights")])
        }
    }
}

/// A field of the users' own: its type and what it is a field of are for ever, since what was written under it stays.
package enum FieldSubject: Subject {
    package static var shape: EntityShape { .field }

    package static func told(_ fact: Fact) -> Told<FieldDefined>? { fact.toldOfField }

    package static func fact(_ body: FieldDefined, isNew: Bool) -> Fact { .fieldDefined(body) }

    package static func check(_ body: FieldDefined, before: FieldDefined?) throws(Refusal) {
        try keeps("entity", body.entity, before?.entity) { .string($0) }
        try keeps("type", body.type, before?.type) { .string($0) }
    }

    static let described = Described(Self.self)
}

/// Who works for the chain, as the log knows them: a random id, roles, shops and days.
package enum EmployeeSubject: Subject {
    package static var shape: EntityShape { .employee }

    package static func told(_ fact: Fact) -> Told<EmployeeFacts>? { fact.toldOfEmployee }

    package static func fact(_ body: EmployeeFacts, isNew: Bool) -> Fact {
        isNew ? .employeeRegistered(body) : .employeeChanged(body)
    }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var left = EmployeeEnded()
        (left.employee, left.circumstances) = (id, circumstances)
        return .employeeLeft(left)
    }

    package static func seal(_ body: inout EmployeeFacts, _ sealed: String) { body.sealed = sealed }

    static let described = Described(Self.self, without: ["sealed"]) { work, call, employee in
        let before =
            try work.look(SubjectDecider<EmployeeSubject>.self, employee.employee).said(at: call.now)?.roles ?? []
        let given = employee.roles.filter { role in !before.contains { ExactText.same($0, role) } }
        if let principal = call.principal, let grants = try Roles.grants(given, work.connection) {
            // What a program gives so counts at tills alone, where it may give anything but an owner's.
            guard principal.mayGive(grants) || principal.kind == .client && !grants.rights.saysAll else {
                throw Refusal(
                    .forbidden, "role.rights",
                    "these roles may do more than you; somebody who may do as much gives them",
                    [("path", "roles")])
            }
        }
        for (index, role) in employee.roles.enumerated()
        where try DeliveredRole(rawValue: role) == nil && !work.look(SubjectDecider<RoleSubject>.self, role).isKnown {
            throw Refusal.notThere("role", role, at: "roles[\(index)]")
        }
        for (index, store) in employee.stores.enumerated()
        where try !work.look(StoreDecider.self, store).isOpen {
            throw Refusal.notThere("store", store, at: "stores[\(index)]")
        }
    }
}
