import Events
import Postgres
import Projections
import Rules

/// What somebody has promised or wanted to be reminded of, and whose time has come.
package enum DashboardDue {
    package struct Counts: Sendable {
        /// Reminders that are due and not done.
        package let reminders: Int64
        /// Customers' orders that were promised for a day up to tomorrow, and are not handed over.
        package let orders: Int64
    }

    /// In which states an order waits for the shop.
    package static let openOrders = ["placed", "ready", "partlyHandedOver"]

    package static func counts(_ models: ScreenModels, at now: Instant) throws -> Awaited<Counts> {
        let tomorrow = CalendarDay(daysSince1970: Zone.home.day(of: now).daysSince1970 + 1).description
        let today = Zone.home.day(of: now).description
        return try models.connection.ahead(
            """
            SELECT (SELECT count(*) FROM \(models.schemas.entries(at: now))
                    WHERE entity = \(EntityShape.reminder.name) AND NOT is_ended
                        AND left(members->>'dueAt', 10) <= \(today)),
                (SELECT count(*) FROM \(models.dossiers("customer_order"))
                    WHERE status = ANY(\(openOrders)) AND left(promised_for, 10) <= \(tomorrow))
            """
        ).map { rows in
            // cannot trap: the statement counts, and always gives a row
            Counts(reminders: try rows[0].int64(0), orders: try rows[0].int64(1))
        }
    }
}
