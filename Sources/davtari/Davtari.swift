import Foundation
import HTTP

/// One binary, a file a subcommand; it only wires.
@main
enum Davtari {
    struct Command: Sendable {
        let name: String
        let usage: String
        let run: @Sendable ([String]) throws -> Void
    }

    static let commands = [
        ServeCommand.command, UserCommand.command, TokenCommand.command, LogCommand.command, ProjectionsCommand.command,
        CommandCommand.command, CommandCommand.customer, KeysCommand.command, OfficeCommand.command,
        SchemasCommand.command, BenchCommand.command,
        ImportCommand.command, DemoCommand.command,
    ]

    static func main() {
        // A client that goes away is an error to handle, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        guard let name = words.first, name != "help", name != "--help" else { return print(help) }
        guard let command = commands.first(where: { $0.name == name }) else {
            fail("“\(name)” is no command; davtari help lists them", code: 2)
        }
        do {
            try command.run(Array(words.dropFirst()))
        } catch let error as UsageError {
            fail("\(error)", code: 2)
        } catch ServerError.addressInUse(let port) {
            fail("port \(port) is taken; choose another with --listen 127.0.0.1:PORT", code: 2)
        } catch {
            fail("\(error)", code: 1)
        }
    }

    static var help: String {
        "davtari — the back office of a retail chain\n\n"
            + commands.map { "davtari \($0.name) \($0.usage)\n" }.joined(separator: "\n")
            + "\nEvery command that needs the database or the log takes:\n" + Environment.usage
    }

    static func fail(_ sentence: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("davtari: \(sentence)\n".utf8))
        exit(code)
    }
}
