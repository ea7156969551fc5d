/// Chance that repeats itself: xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64.
///
/// The standard library promises no stable sequence for `Int.random(in:using:)` or `shuffled(using:)`, so what is drawn
/// here is drawn by our own arithmetic, all in integers: the same bytes on every machine and with every Swift.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    package init(_ seed: UInt64) {
        var mix = SplitMix64(state: seed)
        state = (mix.next(), mix.next(), mix.next(), mix.next())
    }

    /// A stream of its own for one topic, so that drawing more for one thing changes nothing else.
    package init(_ seed: UInt64, _ topic: String, _ numbers: Int...) { self.init(Self.seed(seed, topic, numbers)) }

    /// The seed of a topic's stream, for what is drawn later.
    static func seed(_ seed: UInt64, _ topic: String, _ numbers: [Int]) -> UInt64 {
        // FNV-1a over the topic's name, then one round of mixing a number.
        var hash = seed ^ 0xcbf2_9ce4_8422_2325
        for byte in topic.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for number in numbers {
            var mix = SplitMix64(state: hash ^ UInt64(bitPattern: Int64(number)))
            hash = mix.next()
        }
        return hash
    }

    init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

    package mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }

    /// 0 to `count` − 1; the bias of the multiplication is below 2^−32 for any count met here.
    package mutating func below(_ count: Int) -> Int {
        precondition(count > 0)
        return Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    package mutating func between(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }
    package mutating func happens(percent: Int) -> Bool { below(100) < percent }
    package mutating func happens(oneIn count: Int) -> Bool { below(count) == 0 }
    package mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// A place in `weights`, each as likely as its weight says.
    package mutating func pick(weights: [Int]) -> Int {
        var rest = below(weights.reduce(0, +))
        for (place, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return place }
        }
        return weights.count - 1
    }

    /// Fisher and Yates.
    package mutating func shuffle<Element>(_ list: inout [Element]) {
        for last in stride(from: list.count - 1, to: 0, by: -1) { list.swapAt(last, below(last + 1)) }
    }
}

struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
