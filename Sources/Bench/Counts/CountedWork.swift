import Events
import Foundation
import Intake
import JSON
import Log
import Projections
import Rules

/// The hottest work, done so many times over with fixed input, for counting its instructions.
///
/// Counted by callgrind, a number of instructions is the same on a busy machine as on a quiet one. Everything that is
/// prepared is prepared alike for any count, so the difference of two counts is the work alone (scripts/counts).
package enum CountedWork: String, CaseIterable, Sendable {
    /// A receipt of ten lines from its bytes into facts, with everything that is wrong with it.
    case decode
    /// A receipt of five lines through the door, to a log that takes it at once, and the answer's bytes.
    case post
    /// A receipt of ten lines folded in order, in memory.
    case fold
    /// The same, and its rows written: what is above `fold` is the writing.
    case write

    /// As many as `scripts/counts` asks for at most; prepared always.
    package static let most = 600

    /// - Parameter conninfo: where `fold` and `write` have a database of their own to make.
    package func run(_ count: Int, conninfo: String) throws {
        precondition(count <= Self.most)
        switch self {
        case .decode: try decode(count)
        case .post: post(count)
        case .fold, .write:
            let database = try BenchDatabase(on: conninfo, "count")
            defer { database.drop() }
            let fold = try CountedFold(database.conninfo, Self.receipts(lines: 10))
            try fold.fold(count)
            if self == .write { try fold.write() }
        }
    }

    private func decode(_ count: Int) throws {
        let receipts = Self.receipts(lines: 10)
        let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
        var faults = 0
        for bytes in receipts.prefix(count) { faults += try Event.read(bytes, with: parser).allFaults.count }
        guard faults == 0 else { throw BenchError("a receipt of the count has faults") }
    }

    private func post(_ count: Int) {
        let receipts = Self.receipts(lines: 5)
        let intake = Intake(log: TakingLog())
        let author = Principal.import("token:import", stores: [], writers: ["*"])
        for bytes in receipts.prefix(count) {
            intake.post(bytes, form: .single, to: .store(Self.store), writer: Self.writer, by: author) {
                precondition($0.httpStatus == 200 && !$0.body(safeThrough: 1).isEmpty)
            }
        }
    }

    private static let store = DenseChain.shopName(0)
    private static let writer = "\(store)-t1"

    /// Receipts of one till in their order: the same in every run.
    private static func receipts(lines: Int) -> [[UInt8]] {
        var chain = DenseChain(lastDay: 20_000)
        (chain.shops, chain.products, chain.days, chain.linesPerReceipt, chain.tillsPerShop) = (1, 500, 1, lines, 1)
        chain.lines = most * lines
        var receipts: [[UInt8]] = []
        chain.write { key, bytes in
            if key != .chain, bytes.count > 0 { receipts.append(bytes) }
        }
        // The deliveries come first, in a book of their own.
        return Array(receipts.suffix(most))
    }
}
