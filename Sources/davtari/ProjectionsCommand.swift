import Postgres
import Projections

/// The read models: how far they are, their digest, and rebuilding them.
enum ProjectionsCommand {
    static let command = Davtari.Command(
        name: "projections",
        usage: """
            digest [NAME] [--booked | --placed]
                SHA-256 of the read models' declared contents; --booked adds booked figures, --placed also places in the log
            rebuild NAME|all [--accept]
                folds from zero beside the serving version, compares, and swaps; --accept swaps even where they differ
            list
                every version, whether it serves, is kept or was left unfinished, and its position
            """, flags: ["placed", "booked", "accept"], run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(["digest", "rebuild", "list"])
        let environment = try Environment(arguments)
        let connection = try Connection(environment.conninfo)
        switch verb {
        case "digest":
            let depth: Digest.Depth = arguments.has("placed") ? .placed : arguments.has("booked") ? .booked : .facts
            for model in try models(words) {
                print("\(model.name)\t\(try Digest.serving(connection, model, depth))")
            }
        case "rebuild":
            guard words.count == 1 else { throw UsageError("davtari projections rebuild NAME|all") }
            Rebuild.yieldToOthers()
            let log = try environment.openLog()
            defer { log.shutdown() }
            try Rebuild(environment.conninfo, log, try models(words)) { print($0) }
                .run(accept: arguments.has("accept"))
        default:
            for version in try Versions.list(connection) {
                let position = version.position.offsets.map(String.init).joined(separator: ",")
                print("\(version.name)\t\(version.version)\t\(version.state)\t\(position)")
            }
        }
    }

    private static func models(_ words: [String]) throws -> [any ReadModel.Type] {
        guard let name = words.first, name != "all" else { return ReadModels.all }
        if let model = ReadModels.named(name) { return [model] }
        if let owner = ReadModels.aliases[name], let model = ReadModels.named(owner) {
            print("\(name) is folded together with all of \(owner): they share one computation")
            return [model]
        }
        let known = ReadModels.all.map { $0.name } + ReadModels.aliases.keys.sorted()
        let meant = Arguments.meant(name, known) { $0 }
        throw UsageError(
            "“\(name)” is no read model\(meant.isEmpty ? "; there are \(known.joined(separator: ", "))" : meant)")
    }
}
