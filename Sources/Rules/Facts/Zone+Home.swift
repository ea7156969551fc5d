import Events

extension Zone {
    /// Whose days are meant where no shop is.
    package static let home = Zone("Asia/Tbilisi") ?? .utc
}
