import Testing

@testable import Simulation

@Suite struct `Seeded chance` {
    /// The authors' C code (prng.di.unimi.it) gives these; so bytes are the same on every machine and with every Swift.
    @Test func `draws what xoshiro256** and SplitMix64 draw`() {
        var xoshiro = SeededRandom(state: (1, 2, 3, 4))
        #expect((0..<4).map { _ in xoshiro.next() } == [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
        var mix = SplitMix64(state: 1_234_567)
        #expect(mix.next() == 6_457_827_717_110_365_317)
        #expect(mix.next() == 3_203_168_211_198_807_973)
    }

    @Test func `gives every topic a stream of its own`() {
        var streams = [
            SeededRandom(1, "day", 1, 2), SeededRandom(1, "day", 2, 1), SeededRandom(1, "shops"),
            SeededRandom(2, "shops"),
        ]
        #expect(Set(streams.indices.map { streams[$0].next() }).count == streams.count)
    }

    @Test func `weighs its choices`() {
        var random = SeededRandom(3)
        var counts = [0, 0, 0]
        for _ in 0..<10_000 { counts[random.pick(weights: [70, 0, 30])] += 1 }
        #expect(counts[1] == 0 && (6_700...7_300).contains(counts[0]))
    }
}
