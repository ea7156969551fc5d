import Foundation
import Log
import Projections

/// A product that is sold and never delivered: what a sale costs the fold when so many of it are owed already.
struct NeverDelivered {
    static let names = ["never-delivered", "never-delivered-at-once"]
    private static let counts = [10_000, 100_000, 1_000_000]
    /// Batches that are timed up to each of these.
    private static let batches = 4
    private static let batchRecords = 2_000
    private static let store = "S01"
    private static let writer = "S01-t1"
    /// As far as ours may be from the reference.
    private static let goal = Goal.atLeast(1 / 1.5)

    let context: Context

    func run() throws -> [Figure] {
        [
            try figure(
                "never-delivered", "a receipt of a product of which a million were sold and none delivered", 1_000),
            try figure("never-delivered-at-once", "the same, all of them sold within one millisecond", 0),
        ]
    }

    /// - Parameter step: milliseconds from sale to sale.
    private func figure(_ name: String, _ title: String, _ step: Int) throws -> Figure {
        let rates = try rates(every: step)
        let medians = zip(Self.counts, rates).map { "\(Number.text($1.median)) at \(Number.text(Double($0)))" }
        return Figure(
            name, "\(title), folded live", unit: "receipts/s", rates[rates.count - 1],
            beside: .init("when ten thousand were sold", rates[0]), goal: Self.goal, group: .seeing,
            notes: ["Medians of \(Self.batches) batches: \(medians.joined(separator: ", "))."])
    }

    /// Receipts a second of the batches that come up to each count, a value a batch.
    private func rates(every step: Int) throws -> [Samples] {
        let database = try BenchDatabase(on: context.settings.conninfo, "never")
        defer { database.drop() }
        let log = try LogHome.postgres(conninfo: database.conninfo).open()
        defer { log.shutdown() }
        let filling = LogFilling(log)
        let last = Self.counts[Self.counts.count - 1]
        for number in 1...last { try filling.put(.store(Self.store), Self.sale(number, every: step)) }
        try filling.finish()
        let fold = try StepFold(database.conninfo, log)
        var rates = Self.counts.map { _ in Samples() }
        while let seconds = try fold.step() {
            let timed = Self.counts.firstIndex {
                fold.folded <= $0 && fold.folded > $0 - Self.batches * Self.batchRecords
            }
            if let timed { rates[timed].values.append(Double(fold.lastCount) / seconds) }
        }
        try fold.end()
        guard fold.folded == last else { throw BenchError("\(fold.folded) of \(last) sales were folded") }
        context.settings.say("\(step) ms apart: " + rates.map { Number.text($0.median) }.joined(separator: ", "))
        return rates
    }

    private static func sale(_ number: Int, every step: Int) -> [UInt8] {
        let time = Date(timeIntervalSince1970: Double(1_770_000_000 + number * step / 1_000))
        return Array(
            """
            {"specversion":"1.0","id":"\(writer):\(number)","source":"/stores/\(store)/writers/\(writer)",\
            "type":"receipt.completed.v1","time":"\(time.ISO8601Format())","writer":"\(writer)","writerseq":\(number),\
            "data":{"number":"\(number)","businessDate":"2026-02-02","currency":"GEL","gross":20,\
            "lines":[{"line":1,"kind":"sale","product":"bag","quantity":1000,"gross":20}],\
            "tenders":[{"tender":1,"kind":"cash","amount":20}]}}
            """.utf8)
    }
}
