import Foundation
import Projections

/// One binary, a file a subcommand; it only wires.
@main
enum Davtari {
    struct Command: Sendable {
        let name: String
        /// What may stand behind the name, a form a line; an indented line explains what stands above it.
        let usage: String
        /// Names that take no value, beside those that every command knows.
        var flags: Set<String> = []
        /// Names that take one.
        var options: Set<String> = []
        let run: @Sendable (Arguments) throws -> Void

        var help: String {
            usage.split(separator: "\n").map { $0.hasPrefix(" ") ? $0 + "\n" : "davtari \(name) \($0)\n" }.joined()
        }
    }

    static let commands = [
        ServeCommand.command, UserCommand.command, TokenCommand.command, LogCommand.command, ProjectionsCommand.command,
        CommandCommand.command, CommandCommand.customer, KeysCommand.command, OfficeCommand.command,
        SchemasCommand.command, BenchCommand.command,
        ImportCommand.command, ExportCommand.command, DemoCommand.command,
    ]

    private static let version = "0.1-unreleased"

    static func main() {
        // A client that goes away is an error to handle, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            try run(words)
        } catch let error as UsageError {
            fail("\(error)", code: 2)
        } catch {
            fail(Sentence.of(error), code: 1)
        }
    }

    private static func run(_ words: [String]) throws {
        switch words.first {
        case nil, "--help", "-h": return print(help)
        case "--version", "version": return print("davtari \(version), build \(Build.this)")
        case "help":
            guard words.count > 1 else { return print(help) }
            return print(help(of: try command(words[1])))
        case let name?:
            let command = try command(name)
            let rest = Array(words.dropFirst())
            if rest.contains(where: { $0 == "--help" || $0 == "-h" }) { return print(help(of: command)) }
            // Where database and log are may be said of each alike.
            try command.run(
                Arguments(
                    rest, of: command.name, flags: command.flags, options: command.options.union(Environment.options)))
        }
    }

    private static func command(_ name: String) throws(UsageError) -> Command {
        if let command = commands.first(where: { $0.name == name }) { return command }
        let meant = Arguments.meant(name, commands.map(\.name)) { "davtari \($0)" }
        throw UsageError("“\(name)” is no command\(meant.isEmpty ? "; davtari help lists them" : meant)")
    }

    private static var help: String {
        "davtari — the back office of a retail chain\n\n" + commands.map(\.help).joined(separator: "\n")
            + "\ndavtari help COMMAND   one of them\ndavtari --version      which build this is\n" + places
    }

    private static func help(of command: Command) -> String { command.help + places }

    private static let places = "\nWhere the database and the log are:\n" + Environment.usage

    private static func fail(_ sentence: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("davtari: \(sentence)\n".utf8))
        exit(code)
    }
}
