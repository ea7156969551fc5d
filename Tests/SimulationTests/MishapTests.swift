import Testing

@testable import Simulation

@Suite struct `Mishaps on the way to the log` {
    let list = Array(0..<1_000)

    @Test func `permute, losing nothing`() {
        let permuted = list.permuted(seed: 7)
        #expect(permuted != list && permuted.sorted() == list)
        #expect(permuted == list.permuted(seed: 7) && permuted != list.permuted(seed: 8))
    }

    @Test func `repeat some, never before the first time`() {
        let repeated = list.duplicated(percent: 20, seed: 7)
        #expect(Set(repeated) == Set(list))
        #expect((1_150...1_500).contains(repeated.count))
        var seen: Set<Int> = []
        #expect(repeated.filter { seen.insert($0).inserted } == list)
    }

    @Test func `delay some, losing nothing`() {
        let delayed = list.delayed(percent: 10, by: 50, seed: 7)
        #expect(delayed != list && delayed.sorted() == list)
        #expect(delayed.enumerated().allSatisfy { $0.element - $0.offset <= 50 && $0.offset - $0.element <= 51 })
    }
}
