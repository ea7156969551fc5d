import JSON

extension Fact {
    /// The type that this fact is written under: the latest version of those that read as its case. nil for `unknown`
    /// and `unreadable`, which nobody writes.
    package var type: FactType? { Self.typesByCase[caseName] }

    /// The case's own name, without what it carries.
    private var caseName: String { Mirror(reflecting: self).children.first?.label ?? "" }

    private static let typesByCase: [String: FactType] = {
        let nothing = [UInt8]("{}".utf8)
        let current = FactType.all.filter { $0.supersededBy == nil }
        // cannot trap: what is read is a constant of ours
        let read = try! JSONParser().parse(nothing) { root in current.map { $0.read(root, FaultList()) } }
        return Dictionary(zip(read.map(\.caseName), current)) { first, _ in first }
    }()
}
