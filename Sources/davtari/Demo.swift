import Events
import Foundation
import Log
import Simulation

/// One start of the demo, from looking what is there to trading.
final class Demo {
    /// The chain that the log holds or is to hold.
    struct Found {
        var plan: DemoPlan
        var chain: SimulatedChain
        var isNew: Bool
        var isLoaded: Bool
    }

    /// Where trading goes on.
    struct Start {
        var numbers: [String: Int64]
        var time: Instant
    }

    /// While shops are closed by a machine that was off, at most this is made up for: more would come without deliveries.
    private static let madeUpMilliseconds: Int64 = 24 * 3_600_000
    private static let loadLimitSeconds = Patience.usualLimitSeconds
    /// Trading waits for a gateway for as long as it runs.
    private static let tradeLimitSeconds = Double.infinity
    /// Requests in flight end within this when we are to stop; what is lost is sold anew.
    private static let closeSeconds = 0.5

    /// The greeting waits no longer for the figures.
    private static let foldSeconds = 180.0

    private let url: String
    private let stop: StopRequest
    private let ledger: DemoLedger
    private let accounts: DemoAccounts
    private let people: DemoPeople
    private let asker: Asker
    private let identity: LogIdentity
    private var tokens: [String: String] = [:]

    init(_ url: String, _ conninfo: String, stop: StopRequest) throws {
        (self.url, self.stop) = (url, stop)
        ledger = try DemoLedger(conninfo)
        accounts = try DemoAccounts(conninfo)
        people = try DemoPeople(conninfo)
        asker = Asker(url, token: try accounts.probe(), stop: stop)
        do {
            let status = try asker.status()
            identity = LogIdentity(id: status.log, partitions: status.partitions)
        } catch {
            try? accounts.endProbe()
            throw error
        }
    }

    func close() { try? accounts.endProbe() }

    // MARK: What is there

    /// nil when the log holds a chain that is not the demo's.
    func find(isSmall: Bool, days: Int?) throws -> Found? {
        if let (plan, isLoaded) = try ledger.entry(of: identity.id) {
            return Found(plan: plan, chain: plan.chain, isNew: false, isLoaded: isLoaded)
        }
        let status = try asker.status()
        let facts = Position(partitions: status.partitions).distance(to: status.end)
        guard try facts <= ledger.factsOfOffice() else { return try recognize(isSmall, days) }
        let plan = DemoPlan(isSmall: isSmall, days: days, now: .now)
        try ledger.write(plan, of: identity.id, isLoaded: false)
        return Found(plan: plan, chain: plan.chain, isNew: true, isLoaded: false)
    }

    /// The demo's chain in a log that is older than this database.
    private func recognize(_ isSmall: Bool, _ days: Int?) throws -> Found? {
        try DemoBook.waitForFolds(asker, stop)
        var plan = DemoPlan(isSmall: isSmall, days: days, now: .now)
        let shops = plan.chain.shops
        let opened = try DemoBook.openedOn(asker)
        guard let first = opened[shops[0].id] else { return nil }
        plan.lastDay = first.advanced(by: plan.days - 1)
        plan.until = min(.now, ChainPlan.zone.end(of: plan.lastDay))
        guard shops.allSatisfy({ opened[$0.id] == first }) else { return nil }
        try ledger.write(plan, of: identity.id, isLoaded: true)
        return Found(plan: plan, chain: plan.chain, isNew: false, isLoaded: true)
    }

    // MARK: Loading

    /// Brings the log up to where trading begins; nil when we are to stop before that.
    func load(_ found: Found) throws -> Start? {
        tokens = try accounts.tokens(for: found.chain)
        try accounts.addUser()
        if found.isLoaded {
            Console.say("\(url) holds the demo chain already.")
            let book = try DemoBook(asker, of: found.chain, stop: stop)
            let begin = max(book.lastTrade ?? found.plan.until, found.plan.until)
            return Start(numbers: book.greatest, time: max(Instant(milliseconds: begin.milliseconds + 1), earliest))
        }
        let known = found.isNew ? [:] : try DemoBook(asker, of: found.chain, stop: stop).greatest
        Console.say(
            "Loading the demo chain into \(url): \(found.chain.shops.count) shops over \(found.plan.days) days"
                + (found.isNew ? "." : ", from where an earlier start left it."))
        let posting = posting(limitSeconds: Self.loadLimitSeconds)
        let began = Date()
        let last = try DemoLoad(chain: found.chain, posting: posting, known: known, people: people).run()
        posting.close(waitSeconds: Self.closeSeconds)
        if let failure = posting.failure { throw failure }
        guard var last else { return nil }
        let counts = posting.answered()
        guard counts.refused == 0 else {
            throw CommandFailure("\(counts.refused) of the demo's facts were refused: \(counts.firstRefusal ?? "")")
        }
        try ledger.write(found.plan, of: identity.id, isLoaded: true)
        let seconds = Date().timeIntervalSince(began)
        Console.say(
            "Loaded \(Console.grouped(counts.answered)) events in \(Console.clock(seconds)), "
                + "\(Console.rate(counts.answered, in: seconds)) a second.")
        if try !DemoFolds.wait(asker, stop, limitSeconds: Self.foldSeconds) {
            Console.say("The read models are not there yet; the page says how far they are.")
        }
        last.merge(known) { max($0, $1) }
        return Start(numbers: last, time: max(found.plan.until, earliest))
    }

    private var earliest: Instant { Instant(milliseconds: Instant.now.milliseconds - Self.madeUpMilliseconds) }

    private func posting(limitSeconds: Double) -> DemoPosting {
        DemoPosting(
            url, identity, tokens: tokens, limitSeconds: limitSeconds, stop: stop,
            say: { Console.error("davtari: \($0)") })
    }

    // MARK: Greeting and trading

    /// Says where to look, who to be, and how to sell something.
    func greet(_ found: Found, _ start: Start) throws {
        let next = (start.numbers[DemoCurl.writer] ?? 0) + 1
        let command = DemoCurl.command(
            url: url, token: tokens[DemoCurl.writer] ?? "", chain: found.chain, sequence: next, now: .now)
        Console.say(
            """

            Open \(url) and sign in as \(DemoAccounts.user) with the password \(DemoAccounts.password)

            Sell something (a second time it is a duplicate, and counts once):

            \(command ?? "")

            """)
    }

    func trade(_ found: Found, _ start: Start, pace: Trading.Pace) throws {
        switch pace {
        case .openingHours:
            Console.say("The shops go on trading until this is stopped; they are open from 9 to 22 in Tbilisi.")
        case .steady(let milliseconds):
            let seconds = max(1, (milliseconds + 500) / 1_000)
            Console.say(
                "The shops go on trading until this is stopped, by night too: a receipt about every \(seconds) s.")
        }
        let posting = posting(limitSeconds: Self.tradeLimitSeconds)
        DemoTrading(chain: found.chain, posting: posting, stop: stop).run(
            from: start.time, after: start.numbers, pace: pace)
        posting.close(waitSeconds: Self.closeSeconds)
        if let failure = posting.failure { throw failure }
    }
}
