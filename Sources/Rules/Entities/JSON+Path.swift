import JSON

/// Members by their paths, as `address` or `name.ka`; a users' own field may have a dot in its id: `fields.a.b`.
extension JSON {
    package func at(_ path: String) -> JSON? {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        let member = parts.first.flatMap { self[$0] }
        return parts.count == 2 ? member?[parts[1]] : member
    }

    package mutating func put(_ value: JSON, at path: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            self[path] = .some(value)
            return
        }
        var object = self[parts[0]] ?? .object([])
        object[parts[1]] = .some(value)
        self[parts[0]] = object
    }
}
