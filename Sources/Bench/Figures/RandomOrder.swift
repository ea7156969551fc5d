import Foundation
import Log
import Projections
import Simulation

/// A log whose movements come in no order at all, as when the books of a year are brought in late and mixed: what each is worth
/// when it is heard depends on all that stood before it in its pool, so every one of them costs more the longer the pool is.
struct RandomOrder {
    static let names = ["random-order"]
    private static let products = 20
    private static let movements = 40_000
    /// Of one product, to see how it grows.
    private static let singles = [10_000, 20_000, 40_000]
    private static let (store, writer) = ("S01", "S01-t1")
    /// Seconds from movement to movement of the whole log, by their own clocks: a year of them.
    private static let step = 600

    let context: Context

    func run() throws -> [Figure] {
        let samples = try Rounds.interleave(
            context.settings.rounds, unit: "facts/s",
            [
                .init("in random order") { try rate(Self.movements, products: Self.products, isShuffled: true) },
                .init("in order") { try rate(Self.movements, products: Self.products, isShuffled: false) },
            ], say: context.settings.say)
        let grown = try Self.singles.map { count in
            "\(Number.text(try rate(count, products: 1, isShuffled: true))) of \(Number.text(Double(count)))"
        }
        return [
            Figure(
                "random-order",
                "a year of one shop's movements of \(Self.products) products in random order, folded from the log's start",
                unit: "facts/s", samples[0], beside: .init("the same in their order", samples[1]), group: .replay,
                notes: [
                    "\(Number.text(Double(Self.movements))) facts, a tenth of them deliveries, the rest receipts of a line. All of one product, in facts/s: \(grown.joined(separator: ", "))."
                ])
        ]
    }

    /// Facts a second, from an empty database to the last commit of the last read model.
    private func rate(_ count: Int, products: Int, isShuffled: Bool) throws -> Double {
        let database = try BenchDatabase(on: context.settings.conninfo, "random")
        defer { database.drop() }
        let log = try LogHome.postgres(conninfo: database.conninfo).open()
        defer { log.shutdown() }
        var random = SeededRandom(7, "random order")
        var moments = Array(0..<count)
        if isShuffled { for place in moments.indices { moments.swapAt(place, random.below(count)) } }
        let filling = LogFilling(log)
        for (number, moment) in moments.enumerated() {
            try filling.put(
                .store(Self.store), Self.movement(number + 1, at: moment * Self.step, of: random.below(products)))
        }
        try filling.finish()
        let fold = try StepFold(database.conninfo, log)
        var seconds = 0.0
        while let step = try fold.step() { seconds += step }
        try fold.end()
        guard fold.folded == count else { throw BenchError("\(fold.folded) of \(count) movements were folded") }
        return Double(count) / seconds
    }

    private static func movement(_ number: Int, at offset: Int, of product: Int) -> [UInt8] {
        let time = Date(timeIntervalSince1970: Double(1_740_000_000 + offset)).ISO8601Format()
        let (type, data) =
            number % 10 == 0
            ? (
                "delivery.received.v1",
                #""delivery":"d\#(number)","currency":"GEL","lines":[{"line":1,"product":"p\#(product)","quantity":20000,"cost":\#(number % 900 * 100)}]"#
            )
            : (
                "receipt.completed.v1",
                #""number":"\#(number)","businessDate":"\#(time.prefix(10))","currency":"GEL","gross":900,"#
                    + #""lines":[{"line":1,"kind":"sale","product":"p\#(product)","quantity":2000,"gross":900}],"#
                    + #""tenders":[{"tender":1,"kind":"cash","amount":900}]"#
            )
        return Array(
            """
            {"specversion":"1.0","id":"\(writer):\(number)","source":"/stores/\(store)/writers/\(writer)",\
            "type":"\(type)","time":"\(time)","writer":"\(writer)","writerseq":\(number),"data":{\(data)}}
            """.utf8)
    }
}
