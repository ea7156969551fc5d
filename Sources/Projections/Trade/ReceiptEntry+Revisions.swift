import Events

/// What a correction, a void or a cancellation says of a whole receipt (docs/RULES.md, Revisions).
struct Revision {
    /// The shop in whose books it stands: another's is not revised from there.
    var store: String
    var number: Int64
    var key: PlainKey
    var source: RecordSource
    /// A void or a cancellation.
    var isNothing: Bool
    var type: String
    /// In which it says that it undoes; of voids alone.
    var shift: String?
    /// Whether somebody has approved it, as what revives a voided receipt must be.
    var isApproved: Bool
    /// A correction's record, kept whole: which one counts may change with what is heard later.
    var bytes: [UInt8]
}

extension ReceiptEntry {
    func add(_ revision: Revision) {
        let place = revisions.firstIndex { (revision.number, revision.key) < ($0.number, $0.key) }
        revisions.insert(revision, at: place ?? revisions.count)
    }

    func isOwn(_ revision: Revision) -> Bool { ExactText(revision.store) == ExactText(store) }

    /// The one that counts: the highest, then the last in the total order; but what was undone is revived only by what was
    /// approved. nil is the original.
    var countingRevision: Revision? { standing.counting }

    /// The revision that counts, and where that comes to nothing the one that it undid; nil is the original.
    var standing: (counting: Revision?, undone: Revision?) {
        revisions.reduce((nil, nil)) { standing, revision in
            let counting = standing.counting
            guard isOwn(revision) else { return standing }
            if counting?.isNothing == true, !revision.isNothing, !revision.isApproved { return standing }
            guard revision.isNothing else { return (revision, nil) }
            return (revision, counting?.isNothing == true ? standing.undone : counting)
        }
    }
}
