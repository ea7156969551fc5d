import Events
import JSON
import Rules

/// A role as somebody tries it: the pages are shown as to who has it, and nothing can be changed meanwhile.
package struct TriedRole: Sendable, Equatable {
    package let title: String
    /// As it would be defined.
    package let role: RoleDefined
    /// Where who has it works.
    package let shops: [String]
    /// The form in which it is being written, and what stood in it, to go on with it.
    package var form: String
    package var fields: [Field]

    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
        package init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    package init(
        title: String, _ role: RoleDefined, shops: [String], form: String = "", fields: [Field] = []
    ) {
        (self.title, self.role, self.shops) = (title, role, shops)
        (self.form, self.fields) = (form, fields)
    }

    package var grants: Grants { role.grants }

    /// - Parameter name: whose sign-in tries it.
    func principal(_ name: String) -> Principal { .person(name, role: title, grants, shops: shops) }

    // MARK: As a session keeps it

    var json: JSON {
        [
            "title": .string(title), "role": FactMembers(role).json,
            "shops": .array(shops.map { .string($0) }), "form": .string(form),
            "fields": .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] }),
        ]
    }

    init?(_ text: String) throws {
        let json = try JSON(parsing: Array(text.utf8))
        guard let title = json["title"]?.string, let said = json["role"],
            let role: RoleDefined = FactMembers(said).read()
        else { return nil }
        self.init(
            title: title, role, shops: json["shops"]?.array?.compactMap(\.string) ?? [],
            form: json["form"]?.string ?? "",
            fields: json["fields"]?.array?.compactMap { field in
                field["name"]?.string.map { Field(name: $0, value: field["value"]?.string ?? "") }
            } ?? [])
    }
}

extension Accounts {
    /// From now on a session sees what who has a role sees; nobody tries a role that may do more than they.
    ///
    /// - Parameter session: its secret.
    package func tryRole(_ role: TriedRole, in session: String, by: Principal) throws {
        guard by.mayGive(role.grants) else { throw AccountError.beyondRights([role.title]) }
        try keep(role, session)
    }

    package func endTrial(in session: String) throws { try keep(nil, session) }

    private func keep(_ role: TriedRole?, _ session: String) throws {
        let tried = role?.json.text
        try pool.withConnection { connection in
            _ = try connection.execute(
                "UPDATE davtari.session SET trying = \(tried) WHERE secret = \(SignIns.hash(session))")
        }
    }
}
