/// A database has become the one that decides for the chain: the office. Whoever decided before decides nothing any more.
///
/// Epochs count up from 1. The one that counts is the first in the log of the epoch that follows the last: two that claim
/// one epoch at once are told apart by the log's own order.
package struct OfficeOpened: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// Random, made for this claim.
    package var office = ""
    package var epoch: Int64 = 0
    /// Whose epoch ends; nil for the first.
    package var previous: String?
    /// Where it runs, for people: a host and a process.
    package var instance: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("office", &office)
        visitor.int("epoch", &epoch, .ordinal, default: nil)
        visitor.id("previous", &previous)
        visitor.text("instance", &instance)
    }
}
