import Testing

@testable import Rules

@Suite struct `Moving average` {
    struct Shelf {
        var pool = MovingAverage()
        var costs: [Int64] = []
        var guesses = 0

        mutating func sell(_ quantity: Int64, preset: (Int64, Int64)? = nil) {
            var isGuess = false
            costs.append(pool.issue(quantity, by: costs.count, preset: { preset }, isGuess: &isGuess))
            guesses += isGuess ? 1 : 0
        }

        mutating func receive(_ quantity: Int64, worth value: Int64) {
            var changed: [(Int, Int64)] = []
            pool.arrive(quantity, worth: value) { changed.append(($0, $1)) }
            for (issue, by) in changed { costs[issue] += by }
        }
    }

    @Test func `vector 1: two sold with no cost take theirs from the delivery that comes`() {
        var shelf = Shelf()
        shelf.sell(2_000)
        #expect(shelf.costs == [0] && shelf.guesses == 1)
        shelf.receive(20_000, worth: 6_600)
        #expect(shelf.pool.state.quantity == 18_000 && shelf.pool.state.value == 5_940)
        #expect(shelf.costs == [660])
    }

    @Test func `vector 2: what is still owed is provisioned at the delivery's cost`() {
        var shelf = Shelf()
        shelf.sell(10_000)
        shelf.receive(5_000, worth: 5_000)
        #expect(shelf.pool.state.quantity == -5_000 && shelf.pool.state.value == -5_000)
        #expect(shelf.costs == [10_000])
    }

    @Test func `vector 3: the last issue takes the residual`() {
        var shelf = Shelf()
        shelf.receive(2_000, worth: 200)
        shelf.receive(1_000, worth: 101)
        shelf.sell(3_000)
        #expect(shelf.costs == [301] && shelf.pool.state.quantity == 0 && shelf.pool.state.value == 0)
    }

    @Test func `vector 4: a debt of twenty thousand leaves three thousand worth three`() {
        var shelf = Shelf()
        shelf.sell(20_000_000)
        shelf.receive(23_000_000, worth: 2_300)
        #expect(shelf.pool.state.quantity == 3_000_000 && shelf.pool.state.value == 300)
        #expect(shelf.costs == [2_000])
    }

    @Test func `an issue that crosses zero splits`() {
        var shelf = Shelf()
        shelf.receive(1_000, worth: 100)
        shelf.sell(3_000)
        #expect(shelf.costs == [300] && shelf.pool.state.quantity == -2_000 && shelf.pool.state.value == -200)
        shelf.receive(1_000, worth: 150)
        #expect(shelf.costs == [100 + 150 + 150] && shelf.pool.state.value == -150)
        shelf.receive(1_000, worth: 170)
        #expect(shelf.costs == [100 + 150 + 170])
        #expect(shelf.pool.state.quantity == 0 && shelf.pool.state.value == 0)
    }

    @Test func `a default cost serves until a cost is known`() {
        var shelf = Shelf()
        shelf.sell(500, preset: (amount: 300, per: 1000))
        #expect(shelf.costs == [150] && shelf.guesses == 1)
    }

    @Test(arguments: [(5, 2, 3), (-5, 2, -3), (5, -2, -3), (4, 3, 1), (5, 3, 2), (0, 7, 0)])
    func `shares round half away from zero`(value: Int64, whole: Int64, expected: Int64) {
        #expect(share(value, 1, of: whole) == expected)
    }

    @Test(arguments: [UInt64(1), 2, 3, 7, 2026])
    func `whatever comes in what order, value in equals value out plus value held`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var shelf = Shelf()
        var bought: Int64 = 0
        for _ in 0..<500 {
            let quantity = Int64(random.next() % 5_000) + 1
            if random.next() % 3 == 0 {
                let value = Int64(random.next() % 10_000)
                bought += value
                shelf.receive(quantity, worth: value)
            } else {
                shelf.sell(quantity)
            }
            #expect(bought == shelf.costs.reduce(0, +) + shelf.pool.state.value, "seed \(seed)")
        }
    }

    @Test func `what is given back takes its own cost, never more than is there, and the last takes the residual`() {
        var pool = MovingAverage()
        var isGuess = false
        pool.arrive(10_000, worth: 10_000) { _, _ in }
        #expect(pool.issue(4_000, worth: 1_000, by: 0, preset: { nil }, isGuess: &isGuess) == 1_000)
        #expect(pool.state.quantity == 6_000 && pool.state.value == 9_000)
        #expect(pool.issue(1_000, worth: 12_000, by: 1, preset: { nil }, isGuess: &isGuess) == 9_000)
        #expect(pool.state.quantity == 5_000 && pool.state.value == 0)
        pool.arrive(5_000, worth: 700) { _, _ in }
        #expect(pool.issue(10_000, worth: 1, by: 2, preset: { nil }, isGuess: &isGuess) == 700)
        #expect(pool.state.quantity == 0 && pool.state.value == 0 && !isGuess)
    }

    @Test func `absurd numbers stop at a bound, and trap nothing`() {
        var pool = MovingAverage()
        var isGuess = false
        for _ in 0..<1_100 { pool.arrive(1 << 53, worth: 1 << 53) { _, _ in } }
        #expect(pool.state.quantity == Bounded.limit && pool.state.value == Bounded.limit)
        for place in 0..<1_100 { _ = pool.issue(1 << 53, by: place, preset: { nil }, isGuess: &isGuess) }
        #expect(pool.state.quantity >= -Bounded.limit)
        for place in 0..<200 {
            _ = pool.issue(1 << 53, by: place, preset: { (1 << 53, 1) }, isGuess: &isGuess)
            if place % 2 == 0 { pool.arrive(1, worth: -(1 << 53)) { _, _ in } }
        }
        #expect(share(1 << 53, 1 << 53, of: 1) == Bounded.limit && share(-(1 << 53), 1 << 53, of: 1) == -Bounded.limit)
        #expect(share(.min, 1, of: -1) == Bounded.limit && share(.min, .min, of: .min) == -Bounded.limit)
    }

    @Test func `a revaluation sets what is there, and nothing where nothing is`() {
        var pool = MovingAverage()
        #expect(pool.revalue(at: 300, per: 1_000) == 0)
        pool.arrive(10_000, worth: 10_000) { _, _ in }
        #expect(pool.revalue(at: 300, per: 1_000) == -7_000)
        #expect(pool.state.value == 3_000)
        var isGuess = false
        _ = pool.issue(12_000, by: 0, preset: { nil }, isGuess: &isGuess)
        // What it owes is costed at the average that was set.
        #expect(pool.state.quantity == -2_000 && pool.state.value == -600 && !isGuess)
        #expect(pool.revalue(at: 900, per: 1_000) == 0)
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
