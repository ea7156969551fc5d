import Events
import JSON

/// The business says no: which rule, in a sentence, and the numbers that it was decided by.
///
/// Nothing broke and nothing was written; the same command may be taken another time.
package struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of no this is; the gateway makes an HTTP status of it.
    package enum Kind: Sendable, Equatable {
        /// The command cannot even be read.
        case malformed
        /// What the command says is wrong by itself.
        case invalid
        /// What has happened so far stands against it.
        case conflict
        /// What it speaks of is not there.
        case missing
        /// The caller did not say which version it saw.
        case versionNeeded
        /// The caller saw another version.
        case versionDiffers
        /// Not with these rights.
        case forbidden
    }

    package var kind: Kind
    /// Stable, for programs: `giftCard.balance`.
    package var rule: String
    /// For people.
    package var message: String
    /// What it was decided by: `left`, `asked`.
    package var numbers: [JSON.Member]

    package init(_ kind: Kind, _ rule: String, _ message: String, _ numbers: [(String, JSON)] = []) {
        (self.kind, self.rule, self.message) = (kind, rule, message)
        self.numbers = numbers.map { JSON.Member($0.0, $0.1) }
    }

    package var description: String { message }

    /// What stands against the command, member by member; where only one thing does, that.
    package var faults: [Fault] {
        func told(_ name: String) -> JSON? { numbers.first { $0.name == name }?.value }
        let all = (told("faults")?.array ?? []).map { Fault($0) }
        return all.isEmpty ? [Fault(told("path")?.string ?? "", rule, message)] : all
    }
}

extension Refusal {
    /// A member of the command is wrong.
    static func invalid(_ path: String, _ rule: String, _ message: String) -> Refusal {
        Refusal(.invalid, rule, message, [("path", .string(path))])
    }

    /// A member names a thing that is not there.
    static func notThere(_ what: String, _ id: String, at path: String? = nil) -> Refusal {
        Refusal(
            .invalid, "\(what).unknown", "there is no \(what) “\(id)”",
            [("path", .string(path ?? what)), (what, .string(id))])
    }

    /// The stock of a shop is valued in one currency.
    ///
    /// - Parameter document: the kind of document that says another.
    static func stockCurrency(_ document: String, _ currency: String) -> Refusal {
        Refusal(
            .invalid, "\(document).currency", "the stock of this shop is valued in \(currency)",
            [("path", "currency"), ("currency", .string(currency))])
    }

    static func missing(_ what: String, _ id: String) -> Refusal {
        Refusal(.missing, "\(what).unknown", "there is no \(what) “\(id)”", [(what, .string(id))])
    }
}
