import Events

/// A fact that says to have happened more than a day after the log learned of it: its writer's clock ran ahead.
struct AheadFact {
    var id: FactID
    var store: String?
    var type: String
    /// Milliseconds since 1970: the latest that it says.
    var claimed: Int64
    var source: RecordSource

    /// Clocks differ by minutes; by a day only where one is wrong.
    private static let marginMilliseconds: Int64 = 86_400_000

    /// nil where it is not ahead, as nearly all are.
    init?(_ event: Event, _ record: FoldRecord) {
        let occurred = event.envelope.occurredAt.milliseconds
        let claimed = max(occurred, Self.dated(event.fact) ?? occurred)
        guard claimed > record.source.recordedAt.addingReportingOverflow(Self.marginMilliseconds).partialValue else {
            return nil
        }
        (id, store, type) = (event.id, event.envelope.store, event.envelope.type)
        (self.claimed, source) = (claimed, record.source)
    }

    /// The first moment, in UTC, of the day that a till's fact is booked on. A price or a rule may be dated ahead on purpose.
    private static func dated(_ fact: Fact) -> Int64? {
        let day: CalendarDay? =
            switch fact {
            case .receiptCompleted(let receipt): receipt.businessDate
            case .shiftOpened(let shift): shift.businessDate
            case .zReportIssued(let report): report.businessDate
            default: nil
            }
        return day.map { Int64($0.daysSince1970) * 86_400_000 }
    }
}
