import Synchronization

/// How often somebody of whom nobody knows may ask, by address: a crowd of connections that ask for the sign-in page, or show made-up
/// tokens, takes little more of the processors than a few people do.
final class Gate: Sendable {
    /// A page with all that belongs to it is some ten requests, and people behind one address open it at once.
    private static let burst = 200.0
    private static let aSecond = 50.0
    private static let addressLimit = 10_000

    private struct Purse {
        var left: Double
        var at: ContinuousClock.Instant
    }

    private let purses = Mutex<[String: Purse]>([:])

    func admits(_ address: String, at now: ContinuousClock.Instant = .now) -> Bool {
        purses.withLock { purses in
            if purses.count >= Self.addressLimit {
                // Who has not come for long enough has a full purse, and need not be remembered.
                purses = purses.filter { now - $0.value.at < .seconds(Self.burst / Self.aSecond) }
                if purses.count >= Self.addressLimit { purses.removeAll() }
            }
            var purse = purses[address] ?? Purse(left: Self.burst, at: now)
            purse.left = min(Self.burst, purse.left + (now - purse.at) / .seconds(1) * Self.aSecond)
            purse.at = now
            defer { purses[address] = purse }
            guard purse.left >= 1 else { return false }
            purse.left -= 1
            return true
        }
    }

    /// Who was let in turned out to be somebody, and takes nothing from the others there.
    func giveBack(to address: String) {
        purses.withLock { purses in
            guard let left = purses[address]?.left else { return }
            purses[address]?.left = min(Self.burst, left + 1)
        }
    }
}
