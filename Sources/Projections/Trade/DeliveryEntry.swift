import Events
import Rules

/// A document of goods as its shop's other facts refer to it.
struct DocumentKey: Hashable, Comparable {
    var store: ExactText
    var id: FactID

    static func < (one: Self, other: Self) -> Bool {
        // by bytes: both are ExactText
        if one.store != other.store { return one.store < other.store }
        if one.id.writer != other.id.writer { return ExactText(one.id.writer) < ExactText(other.id.writer) }
        return one.id.sequence < other.id.sequence
    }
}

/// What was said of a delivery after it: what it really cost, what else it cost, what of it went back.
///
/// Most deliveries have none; they stand in their pools alone.
final class DeliveryEntry {
    let key: DocumentKey
    var isInDatabase = false
    /// Whether all its lines are here; else only those of products that were asked for.
    var isComplete = false
    var lines: [Line] = []
    /// The last that names a line counts.
    var corrections: [Correction] = []
    var charges: [Charge] = []
    /// By their own keys.
    var returns: [Return] = []

    init(_ key: DocumentKey) { self.key = key }

    var isKnown: Bool { isComplete || !lines.isEmpty }

    struct Line {
        var key: PlainKey
        var product: String
        /// Thousandths.
        var quantity: Int64
        /// As it was delivered; nil where that cannot be read.
        var invoiced: StatedAmount?
        /// What its movement has now.
        var applied: StatedAmount?
    }

    struct Correction {
        var revision: Int64
        var key: PlainKey
        var source: RecordSource
        var currency: String
        var costs: [Cost]
        struct Cost {
            var line: Int64
            var product: String
            var cost: Int64
        }
    }

    struct Charge {
        var key: PlainKey
        var source: RecordSource
        var line: Int64
        var product: String
        var amount: StatedAmount
    }

    struct Return {
        var own: PlainKey
        var line: Int64?
        var product: String
        var quantity: Int64
        var credit: StatedAmount?
        var source: RecordSource
        /// How it stands in its pool; nil while it does not.
        var seat: TransferEntry.Seat?
    }

    func add(_ correction: Correction) {
        let place = corrections.firstIndex { ($0.revision, $0.key) > (correction.revision, correction.key) }
        corrections.insert(correction, at: place ?? corrections.count)
    }

    func add(_ sent: Return) {
        returns.insert(sent, at: returns.firstIndex { sent.own < $0.own } ?? returns.count)
    }

    /// The line that is named, or the only one of the product.
    func line(_ number: Int64?, _ product: String) -> Int? {
        let isIt = { (line: Line) in
            ExactText.same(line.product, product) && (number == nil || line.key.line == number)
        }
        guard let first = lines.firstIndex(where: isIt) else { return nil }
        if number == nil, lines[(first + 1)...].contains(where: isIt) { return nil }
        return first
    }

    /// What a line cost in a shop's currency, as known now; nil where it cannot be told. What was said in another is left out.
    func cost(of place: Int, in currency: String?) -> Int64? {
        var cost = lines[place].invoiced.flatMap { $0.currency == currency ? $0.amount : nil }
        for correction in corrections where correction.currency == currency {
            let said = correction.costs.last {
                $0.line == lines[place].key.line && line($0.line, $0.product) == place
            }
            if let said { cost = said.cost }
        }
        guard let cost else { return nil }
        return charges.reduce(cost) { cost, charge in
            charge.amount.currency == currency && line(charge.line, charge.product) == place
                ? cost &+ charge.amount.amount : cost
        }
    }

    /// What a line's movement states: its cost in the shop's currency, else what was delivered, in whatever currency; nil where
    /// neither can be told.
    func worth(of place: Int, in currency: String?) -> StatedAmount? {
        guard let currency, let cost = cost(of: place, in: currency) else { return lines[place].invoiced }
        return StatedAmount(amount: cost, currency: currency)
    }

    /// How each return should stand in its pool: it leaves at its share of the line's cost, cumulatively.
    func seats(in currency: String?) -> [TransferEntry.Seat] {
        var returned: [Int: Int64] = [:]
        return returns.map { sent in
            guard let place = line(sent.line, sent.product), let cost = cost(of: place, in: currency) else {
                return TransferEntry.Seat(key: OrderKey(sent.own), cause: nil, value: 0)
            }
            let before = returned[place] ?? 0
            returned[place] = before &+ sent.quantity
            // What its delivery cost is told here and not looked up in the pool, so that pages need not reach back to it.
            let cause = Movement.Cause(
                sale: lines[place].key, isSamePool: false, sold: lines[place].quantity, returnedBefore: before,
                returnedHereBefore: before)
            return TransferEntry.Seat(
                key: OrderKey(sent.own), cause: cause, value: cause.worth(of: sent.quantity, saleCost: cost))
        }
    }

    /// What was said of the delivery, line by line, and whether such a line was delivered here and it is in the shop's currency.
    func sayings(in currency: String?) -> [Saying] {
        corrections.flatMap { correction in
            correction.costs.map { said in
                Saying(
                    key: correction.key, type: "cost.corrected.v1", store: key.store.text, source: correction.source,
                    isApplied: correction.currency == currency && line(said.line, said.product) != nil)
            }
        }
            + charges.map { charge in
                Saying(
                    key: charge.key, type: "landedCost.added.v1", store: key.store.text, source: charge.source,
                    isApplied: charge.amount.currency == currency && line(charge.line, charge.product) != nil)
            }
    }
}
