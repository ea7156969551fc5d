import Foundation

/// The results of a run, a file a figure: a figure measured again replaces its old one, the rest stay.
package struct ResultFolder {
    let path: String

    package init(_ path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    package func put(_ figure: Figure) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(figure).write(to: file(figure.name))
    }

    package func get(_ name: String) throws -> Figure? {
        guard FileManager.default.fileExists(atPath: file(name).path) else { return nil }
        return try JSONDecoder().decode(Figure.self, from: Data(contentsOf: file(name)))
    }

    /// In the order of their names' first listing in `Suite.all`, so that the report does not depend on the run's order.
    package func all(in order: [String]) throws -> [Figure] { try order.compactMap { try get($0) } }

    private func file(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent("\(name).json") }
}
