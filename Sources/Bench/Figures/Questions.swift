import Events
import Foundation
import HTTP

/// What a head office looks at all day, over a hundred shops: with the whole history, and with a tenth of it.
struct Questions {
    let context: Context
    /// How often each side is asked a round, in turn with the other by so many: a p99 is made of the few worst moments, and
    /// what troubles the machine for a second is to trouble both.
    static let repetitions = 1_000
    private static let atATime = 100
    /// Asked before so many are counted: plans and caches as after the first minute of a day.
    private static let warmUps = 5
    /// Before anything is asked: what the filling left to be written and vacuumed is to be done, as it is at any hour of a day.
    private static let restSeconds = 40.0

    struct Question: Sendable {
        var name: String
        var title: String
        /// Needs a session instead of a token.
        var isPage = false
        var path: @Sendable (_ chain: DenseChain) -> String
    }

    static let all: [Question] = [
        Question(name: "page-overview", title: "page: the chain at a glance", isPage: true) { _ in "/" },
        Question(name: "page-shop", title: "page: a shop's days", isPage: true) { _ in "/stores/dense-7" },
        Question(name: "page-day", title: "page: a shop's day with its receipts", isPage: true) {
            "/stores/dense-7/days/\(day($0, 1))"
        },
        Question(name: "shops-today", title: "revenue and margin by shop, last day") {
            "/v1/margins?group=store&day=\(day($0, 0))"
        },
        Question(name: "shops-month", title: "revenue and margin by shop, 30 days") {
            "/v1/margins?group=store&day.gte=\(day($0, 29))"
        },
        Question(name: "days-month", title: "revenue and margin by day, 30 days, all shops") {
            "/v1/margins?group=day&day.gte=\(day($0, 29))"
        },
        Question(name: "best-sellers", title: "a shop's best sellers of the last day") {
            "/v1/margins?group=product&store=dense-7&day=\(day($0, 0))&sort=-quantity&limit=20"
        },
        Question(name: "running-out", title: "what runs out first, all shops") { _ in
            "/v1/stock?days_left.lte=7&sort=days_left&limit=20"
        },
        Question(name: "negative", title: "stock below zero, all shops") { _ in "/v1/stock?is_negative=true&limit=20" },
        Question(name: "stock-shop", title: "a shop's stock, a page of 50") { _ in "/v1/stock?store=dense-7&limit=50" },
        Question(name: "stock-product", title: "a product in every shop") { _ in "/v1/stock?product=dense-p-1" },
        Question(name: "movements", title: "the movements behind a stock figure") { _ in
            "/v1/stock/movements?store=dense-7&product=dense-p-1&limit=10"
        },
        Question(name: "customer", title: "a customer's history") { _ in "/v1/customers/\(customer)/history?limit=20" },
        Question(name: "customer-month", title: "the same, favourites of 30 days") { _ in
            "/v1/customers/\(customer)/history?limit=20&favourite_days=30"
        },
        Question(name: "customers-top", title: "the twenty best customers") { _ in "/v1/customers?limit=20" },
        Question(name: "receipts-day", title: "a shop's receipts of the last day") {
            "/v1/receipts?store=dense-7&day=\(day($0, 0))&limit=50"
        },
        Question(name: "receipt", title: "a receipt by its id") { _ in "/v1/receipts/dense-7-t1:2" },
        Question(name: "completeness", title: "which books have gaps") { _ in "/v1/completeness?limit=50" },
    ]

    /// Stands for a customer until one is known.
    private static let customer = "CUSTOMER"

    static let names = all.map { "query-\($0.name)" }

    private static func day(_ chain: DenseChain, _ back: Int) -> String {
        CalendarDay(daysSince1970: Int32(chain.lastDay - back)).description
    }

    func run() throws -> [Figure] {
        let settings = context.settings
        let (full, tenth) = (try context.denseServed(), try context.tenthServed())
        let sides = try [full, tenth].map { filled in
            try Asking(Subject(settings, filled.database.conninfo, filled.home, folds: true), settings, filled)
        }
        Thread.sleep(forTimeInterval: Self.restSeconds)
        // The best of the last tenth is in both histories.
        let customer = try sides[1].firstCustomer()
        var figures: [Figure] = []
        for question in Self.all {
            let path = question.path(context.chain).replacing(Self.customer, with: customer)
            var samples = sides.map { _ in Samples() }
            for _ in 0..<settings.rounds {
                let answers = try Self.ask(sides, path, question.isPage)
                for (place, some) in answers.enumerated() { samples[place].values.append(some.percentile(99)) }
            }
            let figure = Figure(
                "query-\(question.name)", question.title, unit: "ms, p99", samples[0],
                beside: .init("with a tenth of the history", samples[1]), goal: .atMost(1.2), ceiling: .atMost(10),
                group: .questions, notes: ["`\(path)`"])
            figures.append(figure)
            settings.say(Report.line(figure))
        }
        return figures
    }

    /// One round: what each side took for each answer, in ms.
    private static func ask(_ sides: [Asking], _ path: String, _ isPage: Bool) throws -> [Samples] {
        var samples = sides.map { _ in Samples() }
        for _ in 0..<(repetitions / atATime) {
            for (place, side) in sides.enumerated() {
                samples[place].values += try side.ask(path, isPage, warmUps: warmUps, times: atATime).values
            }
        }
        return samples
    }

    /// A side that is asked.
    private final class Asking {
        private let subject: Subject
        private let token: Client
        private let session: Client

        init(_ subject: Subject, _ settings: BenchSettings, _ filled: Context.Filled) throws {
            self.subject = subject
            token = subject.client()
            session = try subject.signedIn(settings, filled.database.conninfo)
        }

        deinit { subject.stop() }

        func firstCustomer() throws -> String {
            let answer = try token.send("GET", "/v1/customers?limit=1&fields=customer&format=csv")
            guard let name = answer.text.split(whereSeparator: \.isNewline).dropFirst().first else {
                throw BenchError("the chain has no customers: \(answer.text.prefix(300))")
            }
            return name.split(separator: ",")[0].trimmingCharacters(in: ["\""])
        }

        func ask(_ path: String, _ isPage: Bool, warmUps: Int, times: Int) throws -> Samples {
            let client = isPage ? session : token
            var samples = Samples()
            for turn in 0..<warmUps + times {
                let began = TillConnections.now()
                let answer = try client.send("GET", path)
                let took = (TillConnections.now() - began) * 1000
                guard answer.status == 200 else {
                    throw BenchError("asked \(path), answered \(answer.status): \(answer.text.prefix(300))")
                }
                if turn >= warmUps { samples.values.append(took) }
            }
            return samples
        }
    }
}
