import Crypto
import Postgres

/// From where somebody signs in.
package struct SignInOrigin: Sendable {
    /// Of the network, as attempts are counted by it.
    package let address: String
    /// The secret that this browser was given when somebody signed in with it; nil where it has none.
    package let browser: String?
    /// As the browser calls itself, for the list of sessions.
    package let agent: String?

    private static let agentLimit = 300

    package init(address: String, browser: String? = nil, agent: String? = nil) {
        (self.address, self.browser) = (address, browser)
        self.agent = agent.map {
            String(
                $0.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(Self.agentLimit).map(
                    Character.init))
        }
    }
}

/// How many wrong passwords are looked at before somebody must wait.
///
/// They are counted for an account *and* an address, so that whoever guesses keeps nobody out but themselves; for an address
/// whatever the account; and, much more patiently, for an account wherever they come from, against guessing from many addresses.
/// The last does not count for an address from which its owner has signed in before; and for a browser that has, nothing counts
/// but its own mistakes. Names that nobody has are counted alike, so that none can be told from another.
struct SignInGuard {
    /// An attempt that may be made, counted as wrong until it is right.
    struct Attempt {
        fileprivate let own: [UInt8]
        fileprivate let shared: [[UInt8]]
    }

    enum Verdict {
        case mayTry(Attempt)
        case mustWait(seconds: Int)
    }

    private struct Count {
        var mark: [UInt8]
        /// So many wrong ones in a row are looked at at once.
        var most: Int32
    }

    /// Of one origin for one account.
    static let ownMost: Int32 = 5
    /// Of an address for all accounts: people who sit together share one.
    static let addressMost: Int32 = 20
    /// Of an account from origins that it has not been seen at.
    static let accountMost: Int32 = 50
    /// After one more than that: each further one is looked at after so long.
    static let waitSeconds: Int32 = 30
    /// In a row means: with no longer between two of them.
    private static let forgottenSeconds: Int32 = 3_600
    /// How long a browser or an address is known without signing in.
    private static let knownDays: Int32 = 180
    /// As long as a secret that we give.
    private static let browserLimit = 100

    let connection: Connection

    /// Whether a password may be looked at.
    func begin(_ name: String, _ origin: SignInOrigin) throws -> Verdict {
        try connection.transaction {
            // One after the other, so that no crowd slips through between looking and counting: both take a moment.
            try connection.execute("SELECT pg_advisory_xact_lock(hashtext('davtari sign-in'))")
            let counts = try counts(name, origin)
            for count in counts {
                let row = try connection.query(
                    """
                    SELECT ceil(extract(epoch FROM failed_at + make_interval(secs => \(Self.waitSeconds)) - clock_timestamp()))::int8
                    FROM davtari.sign_in_failure WHERE subject = \(count.mark) AND failures >= \(count.most)
                        AND failed_at > clock_timestamp() - make_interval(secs => \(Self.waitSeconds))
                    """
                ).first
                if let row { return .mustWait(seconds: max(1, Int(try row.int64(0)))) }
            }
            for count in counts {
                try connection.execute(
                    """
                    INSERT INTO davtari.sign_in_failure AS f (subject, failures, failed_at)
                    VALUES (\(count.mark), 1, clock_timestamp())
                    ON CONFLICT (subject) DO UPDATE SET failed_at = clock_timestamp(), failures = CASE
                        WHEN f.failed_at < clock_timestamp() - make_interval(secs => \(Self.forgottenSeconds)) THEN 1
                        ELSE f.failures + 1 END
                    """)
            }
            try connection.execute(
                """
                DELETE FROM davtari.sign_in_failure
                WHERE failed_at < clock_timestamp() - make_interval(secs => \(Self.forgottenSeconds))
                """)
            // cannot trap: an attempt counts for its account at least
            return .mayTry(Attempt(own: counts[0].mark, shared: counts.dropFirst().map(\.mark)))
        }
    }

    /// What was tried was right and opens nothing by itself: it does not count, and what was wrong before still does.
    func giveBack(_ attempt: Attempt) throws {
        for mark in [attempt.own] + attempt.shared {
            try connection.execute(
                "UPDATE davtari.sign_in_failure SET failures = greatest(0, failures - 1) WHERE subject = \(mark)")
        }
    }

    /// The password was right: within the transaction that opens the session.
    ///
    /// - Returns: the secret for the browser to keep; nil where it has one.
    func succeed(_ name: String, _ origin: SignInOrigin, _ attempt: Attempt) throws -> String? {
        try connection.execute("DELETE FROM davtari.sign_in_failure WHERE subject = \(attempt.own)")
        for mark in attempt.shared {
            try connection.execute(
                "UPDATE davtari.sign_in_failure SET failures = greatest(0, failures - 1) WHERE subject = \(mark)")
        }
        try connection.execute(
            """
            DELETE FROM davtari.sign_in_known
            WHERE seen_at < clock_timestamp() - make_interval(days => \(Self.knownDays))
            """)
        try remember(name, Self.mark("address", origin.address))
        if let browser = origin.browser {
            let mark = Self.mark("browser", browser)
            let isOurs = try connection.query("SELECT FROM davtari.sign_in_known WHERE mark = \(mark) LIMIT 1")
            if !isOurs.isEmpty {
                try remember(name, mark)
                return nil
            }
        }
        let fresh = Random.secret(prefix: "dvb_")
        try remember(name, Self.mark("browser", fresh))
        return fresh
    }

    private func remember(_ name: String, _ mark: [UInt8]) throws {
        try connection.execute(
            """
            INSERT INTO davtari.sign_in_known (mark, account, seen_at) VALUES (\(mark), \(name), clock_timestamp())
            ON CONFLICT (mark, account) DO UPDATE SET seen_at = clock_timestamp()
            """)
    }

    /// What this attempt counts for, its own count first.
    private func counts(_ name: String, _ origin: SignInOrigin) throws -> [Count] {
        if let browser = origin.browser, browser.utf8.count <= Self.browserLimit,
            try isKnown(name, Self.mark("browser", browser))
        {
            return [Count(mark: Self.mark("account and browser", name, browser), most: Self.ownMost)]
        }
        let own = Count(mark: Self.mark("account and address", name, origin.address), most: Self.ownMost)
        let address = Count(mark: Self.mark("of address", origin.address), most: Self.addressMost)
        if try isKnown(name, Self.mark("address", origin.address)) { return [own, address] }
        return [own, address, Count(mark: Self.mark("of account", name), most: Self.accountMost)]
    }

    private func isKnown(_ name: String, _ mark: [UInt8]) throws -> Bool {
        guard Accounts.isName(name) else { return false }
        return try !connection.query(
            """
            SELECT FROM davtari.sign_in_known WHERE mark = \(mark) AND account = \(name)
                AND seen_at > clock_timestamp() - make_interval(days => \(Self.knownDays))
            """
        ).isEmpty
    }

    /// Neither names nor addresses stand in these tables. Their lengths keep the parts apart.
    private static func mark(_ parts: String...) -> [UInt8] {
        SHA256.hash(Array(parts.map { "\($0.utf8.count) \($0)" }.joined().utf8))
    }
}
