import Foundation
import Log
import Testing

@testable import Intake

/// xorshift64*: a seed gives the same run on every machine.
private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }
}

@Suite struct `Whatever is posted` {
    /// `DAVTARI_TEST_SEED` repeats a run.
    @Test func `is answered, and what is kept is what was sent`() throws {
        let given = ProcessInfo.processInfo.environment["DAVTARI_TEST_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 1...UInt64.max)
        print("mutations: DAVTARI_TEST_SEED=\(seed)")
        var dice = Dice(state: max(1, seed))
        let till = Till(
            log: ScriptedLog { records, partition in
                .success(records.map { Placement(partition: partition, offset: Int64($0.bytes.count), recordedAt: 1) })
            })
        for turn in 1...3000 {
            var bytes = Array(
                (Bool.random(using: &dice) ? till.event(turn) : "[\(till.event(turn)),\(till.event(turn + 1))]").utf8)
            let form: Intake.Form = bytes[0] == UInt8(ascii: "[") ? .batch : .single
            for _ in 0..<Int.random(in: 1...4, using: &dice) { mutate(&bytes, &dice) }
            let outcome = till.post(bytes, form)
            #expect(!outcome.body(safeThrough: nil).isEmpty)
            #expect(outcome.retryAfter == nil, "seed \(seed), turn \(turn)")
            for result in outcome.results {
                #expect((result.status == .refused) == (result.placement == nil), "seed \(seed), turn \(turn)")
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ dice: inout Dice) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: bytes.indices, using: &dice)
        switch Int.random(in: 0..<6, using: &dice) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &dice)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(#"{}[],:"\0-1e.t"#.utf8.randomElement(using: &dice)!, at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &dice)))
        case 4:
            let end = min(bytes.count, place + Int.random(in: 1...60, using: &dice))
            bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: bytes.indices, using: &dice))
        default:
            let junk = ["9223372036854775808", "-0", "1e400", "null", "\\ud800", "\u{0}", "[[[[", "\"a\":", "\u{FEFF}"]
            bytes.insert(contentsOf: junk.randomElement(using: &dice)!.utf8, at: place)
        }
    }
}
