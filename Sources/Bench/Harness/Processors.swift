import Foundation

/// How busy this machine's processors are: whether a figure is bound by them.
enum Processors {
    /// The share of all processors' time that was spent on anything while `body` ran, 0 to 1; nil where the system does not
    /// say. Time that the machine's host gave to others counts as spent.
    static func busy<R>(while body: () throws -> R) rethrows -> (result: R, share: Double?) {
        let before = times()
        let result = try body()
        guard let before, let after = times(), after.all > before.all else { return (result, nil) }
        return (result, 1 - (after.idle - before.idle) / (after.all - before.all))
    }

    /// Ticks since the start: idle ones, waiting for a disk included, and all (proc(5), /proc/stat).
    private static func times() -> (idle: Double, all: Double)? {
        guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("cpu ") })
        else { return nil }
        // Guests' time, behind the first eight, stands among the users' once more.
        let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
        guard ticks.count == 8 else { return nil }
        return (ticks[3] + ticks[4], ticks.reduce(0, +))
    }
}
