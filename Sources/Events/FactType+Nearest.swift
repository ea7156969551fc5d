extension FactType {
    /// The type that a name nobody knows was most likely meant to be: of another version, or misspelt by a third of its
    /// letters at most.
    package static func nearest(to name: String) -> String? { Spelling.nearest(to: name, among: all.map(\.name)) }
}
