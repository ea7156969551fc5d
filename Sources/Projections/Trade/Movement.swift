import Events

/// Goods going in or out of a pool.
package struct Movement {
    package enum Kind: Int64 {
        case delivery = 1, sale = 2, `return` = 3
        /// A delivery whose cost cannot be read: it enters at the present average.
        case uncosted = 4
        case dispatch = 5, arrival = 6, writeOff = 7, vendorReturn = 8
        /// Its quantity is the variance, which follows from what stands before it.
        case count = 9
        /// Moves value only.
        case revaluation = 10
        /// A delivery in another currency than most of its shop's (`ShopCurrency.usual`). 11 is `PackedPage.offsetSale`.
        case foreign = 12
        /// The opposite of its cause, a movement of a document whose own day is closed: its quantity and cost are that one's.
        case reversal = 13

        /// Whether its document is corrected and taken back as one of goods (`GoodsRevisions`).
        var isRevisable: Bool { self != .sale && self != .return && self != .arrival && self != .reversal }

        /// Said by a document that tells more of it than a till or a delivery does.
        var isDocument: Bool { rawValue > Kind.uncosted.rawValue }
        /// A delivery is one whatever it was paid in.
        package var told: Kind { self == .foreign ? .delivery : self }
        /// Whether it brings its delivery's cost along, where that is in the shop's currency.
        var isInvoiced: Bool { self == .delivery || self == .foreign }
    }

    /// What a document states of a movement beside its quantity.
    package enum Stated: Equatable {
        /// Thousandths that were there.
        case counted(Int64)
        case unitCost(amount: Int64, per: Int64, currency: String)
        /// An arrival's part of what its dispatch was booked at.
        case booked(Int64)
        /// What a supplier gives back.
        case credit(StatedAmount)
        /// That of a delivery's value.
        case currency(String)
        /// What a reversal moves by the store's own partition alone.
        case moved(Int64)
    }

    package var key: OrderKey
    package var kind: Kind
    /// Thousandths; positive in, negative out.
    package var quantity: Int64
    /// What it is worth by itself: a delivery's invoice, or the share of a sale or dispatch in another pool, or of the
    /// delivery that goes back.
    var value: Int64 = 0
    package var cause: Cause?
    package var stated: Stated?
    /// Corrected: what an issue costs, or what an arrival adds, as known now.
    package var cost: Int64 = 0
    /// The same by the store's own partition alone; booked figures are taken from it (docs/RULES.md, Stock and cost).
    var local: Int64 = 0
    /// Whether `cost` rests on a default cost or on nothing.
    package var isGuess = false
    package var source: RecordSource
    /// By how many days a sale's business date is later than the day, in UTC, at which it is folded.
    var dayOffset: Int32 = 0
    /// Whether other pools take over its cost and must hear of every change in how it came about: a sale that was returned
    /// in another store, a dispatch that something has settled.
    var isFollowed = false
    /// Whether a later movement has changed `cost` (what it owed was settled or provisioned anew); not kept.
    var isAdjusted = false
    /// What receipts and days, or transfers, have been told of `cost` so far; not kept.
    var published: Int64 = 0

    /// Where the store's own partition has it: another store's fact displaces nothing there.
    var localKey: OrderKey {
        guard let own = key.after, cause?.isSamePool != true else { return key }
        return OrderKey(own)
    }

    /// The line that a movement gives back or goes on with: a return's sale, an arrival's dispatch, a vendor return's
    /// delivery.
    package struct Cause: Equatable {
        package var sale: PlainKey
        var isSamePool: Bool
        /// What that line moved, and what earlier ones in the total order have taken of it.
        var sold: Int64
        var returnedBefore: Int64
        /// The same by this store's own, which is all that booked figures may know.
        var returnedHereBefore: Int64
        /// What another shop reckons in, where that is known: its costs are none here where this one reckons in another.
        var currency: String?
    }
}

extension PackWriter {
    /// What only documents have.
    mutating func document(_ stated: Movement.Stated?) {
        switch stated {
        case nil: int(0)
        case .counted(let quantity):
            int(1)
            int(quantity)
        case .unitCost(let amount, let per, let currency):
            int(2)
            int(amount)
            int(per)
            text(currency)
        case .booked(let cost):
            int(3)
            int(cost)
        case .credit(let credit):
            int(4)
            statedAmount(credit)
        case .currency(let currency):
            int(5)
            text(currency)
        case .moved(let quantity):
            int(6)
            int(quantity)
        }
    }

    mutating func statedAmount(_ amount: StatedAmount) {
        int(amount.amount)
        text(amount.currency)
    }
}

extension PackReader {
    mutating func stated() throws -> Movement.Stated? {
        switch try int() {
        case 0: nil
        case 1: .counted(try int())
        case 2: .unitCost(amount: try int(), per: try int(), currency: try text())
        case 3: .booked(try int())
        case 4: .credit(try statedAmount())
        case 5: .currency(try text())
        case 6: .moved(try int())
        default: throw Broken()
        }
    }

    mutating func statedAmount() throws -> StatedAmount { StatedAmount(amount: try int(), currency: try text()) }
}
