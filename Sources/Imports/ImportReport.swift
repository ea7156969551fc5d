import JSON

/// What became of a sheet's rows, or would.
package struct ImportReport: Sendable, Equatable {
    /// How many entries are new, are changed, or are so already.
    package struct Counts: Sendable, Equatable {
        package var added = 0
        package var changed = 0
        package var same = 0

        package init() {}

        package var all: Int { added + changed + same }

        var json: JSON { ["added": .int(Int64(added)), "changed": .int(Int64(changed)), "same": .int(Int64(same))] }

        init(_ json: JSON?) {
            func count(_ name: String) -> Int { Int(json?[name]?.int ?? 0) }
            (added, changed, same) = (count("added"), count("changed"), count("same"))
        }
    }

    package var rows = 0
    /// With the first of rows that stand twice.
    package var first = Counts()
    /// Without any of them.
    package var none = Counts()
    /// Rows that are wrong, in their order; several of one row stand together.
    package var faults: [RowFault] = []
    /// How many rows the faults name.
    package var named = 0

    package init() {}

    package var hasDoubles: Bool { faults.contains(where: \.isDouble) }

    package var json: JSON {
        [
            "rows": .int(Int64(rows)), "first": first.json, "none": none.json, "named": .int(Int64(named)),
            "faults": .array(faults.map(\.json)),
        ]
    }

    package init(_ json: JSON) {
        rows = Int(json["rows"]?.int ?? 0)
        (first, none) = (Counts(json["first"]), Counts(json["none"]))
        named = Int(json["named"]?.int ?? 0)
        faults = (json["faults"]?.array ?? []).compactMap { RowFault($0) }
    }
}

/// What is done with rows that stand twice.
package enum DoublesChoice: String, Sendable, CaseIterable {
    /// The first of each is taken.
    case first
    /// None of them is.
    case none
}
