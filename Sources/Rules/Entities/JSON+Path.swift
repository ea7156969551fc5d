import JSON

/// Members by their paths, as `address`, `name.ka` or `conditions.turnover.days`.
extension JSON {
    /// Members whose own members have ids for names, which may have dots: `fields.a.b` is the field `a.b`.
    package static let keyedByID: Set<String> = ["fields", "externalIds", "personalFields"]

    package func at(_ path: String) -> JSON? {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        let member = parts.first.flatMap { self[$0] }
        guard parts.count == 2 else { return member }
        return Self.keyedByID.contains(parts[0]) ? member?[parts[1]] : member?.at(parts[1])
    }

    package mutating func remove(at path: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            self[path] = nil
            return
        }
        guard var object = self[parts[0]], object.object != nil else { return }
        if Self.keyedByID.contains(parts[0]) { object[parts[1]] = nil } else { object.remove(at: parts[1]) }
        self[parts[0]] = object
    }

    package mutating func put(_ value: JSON, at path: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            self[path] = .some(value)
            return
        }
        var object = self[parts[0]] ?? .object([])
        if Self.keyedByID.contains(parts[0]) {
            object[parts[1]] = .some(value)
        } else {
            object.put(value, at: parts[1])
        }
        self[parts[0]] = object
    }
}
