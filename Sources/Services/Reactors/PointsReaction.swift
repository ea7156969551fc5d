import Events

/// A receipt that was undone earned no points and took none: what it still has of either is reversed.
enum PointsReaction {
    /// However often it is told: what is reversed is what is left of it.
    static func revise(
        _ id: String, _ circumstances: Circumstances, _ work: Work, _ refusals: inout Refusals
    ) throws {
        let receipt = try work.look(ReceiptDecider.self, id)
        guard receipt.isUndone else { return }
        for moved in receipt.points ?? [] where moved.points > 0 {
            var fact = PointsReversed()
            (fact.customer, fact.kind, fact.program) = (moved.customer, moved.kind, moved.program)
            (fact.points, fact.original, fact.circumstances) = (moved.points, id, circumstances)
            try refusals.gather { try work.decide(PointsDecider.self, moved.customer, .undo(fact)) }
        }
    }
}
