import Events
import Queries
import Rules

/// Who has said something, by name: who signs in, what a token is called, a cashier, the terminal, or Davtari itself.
struct AuthorNames {
    private let say: Words
    private let employees: [String: String]
    private let tokens: [String: String]
    private let things: ThingNames

    /// Looks up the names of what a page is about to show.
    ///
    /// - Parameter authors: as facts name them, or a read model where they name nobody.
    init(_ say: Words, _ models: ScreenModels, _ authors: [String]) throws {
        self.say = say
        let all = Set(authors)
        employees = try ScreenAudit.employees(models, of: all.compactMap { Self.rest($0, Self.user) })
        tokens = try ScreenAudit.tokens(models, all.compactMap { Self.rest($0, Self.token) })
        // A till names who stands at it by their id alone.
        let cashiers = all.filter { !$0.contains(":") && EntityID.isOne($0) }
        things = try ThingNames(say, models, employees: Array(employees.values) + cashiers)
    }

    private static let user = "user:"
    private static let token = "token:"
    private static let terminal = "terminal:"
    private static let writer = "writer:"

    private static func rest(_ author: String, _ prefix: String) -> String? {
        author.hasPrefix(prefix) ? String(author.dropFirst(prefix.count)) : nil
    }

    func html(_ author: String) -> HTML {
        let (name, more) = parts(author)
        return "\(name)\(more.map { Parts.sub("\($0)") })"
    }

    /// In one line.
    func text(_ author: String) -> String {
        let (name, more) = parts(author)
        return more.map { "\(name) (\($0))" } ?? name
    }

    private func parts(_ author: String) -> (name: String, more: String?) {
        if let signIn = Self.rest(author, Self.user) {
            guard let employee = employees[signIn] else { return (signIn, nil) }
            let name = things.employee(employee)
            return name == employee || name == signIn ? (signIn, nil) : (name, signIn)
        }
        if let id = Self.rest(author, Self.token) { return (tokens[id] ?? id, say(.byToken)) }
        if let name = Self.rest(author, Self.terminal) { return (name, say(.byTerminal)) }
        if let writer = Self.rest(author, Self.writer) {
            return Envelope.isOffice(writer: writer) ? (say(.brand), say(.byItself)) : (writer, say(.byBook))
        }
        return (things.employee(author), nil)
    }
}
