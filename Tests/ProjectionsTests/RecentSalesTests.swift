import Events
import Testing

@testable import Projections

@Suite struct `What sold lately` {
    private static let most: Int64 = 1 << 53
    private static let now: Int64 = 1_770_000_000_000
    private static let today = Movement.day(of: now)

    private static func day(_ back: Int32) -> CalendarDay { CalendarDay(daysSince1970: today - back) }

    /// The rate, as far as 64 bits reach; the days that are left by what was really sold.
    @Test(arguments: [[Int32(0)], [0, 1, 5, 27]])
    func `is told as far as 64 bits reach, and comes back when what was too much is taken out`(_ days: [Int32]) throws {
        var sales = RecentSales()
        for day in days {
            for _ in 0..<3_000 { sales.add(Self.most, on: Self.day(day), recordedAt: Self.now) }
        }
        #expect(sales.soldInRateDays == .max)
        #expect(sales.daysLeft(of: .max) == 28 * 1_024 / (3_000 * Int64(days.count)))
        // As it stands in a row of stock.
        var pack = PackWriter()
        pack.list(sales.days) { $0.wide($1.quantity) }
        var reader = PackReader(pack.bytes)
        #expect(try reader.list { try $0.wide() } == sales.days.map(\.quantity))
        for day in days {
            for _ in 0..<2_999 { sales.add(-Self.most, on: Self.day(day), recordedAt: Self.now) }
        }
        #expect(sales.soldInRateDays == Self.most * Int64(days.count))
        #expect(sales.lastDay == Self.today)
    }

    @Test func `is packed in the bytes of a plain number where it is none that is absurd`() throws {
        let edges: [Int128] = [
            0, 1, -1, 63, -64, 1 << 53, 1 << 61, (1 << 62) - 1, 1 << 62, -(1 << 62), -(1 << 62) - 1, Int128(Int64.max),
            Int128(Int64.min), Int128(Int64.max) + 1, Int128(Int64.min) - 1, (1 << 64) - 1, 1 << 64, -(1 << 64),
            1 << 90,
            -(1 << 90) - 7,
        ]
        for number in edges {
            var pack = PackWriter()
            pack.wide(number)
            var reader = PackReader(pack.bytes)
            #expect(try reader.wide() == number)
        }
        var small = PackWriter()
        small.wide(12)
        #expect(small.bytes.count == 1)
    }
}
