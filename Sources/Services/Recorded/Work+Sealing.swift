import Events
import JSON
import People
import Rules

/// Who people are is said in commands as any other member, and sealed before it leaves the transaction.
extension Work {
    /// Who a person is by what a command says, sealed for the fact that it leads to; nil where it says nothing new of that.
    ///
    /// - Parameter isWhole: whether what is left out of it is not so any more; who says nothing of the person leaves them as they are.
    func sealed<S: Subject>(_ subject: S.Type, _ id: String, _ body: CommandBody, isWhole: Bool) throws -> String? {
        let said = body.only(Person.members)
        guard !said.isEmpty, let entity = PersonID.Entity(rawValue: S.kind) else { return nil }
        let (who, vault) = (PersonID(entity, id), PersonVault(connection))
        let state = try look(SubjectDecider<S>.self, id)
        guard try !vault.isErased(who) else {
            throw Refusal(.conflict, "\(S.kind).erased", "this person was erased and stays so")
        }
        try OwnFields(self).check(body["personalFields"], of: S.kind, isWhole: false, at: "personalFields")
        try checkKey(of: who, wasSealed: state.members(at: .endOfTime)?["sealed"] != nil)
        let person = isWhole ? try said.read(Person.self) : try vault.changed(who, by: body)
        guard let person, try vault.person(who) != person else { return nil }
        let type = S.fact(S.Body(), isNew: !state.isKnown).type?.name ?? ""
        return try vault.seal(person, of: who, for: type)
    }

    /// Refuses to seal a person anew whose facts are sealed and whose key is not here: under another key all that was sealed before
    /// could not be opened by the old one's return.
    func checkKey(of who: PersonID, wasSealed: Bool) throws {
        guard wasSealed, try !PersonVault(connection).hasKey(who) else { return }
        let other = who.entity == .customer ? ", or erase the customer" : ""
        throw Refusal(
            .conflict, "\(who.entity.rawValue).keyMissing",
            "the key of “\(who.id)” is not in this database: bring it back with `davtari keys restore FILE` first\(other)"
        )
    }
}

extension BodyForm {
    /// What commands say of who a person is, with the schema of each.
    static let ofPersons: [(String, JSON)] = (closed(Person.schema)["properties"]?.object ?? []).map {
        ($0.name, $0.value)
    }
}
