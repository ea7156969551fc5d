import Rules

extension Sight {
    package func sees(_ sensitivity: Column.Sensitivity) -> Bool {
        sensitivity.scope.map { scopes.contains($0) } ?? true
    }
}
