import Foundation
import Synchronization

/// What a till's post feels of those who want something else: a crowd that signs in, and a token whose reports are expensive.
struct BesideCrowds {
    static let names = crowds.flatMap { ["posting-p50-beside-\($0.name)", "posting-p99-beside-\($0.name)"] }
    /// Receipts a second, evenly: what a chain of a hundred shops sells in its best hour, and more.
    private static let rate = 100.0
    private static let goals = (p50: Goal.atMost(1.5), p99: Goal.atMost(3))

    private struct Crowd: Sendable {
        var name: String
        var words: String
        var connections: Int
        var request: @Sendable (_ token: String) -> String
    }

    private static let crowds = [
        Crowd(name: "sign-ins", words: "200 connections that sign in with wrong passwords", connections: 200) { _ in
            let form = "name=nobody&password=wrong-password&token=form"
            return """
                POST /sign-in HTTP/1.1\r\nHost: bench\r\nCookie: davtari_form=form\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n\r\n\(form)
                """
        },
        Crowd(name: "reports", words: "24 connections with expensive reports of one token", connections: 24) { token in
            "GET /v1/margins?group=store,day,product&sort=-margin&limit=10000 HTTP/1.1\r\nHost: bench\r\n"
                + "Authorization: Bearer \(token)\r\n\r\n"
        },
    ]

    let context: Context

    func run() throws -> [Figure] {
        let settings = context.settings
        let filled = try context.denseServed()
        let subject = try Subject(settings, filled.database.conninfo, filled.home, folds: true)
        defer { subject.stop() }
        let seconds = Double(settings.seconds)
        let counter = Counter()
        func post() throws -> Samples {
            try Tills(port: subject.port, token: subject.token, batch: nil, prefix: "c\(counter.next())-")
                .post(seconds: seconds, rate: Self.rate).milliseconds
        }
        var quiet = (p50: Samples(), p99: Samples())
        var beside = Self.crowds.map { _ in (p50: Samples(), p99: Samples(), answers: Samples()) }
        _ = try post()
        for round in 1...settings.rounds {
            let alone = try post()
            quiet.p50.values.append(alone.percentile(50))
            quiet.p99.values.append(alone.percentile(99))
            settings.say(
                "round \(round): quiet: p50 \(Number.text(alone.percentile(50))), p99 \(Number.text(alone.percentile(99))) ms"
            )
            for (place, crowd) in Self.crowds.enumerated() {
                let asking = try Asking(subject, crowd, seconds: seconds + 2)
                // Until all of them wait for an answer.
                Thread.sleep(forTimeInterval: 1)
                let samples = try post()
                beside[place].answers.values.append(try asking.finish())
                beside[place].p50.values.append(samples.percentile(50))
                beside[place].p99.values.append(samples.percentile(99))
                settings.say(
                    "round \(round): \(crowd.words): p50 \(Number.text(samples.percentile(50))), p99 \(Number.text(samples.percentile(99))) ms"
                )
            }
        }
        return Self.crowds.enumerated().flatMap { place, crowd in
            let (p50, p99, answers) = beside[place]
            let notes = [
                "\(Number.text(Self.rate)) receipts/s, evenly, which the worker folds meanwhile. The crowd asks again as soon as it is answered, and is answered \(Number.text(answers.median)) times a second."
            ]
            return [
                Figure(
                    "posting-p50-beside-\(crowd.name)", "posting p50 beside \(crowd.words)", unit: "ms", p50,
                    beside: .init("posting p50 without them", quiet.p50), goal: Self.goals.p50, group: .posting,
                    notes: notes),
                Figure(
                    "posting-p99-beside-\(crowd.name)", "posting p99 beside \(crowd.words)", unit: "ms", p99,
                    beside: .init("posting p99 without them", quiet.p99), goal: Self.goals.p99, group: .posting,
                    notes: notes),
            ]
        }
    }

    /// A crowd on a thread of its own.
    private final class Asking: Sendable {
        private let outcome = Mutex<Result<Double, any Error>?>(nil)

        init(_ subject: Subject, _ crowd: Crowd, seconds: Double) throws {
            let request = Array(crowd.request(subject.token).utf8)
            nonisolated(unsafe) let connections = try TillConnections(
                port: subject.port, count: crowd.connections, isStrict: false
            ) { _, buffer in buffer += request }
            Thread.detachNewThread { [self] in
                let result = Result { try connections.run(seconds: seconds, warmUp: 0).perSecond }
                outcome.withLock { $0 = result }
            }
        }

        /// Answers a second.
        func finish() throws -> Double {
            while true {
                if let outcome = outcome.withLock({ $0 }) { return try outcome.get() }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }
}
