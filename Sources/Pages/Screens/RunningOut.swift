import Events
import Postgres
import Queries

/// What was sold out last, and what runs out first at the present rate of sale.
struct RunningOut {
    let say: Words
    private let items: [DashboardStock.Item]

    static func ahead(
        _ say: Words, _ models: ScreenModels, today: CalendarDay, limit: Int
    ) throws -> Awaited<RunningOut> {
        let since = today.advanced(by: -DashboardStock.rateDays)
        let soldOut = try DashboardStock.soldOut(models, since: since, limit: limit / 2)
        let runningOut = try DashboardStock.runningOut(models, since: since, limit: limit)
        return soldOut.map { soldOut in
            RunningOut(say: say, items: soldOut + (try runningOut()).prefix(limit - soldOut.count))
        }
    }

    var html: HTML {
        guard !items.isEmpty else { return Parts.nothing(say(.nothingRunsOut)) }
        return Table(
            caption: say(.runningOut),
            columns: [.text(say(.product)), .number(say(.onHand)), .number(say(.daysLeft))],
            rows: items.map { item in
                [
                    """
                    \(say.name(item.product))\
                    \(Parts.sub("<a href=\(Path(.stock, query: [("store", item.store.id)]))>\(say.name(item.store))</a>"))
                    """,
                    "\(say.quantity(item.quantity, item.unit))",
                    Self.daysLeft(item, say),
                ]
            }, kind: "brief"
        ).html
    }

    /// Under three days is urgent, under a week worth an order.
    static func daysLeft(_ item: DashboardStock.Item, _ say: Words) -> HTML {
        if item.quantity < 0 { return Parts.badge(say(.belowZero), .bad) }
        if item.quantity == 0, item.sold > 0 { return Parts.badge(say(.soldOut), .bad) }
        guard let days = item.daysLeft else { return "–" }
        let text = days >= 100 ? say.numbers.count(Int64(days)) : say.numbers.decimal(days, decimals: 1)
        return days < 3 ? Parts.badge(text, .bad) : days < 7 ? Parts.badge(text, .warn) : "\(text)"
    }
}
