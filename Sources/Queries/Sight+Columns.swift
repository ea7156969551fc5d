import Rules

extension Sight {
    package func sees(_ column: Column) -> Bool {
        sees(column.sensitivity) && !(column.place.map(narrowing.hides) ?? false)
    }

    package func sees(_ sensitivity: Column.Sensitivity) -> Bool {
        scopes.isSuperset(of: sensitivity.scopes) && (identity || sensitivity != .identity)
    }
}
