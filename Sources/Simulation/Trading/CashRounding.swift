/// Georgia has no coins below 5 tetri: 1–2 → 0, 3–4 → 5, 6–7 → 5, 8–9 → 10 (docs: DOMAIN, Cash rounding).
enum CashRounding {
    static let policy = "ge-cash-5"

    /// The amount in coins; a refund rounds as its absolute amount does.
    static func rounded(_ tetri: Int64) -> Int64 {
        let rest = tetri.magnitude % 5
        let size = Int64(tetri.magnitude - rest + (rest >= 3 ? 5 : 0))
        return tetri < 0 ? -size : size
    }
}
