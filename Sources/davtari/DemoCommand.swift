import Events
import Foundation
import Log
import Simulation

/// A chain to look at: loaded into an empty log the way tills speak, and trading on while it runs.
enum DemoCommand {
    static let usage = """
        --url URL --postgres CONNINFO [--keep-trading] [--days 60] [--small] [--pace MILLISECONDS]
            loads a demo chain of 20 shops into an empty log, and prints address, login and a curl that sells something;
            --keep-trading goes on selling at real time, --small is 2 shops over 5 days,
            --pace sells something somewhere about every so many milliseconds, by night too
        """
    static let command = Davtari.Command(
        name: "demo", usage: usage, flags: ["keep-trading", "small"], options: ["url", "days", "pace"],
        run: { try run($0) })

    /// More would only take longer to load.
    private static let dayLimit = 400

    static func run(_ arguments: Arguments) throws {
        guard arguments.positional.isEmpty else { throw UsageError("davtari demo takes no words, only options") }
        let url = try baseURL(try arguments.required("url"))
        let conninfo = try Environment(arguments).conninfo
        let days = try arguments.number("days")
        guard (1...dayLimit).contains(days ?? 1) else {
            throw UsageError("--days takes a number from 1 to \(dayLimit)")
        }
        let pace = try arguments.number("pace").map { Trading.Pace.steady(milliseconds: $0) } ?? .openingHours
        let stop = StopRequest()
        do {
            let demo = try Demo(url, conninfo, stop: stop)
            defer { demo.close() }
            guard let found = try demo.find(isSmall: arguments.has("small"), days: days) else {
                return Console.say("\(url) holds another chain; the demo leaves it alone.")
            }
            guard let start = try demo.load(found) else {
                return Console.error("Stopped; the next start goes on from here.")
            }
            try demo.greet(found, start)
            if arguments.has("keep-trading") { try demo.trade(found, start, pace: pace) }
        } catch {
            // What was under way ends with an error of its own when we are told to stop.
            guard stop.isAsked else { throw error }
        }
    }
}
