import Crypto
import Foundation
import Postgres

/// The codes of an app, and the recovery codes for when it is gone. Each counts once.
///
/// An app's secret has to be read again to be compared, so it stands in the database as it is, as persons' keys do: whoever reads
/// that table could sign in as somebody whose password they know too.
struct SecondFactor {
    let connection: Connection

    private static let recoveryCodes = 10
    private static let recoveryBytes = 10

    /// Whether a code counts now; from then on it does not any more. Within the transaction that lets somebody in.
    func takes(_ code: String, of name: String, at seconds: Int64 = Int64(Date().timeIntervalSince1970)) throws -> Bool
    {
        let row = try connection.query(
            "SELECT code_secret, code_step FROM davtari.account WHERE name = \(name) FOR UPDATE"
        ).first
        guard let row, let secret = try row.optionalBytes(0) else { return false }
        let typed = Self.plain(code)
        if let step = OneTimeCode.step(of: typed, secret, at: seconds, after: try row.optionalInt64(1)) {
            try connection.execute("UPDATE davtari.account SET code_step = \(step) WHERE name = \(name)")
            return true
        }
        return try connection.execute(
            "DELETE FROM davtari.recovery_code WHERE account = \(name) AND code = \(SignIns.hash(typed))") == 1
    }

    /// New recovery codes, as they are told once, and as they are kept.
    static func newRecoveryCodes() -> [(told: String, kept: [UInt8])] {
        (0..<recoveryCodes).map { _ in
            let code = Base32.encode(Random.bytes(recoveryBytes))
            let half = code.index(code.startIndex, offsetBy: code.count / 2)
            return ("\(code[..<half])-\(code[half...])", SignIns.hash(code))
        }
    }

    /// As people type codes: with blanks, hyphens and small letters.
    private static func plain(_ code: String) -> String {
        String(code.filter { !$0.isWhitespace && $0 != "-" }).uppercased()
    }
}
