import Events
import Rules
import Synchronization

/// A described thing as the office keeps it: how it decides, what may be asked for it, and where it is read. Each is one line of
/// `Described.all`, from which the lists of deciders, commands and resources follow.
package struct Described: Sendable {
    let decider: any Decider.Type
    let actions: [Action]
    let resource: Resource

    /// - Parameters:
    ///   - hidden: members that a command does not say.
    ///   - check: what has to be looked up, such as whether what it names is there, and whether who asks may say it.
    package init<S: Subject>(
        _ subject: S.Type, without hidden: [String] = [],
        check: @escaping @Sendable (Work, Call, S.Body) throws -> Void = { _, _, _ in }
    ) {
        decider = SubjectDecider<S>.self
        actions = SubjectActions.all(subject, without: hidden, check: check)
        resource = Resource(of: subject)
    }

    package static let all: [Described] =
        [
            SupplierSubject.described, CustomerCategorySubject.described, ContractSubject.described,
            ReminderSubject.described, DocumentSubject.described, ExchangeRateSubject.described, TaxSubject.described,
            TenderKindSubject.described, RoleSubject.described, FieldSubject.described, EmployeeSubject.described,
            EntitySubject.described, EntrySubject.described, LegalEntitySubject.described,
            StoreGroupSubject.described,
        ] + added.withLock { $0 }

    /// What others declare, as the tests do; before anything is asked.
    package static func add(_ described: Described) { added.withLock { $0.append(described) } }

    private static let added = Mutex<[Described]>([])
}

extension Subject {
    /// Where it is commanded and read, behind `/v1`: its path, and the ids that name one.
    static var address: String { ([shape.path] + idNames.map { "{\($0)}" }).joined(separator: "/") }
}
