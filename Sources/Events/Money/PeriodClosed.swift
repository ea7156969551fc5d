/// A store's books are closed up to a day: what becomes known of it later is adjusted on the first open day.
package struct PeriodClosed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var period: String?
    package var from: CalendarDay?
    /// The last closed day.
    package var through: CalendarDay?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("period", &period)
        visitor.day("from", &from, required: false)
        visitor.day("through", &through, required: true)
    }
}
