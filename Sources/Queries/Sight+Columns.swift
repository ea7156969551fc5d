import Rules

extension Sight {
    package func sees(_ sensitivity: Column.Sensitivity) -> Bool {
        scopes.isSuperset(of: sensitivity.scopes) && (identity || sensitivity != .identity)
    }
}
