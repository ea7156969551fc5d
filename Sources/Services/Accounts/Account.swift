import Events
import Rules

/// A person who has signed in.
package struct User: Sendable, Equatable {
    package let name: String
    /// `ka` or `en`.
    package let language: String
    /// `light` or `dark`; nil: as the device is.
    package let theme: String?
    /// The address where they begin, `/stock`; nil: at the first page that they may see.
    package let home: String?
    package let roles: [String]
    package let principal: Principal
    /// The role that is tried; then `principal` is that of who has it, and changes nothing.
    package var trying: TriedRole?
}

/// What signing in came to.
package enum SignInAnswer: Sendable, Equatable {
    /// - Parameters:
    ///   - session: its secret.
    ///   - browser: a secret by which the browser is known the next time; nil where it has one.
    case opened(session: String, browser: String?)
    /// The password was right, and a code is needed with this secret, within minutes.
    case codeNeeded(step: String)
    /// It took too long to say the code, or somebody else changed the sign-in meanwhile: it begins with the password again.
    case over
    case wrong
    /// Too many were wrong before; the password was not looked at.
    case locked(seconds: Int)

    package var session: String? { if case .opened(let session, _) = self { session } else { nil } }
}

package enum TokenKind: String, Sendable, CaseIterable {
    case till, office, `import`
    /// Reads what its scopes name, of the shops that it names, and writes nothing.
    case api
}

/// What a token lets its bearer do.
package struct TokenRights: Sendable, Equatable {
    package let id: String
    package let kind: TokenKind
    package let stores: [String]
    package let writers: [String]
    /// Of a token of kind `api`: what it reads.
    package let scopes: [Scope]
    /// Of an office's token: where it commands; nil is everywhere.
    package let areas: [Area]?
    /// From when on it is none by itself, or the secret by which it was asked for; nil: neither ends.
    package let until: Instant?
    package let principal: Principal

    init(
        id: String, kind: TokenKind, stores: [String], writers: [String], scopes: [Scope], areas: [Area]?,
        until: Instant? = nil
    ) {
        (self.id, self.kind, self.stores, self.writers) = (id, kind, stores, writers)
        (self.scopes, self.areas, self.until) = (scopes, areas, until)
        let name = "token:\(id)"
        principal =
            switch kind {
            case .till: .till(name, stores: stores, writers: writers)
            case .office: .office(name, stores: stores, writers: writers, areas: areas.map(Set.init))
            case .import: .import(name, stores: stores, writers: writers)
            case .api: .client(name, stores: stores, scopes: scopes)
            }
    }
}

/// What cannot be done with an account, and why.
package enum AccountError: Error, Equatable, CustomStringConvertible {
    case nameTaken(String)
    case badName
    case noSuchUser(String)
    case isDisabled(String)
    case rolesNeeded
    case noSuchEmployee(String)
    case employeeTaken(String, by: String)
    /// These roles hold more than who asks.
    case beyondRights([String])
    case passwordCommon
    case passwordIsName
    case passwordWrong
    case linkOver
    case codeWrong
    case hasSecondFactor
    case tooManyTries(seconds: Int)
    case unknownTheme(String)
    case unknownHome(String)
    case unknownRole(String, among: [String])
    case lastOwner(String)
    case passwordTooShort(least: Int)
    case passwordUnfit
    case unknownLanguage(String)
    case tillNeedsBook
    case writersNeeded
    case badWriter(String)
    case officeWriter(String)
    case writerElsewhere(String, store: String)
    case scopesNeeded
    case unknownScope(String)
    case scopesAreForAPI
    case unknownArea(String)
    case areasAreForOffices
    case apiWritesNothing
    case noSuchToken(String)
    case tokenOver(String)
    case badTokenName
    case badStore(String)
    case badOverlap(most: Int64)
    case alreadyOver
    case tokenBeyondRights
    case noSuchSession(String, of: String)

    package var description: String {
        switch self {
        case .nameTaken(let name): "there is a user “\(name)” already"
        case .badName:
            "a user's name has 1 to \(Accounts.nameLimit) bytes and no spaces around it, and is neither . nor .."
        case .noSuchUser(let name): "there is no user “\(name)”"
        case .isDisabled(let name): "\(name) is disabled: enable the sign-in first"
        case .rolesNeeded: "a sign-in has a role at least"
        case .noSuchEmployee(let id): "there is no employee “\(id)” who works here now"
        case .employeeTaken(let id, let name): "employee “\(id)” signs in as \(name) already"
        case .beyondRights(let roles):
            "\(roles.joined(separator: ", ")) may do more than you: somebody who may do as much has to do this"
        case .passwordCommon: "this password is among those that are guessed first: choose another"
        case .passwordIsName: "a password is not the name itself"
        case .passwordWrong: "the password is wrong"
        case .linkOver: "this link was used, is over, or never was: ask for another"
        case .hasSecondFactor: "the second factor is set already: switch it off first"
        case .codeWrong: "the code is wrong, or was used already"
        case .tooManyTries(let seconds): "too many tries were wrong: wait \(seconds) seconds"
        case .unknownTheme(let theme): "the theme is light, dark, or empty for that of the device, not “\(theme)”"
        case .unknownHome(let home): "“\(home)” is no page that you may see"
        case .unknownRole(let role, let roles): "“\(role)” is no role; there are \(roles.joined(separator: ", "))"
        case .lastOwner(let name):
            "\(name) is the last owner who may sign in: make somebody else an owner first (davtari user role NAME owner)"
        case .passwordTooShort(let least): "a password has at least \(least) characters"
        case .passwordUnfit: "a password has at most \(Accounts.passwordMost) bytes, and none of them is zero"
        case .unknownLanguage(let language): "the language is ka or en, not “\(language)”"
        case .tillNeedsBook: "a till's token names one store and its writers, none of them *"
        case .writersNeeded: "an office's token names its writers, none of them *; an import's names them, or *"
        case .badWriter(let writer): "“\(writer)” is no writer: 1 to \(Envelope.writerLimit) of A–Z a–z 0–9 . _ -"
        case .scopesNeeded: "an api token names its scopes, of \(Self.scopes)"
        case .unknownScope(let scope): "“\(scope)” is no scope; there are \(Self.scopes)"
        case .scopesAreForAPI: "only an api token has scopes"
        case .unknownArea(let area): "“\(area)” is no area; there are \(Self.areas)"
        case .areasAreForOffices: "only an office's token commands in areas"
        case .apiWritesNothing: "an api token reads; it names no writers"
        case .officeWriter(let writer):
            "“\(writer)” is kept for the office's own desk: choose a writer that does not begin with “\(Envelope.officePrefix)”"
        case .writerElsewhere(let writer, let store):
            "“\(writer)” is a till of store \(store), where its book lies for life: a till elsewhere takes another writer"
        case .noSuchSession(let id, let name): "\(name) has no session “\(id)”"
        case .noSuchToken(let id): "there is no token “\(id)”, or it was revoked"
        case .tokenOver(let id): "token “\(id)” was revoked or is over: make another"
        case .badTokenName: "a token's name has 1 to \(Accounts.nameLimit) bytes"
        case .badStore(let store): "“\(store)” is no shop's code"
        case .badOverlap(let most): "the old secret goes on for 0 to \(most) hours"
        case .alreadyOver: "a token ends at a moment that is to come"
        case .tokenBeyondRights: "this token may do more than you: somebody who may do as much has to do this"
        }
    }

    private static let areas = Area.allCases.map(\.rawValue).joined(separator: ", ")
    private static let scopes = Scope.allCases.map(\.rawValue).joined(separator: ", ")
}
