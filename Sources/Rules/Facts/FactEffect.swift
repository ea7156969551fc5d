import Events

/// What this version does with a fact of a type, beside keeping it for ever.
package enum FactEffect: String, Sendable, CaseIterable {
    /// It moves figures, stands in lists, or is what decisions look at.
    case folded
    /// No figure, list or decision follows from it yet: a later version will take it up from the log.
    case kept
    /// This version does not know the type.
    case unknown

    package init(of type: String) {
        self = FactType.byName[type] == nil ? .unknown : Self.keptTypes.contains(type) ? .kept : .folded
    }

    /// Types that reach no read model and no reactor; a test folds the whole vocabulary to see that it is these.
    package static let keptTypes: Set<String> = [
        "receipt.suspended.v1", "receipt.resumed.v1",
        "shift.opened.v1", "shift.suspended.v1", "shift.resumed.v1", "shift.blindClosed.v1", "shift.closed.v1",
        "cash.declared.v1", "drawer.opened.v1", "zReport.issued.v1", "serviceVisit.recorded.v1",
    ]
}
