import Foundation
import Synchronization

/// Tokens looked up a moment ago, so that a till's post need not wait for the database.
package final class TokenCache: Sendable {
    package enum Known: Sendable, Equatable {
        /// nil: no such token.
        case known(TokenRights?)
        case unknown
    }

    /// A revoked token is refused everywhere after this.
    static let seconds = 1.0
    /// Callers with made-up tokens must not fill memory.
    private static let limit = 10_000

    private let kept = Mutex<[[UInt8]: (rights: TokenRights?, until: Date)]>([:])

    func look(_ hash: [UInt8]) -> Known {
        kept.withLock { kept in
            guard let entry = kept[hash], entry.until > Date() else { return .unknown }
            return .known(entry.rights)
        }
    }

    func keep(_ hash: [UInt8], _ rights: TokenRights?) {
        kept.withLock { kept in
            if kept.count >= Self.limit { kept.removeAll() }
            kept[hash] = (rights, Date().addingTimeInterval(Self.seconds))
        }
    }

    func forget() { kept.withLock { $0.removeAll() } }
}
