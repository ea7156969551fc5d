extension Instant {
    /// A moment as facts write it: RFC 3339, or a date alone, which stands for that day's first millisecond in `zone`.
    package init?(momentOrDay text: String, in zone: Zone) {
        if let instant = Instant(text) {
            self = instant
        } else if let day = CalendarDay(text) {
            self = zone.start(of: day)
        } else {
            return nil
        }
    }
}
