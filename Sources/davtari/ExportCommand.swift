import Foundation
import Gateway
import Pages
import Postgres
import Rules

/// A list as a file, as its page gives it.
enum ExportCommand {
    static let command = Davtari.Command(
        name: "export",
        usage: """
            LIST [--format csv|xlsx] [--language ka|en] [--out FILE]
                writes a list (products, suppliers, stock …) as a spreadsheet, to the standard output unless --out is said;
                what it writes of entries, davtari import reads again
            """, options: ["format", "language", "out"], run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        guard arguments.positional.count == 1 else { throw UsageError("davtari export LIST", about: "export") }
        let list = arguments.positional[0]
        let said = arguments.option("format") ?? "csv"
        guard let format = TableExport.Format(rawValue: said) else {
            throw UsageError("--format takes csv or xlsx, not “\(said)”")
        }
        let tongue = arguments.option("language") ?? "en"
        guard let language = Language(rawValue: tongue) else {
            throw UsageError("--language takes ka or en, not “\(tongue)”")
        }
        let pool = Pool(try Environment(arguments).conninfo, limit: 1)
        defer { pool.close() }
        guard let bytes = try TableExport(pool, as: .terminal(NSUserName())).bytes(list, format, language) else {
            let meant = Arguments.meant(list, EntityShapes.all.map(\.path)) { $0 }
            throw UsageError("there is no list “\(list)”\(meant)", about: "export")
        }
        guard let file = arguments.option("out") else { return FileHandle.standardOutput.write(Data(bytes)) }
        guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
            throw CommandFailure("\(file) cannot be written")
        }
    }
}
