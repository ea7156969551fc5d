/// A version of a fact that nobody writes any more, and how it reads today.
///
/// When a type must change its mind, its old struct is kept as it is and becomes an `EarlierFact`; the new version gets a
/// struct, a type and a case of its own. Folds and rules only know the later one. What the old bytes lack or get wrong is
/// still told by the old members' names, and their schema stays in the folder, because logs hold them for ever.
package protocol EarlierFact: FactBody {
    associatedtype Later: FactBody
    /// The same, said in the later version's members. When that one becomes earlier too, this goes through it.
    var later: Later { get }
}

extension FactType {
    /// An earlier version of the type `supersededBy`, read as that.
    init<Old: EarlierFact>(
        earlier name: String, _ author: Author, _ scope: Scope, supersededBy: String,
        _ wrap: @escaping @Sendable (Old.Later) -> Fact, of old: Old.Type
    ) {
        self.init(name, author, scope, supersededBy: supersededBy) { (old: Old) in wrap(old.later) }
    }
}
