import Events

/// Who asks for something, and what this one may: known by then, and let do nothing that it was not given.
///
/// Three questions are asked of it, each answered in one place: may it write this fact (`refusal(writing:as:at:)`), may it do
/// this here (`refusal(doing:at:isForTills:)`), and what does it see (`sight(to:)`).
package struct Principal: Sendable, Hashable {
    package enum Kind: String, Sendable { case person, till, client, terminal }

    package let kind: Kind
    /// As facts say who was asking: `user:nino`, `token:4f0c…`, `terminal:root`.
    package let id: String
    /// What its rights are those of, for refusals: the kind of its token, or its role.
    package let title: String
    /// Whatever it may in some shop; how far each right reaches, its two questions say.
    package let rights: Rights
    let books: Books
    /// Where its facts may lie.
    let writes: Places
    /// Where it may have the office decide.
    let acts: Places
    /// The shops whose figures it sees; nil: all, and what belongs to none.
    let sees: [String]?
    /// Of somebody of whose rights some reach only the shops where they work; nil: all reach `acts` and `sees`.
    private(set) var bounds: Bounds?
    /// Of somebody of whose roles one has limits: all of them; else none.
    private(set) var limited: [LimitedRole] = []

    struct Bounds: Sendable, Hashable {
        /// The rights that reach every shop.
        let everywhere: Rights
        /// Where the others reach.
        let shops: [String]
    }
    /// The shop of a till, for whoever stands at it; nil: it is none.
    package private(set) var till: String?

    /// In whose name facts are written.
    enum Books: Sendable, Hashable {
        case none
        case named(Set<String>)
        /// As anybody: the past of a whole chain.
        case all

        func hold(_ writer: String) -> Bool {
            switch self {
            case .none: false
            case .named(let writers): writers.contains(writer)
            case .all: true
            }
        }
    }

    /// Whether it writes facts into the log at all.
    package var isAuthor: Bool { if case .none = books { false } else { true } }
}

extension Principal {
    /// Stands for every shop, or every writer of an import.
    package static let any = "*"

    /// A till: in its own shop it writes its own books and asks for what a till may; it sees no figures.
    package static func till(_ id: String, stores: [String], writers: [String]) -> Principal {
        let shops = stores.map { Place($0) }.filter { $0 != .chain }
        return Principal(
            kind: .till, id: id, title: "till",
            rights: Rights(Right.allSayings + Area.allCases.map { Right.change($0) }),
            books: .named(Set(writers)), writes: .only(shops),
            // What is scarce across shops is the chain's, and a till may ask for it.
            acts: .only(shops + [.chain]), sees: [], till: stores.first ?? "")
    }

    /// A program or a desk of the office: what it commands it may also say, and nothing else; it reads everything.
    ///
    /// - Parameters:
    ///   - stores: where; none, or `*`: everywhere.
    ///   - areas: nil: all of them, and what later versions say.
    package static func office(
        _ id: String, stores: [String], writers: [String], areas: Set<Area>?
    ) -> Principal {
        var rights = (areas ?? Set(Area.allCases)).flatMap { [Right.change($0), .say($0)] }
        if areas == nil { rights.append(.sayOther) }
        if areas?.contains(.customers) ?? true { rights.append(.readIdentity) }
        return Principal(
            kind: .client, id: id, title: "office", rights: Rights(rights + figures),
            books: .named(Set(writers)), writes: places(stores), acts: places(stores), sees: nil)
    }

    /// What brings a chain's past: it writes as those it names, or as anybody, reads everything and has nothing decided.
    package static func `import`(_ id: String, stores: [String], writers: [String]) -> Principal {
        Principal(
            kind: .client, id: id, title: "import",
            rights: Rights(Right.allSayings + figures),
            books: writers.contains(any) ? .all : .named(Set(writers)), writes: places(stores), acts: .nowhere,
            sees: nil)
    }

    /// A program that only reads: what its scopes name, of the shops that it names, or of all.
    package static func client(_ id: String, stores: [String], scopes: [Scope]) -> Principal {
        Principal(
            kind: .client, id: id, title: "api", rights: Rights(scopes.map { Right.read($0) }), books: .none,
            writes: .nowhere, acts: .nowhere, sees: stores.isEmpty ? nil : stores)
    }

    /// Somebody who has signed in.
    package static func person(_ name: String, _ role: DeliveredRole, shops: [String] = []) -> Principal {
        person(name, role: role.rawValue, role.grants, shops: shops)
    }

    /// As facts name somebody who has signed in.
    package static func personID(_ name: String) -> String { "user:\(name)" }

    /// - Parameters:
    ///   - role: what the rights are those of, for refusals.
    ///   - shops: where they work.
    package static func person(_ name: String, role: String, _ grants: Grants, shops: [String]) -> Principal {
        var person = Principal(
            kind: .person, id: personID(name), title: role, rights: grants.rights, books: .none,
            writes: .nowhere, acts: .every, sees: nil)
        if grants.inOwnShops != .none { person.bounds = Bounds(everywhere: grants.everywhere, shops: shops) }
        let roles = grants.roles.map { $0.asked(by: person.id, in: shops) }
        if roles.contains(where: \.isLimited) { person.limited = roles }
        return person
    }

    /// The rights that reach as far as it does.
    var everywhere: Rights { bounds?.everywhere ?? rights }

    /// Whoever may run Davtari on its server has the database and the log in hand anyway.
    package static func terminal(_ name: String) -> Principal {
        Principal(
            kind: .terminal, id: "terminal:\(name)", title: "terminal", rights: .all, books: .none, writes: .nowhere,
            acts: .every, sees: nil)
    }

    private static let figures = Scope.allCases.map { Right.read($0) }

    private static func places(_ stores: [String]) -> Places {
        stores.isEmpty || stores.contains(any) ? .every : .only(stores.map { Place($0) })
    }
}
