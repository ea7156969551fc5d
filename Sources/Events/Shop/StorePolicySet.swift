/// How a store works from a day on. Each member holds until it is set again; in the store's own partition, because its
/// books depend on it. What the chain decides for all its shops (`chainOwn`) stands in the chain's.
package struct StorePolicySet: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var from: CalendarDay?
    package var taxPolicy: TaxPolicy?
    package var cashRounding: CashRounding?
    package var costMethod: String?
    /// The pool that the store's goods are costed in: its own id, `chain`, or a name that stores share.
    package var costPool: String?
    /// Minutes after midnight at which a business date begins.
    package var dayStartMinutes: Int64?
    /// For how many days after a sale goods may be returned.
    package var returnDays: Int64?
    /// Up to what amount a return without its receipt needs no approver.
    package var blindReturnLimit: Int64?
    /// Up to what amount a gift card pays while the till is offline.
    package var offlineGiftCardLimit: Int64?
    /// The most that a receipt may be discounted, in millionths of its list amount.
    package var discountCap: Int64?
    /// Whether category, personal and turnover discounts add up, or only the best counts.
    package var customerDiscounts: String?
    /// Whether burned points come back with a return.
    package var burnedPoints: String?
    /// The chain's: whether a barcode is one product's, or several may share it.
    package var barcodes: String?
    /// Of every amount here.
    package var currency: String?

    package static let costMethods = ["movingAverage", "fifo"]
    package static let combinations = ["best", "addUp"]
    package static let burned = ["onceBack", "never"]
    package static let barcodeHolders = ["unique", "shared"]

    /// Members that count in the chain's book alone.
    package static let chainOwn = ["barcodes"]
    /// Members that count in a store's book alone.
    package static let storeOwn = [
        "taxPolicy", "cashRounding", "costMethod", "costPool", "dayStartMinutes", "returnDays", "blindReturnLimit",
        "offlineGiftCardLimit", "discountCap", "customerDiscounts", "burnedPoints", "currency",
    ]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.day("from", &from, required: true)
        visitor.part("taxPolicy", &taxPolicy)
        visitor.part("cashRounding", &cashRounding)
        visitor.text("costMethod", &costMethod, .choice(Self.costMethods))
        visitor.id("costPool", &costPool)
        visitor.int("dayStartMinutes", &dayStartMinutes, .number)
        visitor.int("returnDays", &returnDays, .number)
        visitor.int("blindReturnLimit", &blindReturnLimit, .money)
        visitor.int("offlineGiftCardLimit", &offlineGiftCardLimit, .money)
        visitor.int("discountCap", &discountCap, .rate)
        visitor.text("customerDiscounts", &customerDiscounts, .choice(Self.combinations))
        visitor.text("burnedPoints", &burnedPoints, .choice(Self.burned))
        visitor.text("barcodes", &barcodes, .choice(Self.barcodeHolders))
        visitor.text("currency", &currency, .currency)
    }
}

/// How the cash part of a total is rounded, on its absolute amount: to the nearest, lower or upper multiple of `step`.
package struct CashRounding: FactPart, Equatable {
    package var id: String?
    /// Minor units: 5 tetri in Georgia.
    package var step: Int64 = 0
    package var mode: String?
    /// Where a nearest one is not the only one.
    package var ties: String?

    package static let modes = ["nearest", "down", "up"]
    package static let tieModes = ["up", "down", "even"]

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("id", &id)
        visitor.int("step", &step, .ordinal, default: nil)
        visitor.text("mode", &mode, .choice(Self.modes))
        visitor.text("ties", &ties, .choice(Self.tieModes))
    }
}
