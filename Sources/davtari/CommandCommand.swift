import Events
import Foundation
import Gateway
import HTTP
import JSON
import Log
import Logging
import People
import Postgres
import Rules
import Services

/// Commands from the terminal: the addresses and bodies of the API, and people, for whom there is no page.
enum CommandCommand {
    static let command = Davtari.Command(
        name: "command",
        usage: """
            list
                every command with its address
            PUT|PATCH|POST|DELETE ADDRESS [JSON | - | @FILE] [--key KEY] [--if-match VERSION|'*']
                asks for one, as over HTTP: davtari command PUT products/p '{"name": {"en": "Milk"}}'
            """, options: ["key", "if-match"], run: { try run($0) })

    static let customer = Davtari.Command(
        name: "customer",
        usage: """
            find TEXT
                people by a part of their name or e-mail, digits of their phone, or a card
            show ID
                who a customer is
            erase ID [--yes]
                destroys a person's key and names for ever; figures keep the id; asks first, unless --yes
            """, flags: ["yes"], run: { try runCustomer($0) })

    private static func run(_ arguments: Arguments) throws {
        let said = arguments.positional
        if said == ["list"] {
            for action in Actions.all { print("\(action.method)\t\(action.path.joined(separator: "/"))") }
            return
        }
        guard (2...3).contains(said.count) else {
            throw UsageError("davtari command METHOD ADDRESS [JSON]", about: "command")
        }
        let body = said.count == 3 ? try bytes(said[2]) : []
        let precondition = try arguments.option("if-match").map { text -> Precondition in
            if text == "*" { return .exists }
            guard let version = Int64(text) else { throw UsageError("--if-match takes a version, not “\(text)”") }
            return .versions([version])
        }
        let answer = try ask(
            Environment(arguments), said[0].uppercased(), said[1], body, key: arguments.option("key"), precondition)
        print(answer.told.text)
    }

    private static func bytes(_ word: String) throws -> [UInt8] {
        if word == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        if word.hasPrefix("@") { return try SecretFile.read(String(word.dropFirst())) }
        return Array(word.utf8)
    }

    private static func runCustomer(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(["find", "show", "erase"])
        guard words.count == 1 else {
            throw UsageError("davtari customer \(verb) \(verb == "find" ? "TEXT" : "ID")", about: "customer")
        }
        let (environment, word) = (try Environment(arguments), words[0])
        switch verb {
        case "find":
            for found in try people(environment, { try $0.find(word) }) {
                print("\(found.customer)\t\(String(decoding: found.person.encoded, as: UTF8.self))")
            }
        case "show":
            guard let person = try people(environment, { try $0.person(word) }) else {
                throw CommandFailure("nobody knows who customer “\(word)” is")
            }
            print(String(decoding: person.encoded, as: UTF8.self))
        default:
            if !arguments.has("yes") { try confirmErasure(of: word) }
            let answer = try ask(environment, "DELETE", "customers/\(word)", [], key: nil, nil)
            print(answer.facts.isEmpty ? "customer \(word) was erased before" : "customer \(word) is erased")
        }
    }

    /// What cannot be undone is asked about by its name, which nobody types by mistake.
    private static func confirmErasure(of customer: String) throws(UsageError) {
        guard Terminal.isThere else {
            throw UsageError("customer erase asks before it does, and there is nobody to ask here: say --yes")
        }
        let answer = Terminal.answer(
            "Who customer \(customer) is will be destroyed for ever. Type the id once more to go on: ")
        guard answer == customer else { throw UsageError("customer \(customer) is not erased") }
    }

    private static func people<R>(_ environment: Environment, _ body: (PersonVault) throws -> R) throws -> R {
        let office = Office(
            pool: Pool(environment.conninfo, limit: 1), log: LogIdentity(id: "", partitions: 1))
        try office.migrate()
        return try office.read { try body(PersonVault($0)) }
    }

    /// Decides here, and carries the facts to the log: beside a server that runs, which then does the latter.
    private static func ask(
        _ environment: Environment, _ method: String, _ address: String, _ body: [UInt8], key: String?,
        _ precondition: Precondition?
    ) throws -> CommandAnswer {
        // As in an address over HTTP: an id with a slash in it is escaped.
        let segments = try address.split(separator: "/").drop { $0 == "v1" }.map { part in
            guard let segment = percentDecode(part) else { throw UsageError("“\(part)” is not escaped rightly") }
            return segment
        }
        guard let (action, ids) = Actions.at(segments).first(where: { $0.action.method == method }) else {
            throw UsageError("there is no command \(method) \(address); davtari command list tells them all")
        }
        return try TerminalOffice.with(environment) { handler, _ in
            do {
                let admitted = try handler.admit(.terminal(NSUserName()), to: action, at: ids)
                return try handler.perform(admitted, body, precondition ?? .none, key: key)
            } catch is DoingRefusal {
                throw CommandFailure("the terminal may not ask for \(method) \(address)")
            } catch let refusal as Refusal {
                let numbers = refusal.numbers.map { "\($0.name) \($0.value.text)" }.joined(separator: ", ")
                throw CommandFailure("\(refusal.message) (\(refusal.rule)\(numbers.isEmpty ? "" : ": \(numbers)"))")
            }
        }
    }
}
