import Postgres
import Projections

/// The read models: how far they are, their digest, and rebuilding them.
enum ProjectionsCommand {
    static let command = Davtari.Command(
        name: "projections",
        usage: """
            digest [NAME] [--booked] [--log]
                SHA-256 of the read models' declared contents; --booked adds booked figures, --log also places in the log
            rebuild NAME|all [--accept]
                folds from zero beside the serving version, compares, and swaps; --accept swaps even where they differ
            list
                every version, whether it serves, is kept or was left unfinished, and its position
            """, run: { try run($0) })

    private static func run(_ words: [String]) throws {
        let arguments = try Arguments(words, flags: ["log", "booked", "accept"], options: Environment.options)
        let environment = try Environment(arguments)
        let connection = try Connection(environment.conninfo)
        switch arguments.positional.first {
        case "digest":
            let depth: Digest.Depth = arguments.has("log") ? .log : arguments.has("booked") ? .booked : .facts
            for model in try models(arguments) {
                print("\(model.name)\t\(try Digest.serving(connection, model, depth))")
            }
        case "rebuild":
            guard arguments.positional.count == 2 else { throw UsageError("davtari projections rebuild NAME|all") }
            Rebuild.yieldToOthers()
            let log = try environment.openLog()
            defer { log.shutdown() }
            try Rebuild(environment.conninfo, log, try models(arguments)) { print($0) }
                .run(accept: arguments.has("accept"))
        case "list":
            for version in try Versions.list(connection) {
                let position = version.position.offsets.map(String.init).joined(separator: ",")
                print("\(version.name)\t\(version.version)\t\(version.state)\t\(position)")
            }
        default: throw UsageError("davtari projections digest, rebuild or list")
        }
    }

    private static func models(_ arguments: Arguments) throws -> [any ReadModel.Type] {
        guard arguments.positional.count > 1, arguments.positional[1] != "all" else { return ReadModels.all }
        let name = arguments.positional[1]
        if let model = ReadModels.named(name) { return [model] }
        if let owner = ReadModels.aliases[name], let model = ReadModels.named(owner) {
            print("\(name) is folded together with all of \(owner): they share one computation")
            return [model]
        }
        let known = ReadModels.all.map { $0.name } + ReadModels.aliases.keys.sorted()
        throw UsageError("“\(name)” is no read model; there are \(known.joined(separator: ", "))")
    }
}
