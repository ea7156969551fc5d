extension Zone {
    /// Whose days are meant where no shop is; also of a shop that does not say.
    // cannot trap: every system with time zones has it, and the first start of one without says so
    package static let home = Zone("Asia/Tbilisi")!
}
