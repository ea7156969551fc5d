import Testing

@testable import Bench

@Suite struct `What was measured` {
    @Test func `is summed up by its least, its middle and its greatest`() {
        let samples = Samples([3, 1, 2])
        #expect((samples.min, samples.median, samples.max) == (1, 2, 3))
        #expect(Samples((1...200).map(Double.init)).percentile(99) == 198)
    }

    @Test func `is compared with the reference of its own round`() {
        #expect(Samples([2, 8]).ratios(to: Samples([1, 2])) == Samples([2, 4]))
    }

    @Test func `reaches its goal by the median of its ratios`() {
        let figure = Figure(
            "x", "x", unit: "lines/s", Samples([10, 30, 20]), beside: .init("y", Samples([10, 10, 10])),
            goal: .atLeast(2), group: .replay)
        #expect(figure.isReached == true)
    }

    @Test(arguments: [(1_234_567, "1 234 567"), (999.6, "1 000"), (12.34, "12.3"), (0.156, "0.16"), (2, "2")])
    func `is written with three figures that count`(value: Double, text: String) {
        #expect(Number.text(value) == text)
    }
}
