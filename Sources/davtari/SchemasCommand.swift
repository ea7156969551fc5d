import Events
import Foundation
import JSON

/// Writes the JSON Schemas of every fact.
enum SchemasCommand {
    static let command = Davtari.Command(
        name: "schemas",
        usage: """
            FOLDER
                writes a JSON Schema a type of fact into the folder
            """, run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        guard arguments.positional.count == 1 else { throw UsageError("davtari schemas FOLDER") }
        for type in FactType.all {
            let url = URL(fileURLWithPath: arguments.positional[0]).appendingPathComponent("\(type.name).json")
            try Data(type.schemaText.utf8).write(to: url)
        }
    }
}
