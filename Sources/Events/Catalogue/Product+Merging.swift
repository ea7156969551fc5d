extension ProductFacts {
    /// What `cleared` may name. A product keeps its kind and its unit, and a default cost is only replaced: what was sold
    /// before its delivery rests on it.
    package static let clearable = ["name.ka", "name.en"] + members.filter(\.isClearable).map(\.name)

    /// A member as facts about one product say it after each other. The name is none: its languages are said apart.
    private struct Member: Sendable {
        let name: String
        let isClearable: Bool
        /// Takes over what a later fact says, if it says something.
        let lay: @Sendable (_ later: ProductFacts, _ all: inout ProductFacts) -> Void
        let clear: @Sendable (inout ProductFacts) -> Void
        /// Says in `change` what differs.
        let tell: @Sendable (_ before: ProductFacts, _ after: ProductFacts, _ change: inout ProductFacts) -> Void

        init<Value: Equatable>(
            _ name: String, _ path: WritableKeyPath<ProductFacts, Value> & Sendable, nothing: Value, isClearable: Bool
        ) where Value: Sendable {
            (self.name, self.isClearable) = (name, isClearable)
            lay = { later, all in
                if later[keyPath: path] != nothing { all[keyPath: path] = later[keyPath: path] }
            }
            clear = { $0[keyPath: path] = nothing }
            tell = { before, after, change in
                if after[keyPath: path] != before[keyPath: path] { change[keyPath: path] = after[keyPath: path] }
            }
        }

        init<Value: Equatable & Sendable>(
            _ name: String, _ path: WritableKeyPath<ProductFacts, Value?> & Sendable, isClearable: Bool = true
        ) {
            self.init(name, path, nothing: nil, isClearable: isClearable)
        }

        init<Element: Equatable & Sendable>(
            _ name: String, _ path: WritableKeyPath<ProductFacts, [Element]> & Sendable
        ) {
            self.init(name, path, nothing: [], isClearable: true)
        }
    }

    private static let members = [
        Member("kind", \.kind, isClearable: false), Member("unit", \.unit, isClearable: false),
        Member("hierarchy", \.hierarchy), Member("barcodes", \.barcodes), Member("brand", \.brand),
        Member("taxRate", \.taxRate), Member("listPrice", \.listPrice),
        Member("defaultCost", \.defaultCost, isClearable: false), Member("tax", \.tax),
        Member("components", \.components), Member("units", \.units), Member("supplier", \.supplier),
        Member("status", \.status, isClearable: false),
    ]

    /// These members where they say something, nothing where they are cleared, the others where they do not say.
    package func laid(over before: ProductFacts) -> ProductFacts {
        var all = before
        for name in cleared { all.clear(name) }
        (all.circumstances, all.cleared) = (circumstances.members(over: before.circumstances), [])
        all.product = product
        all.name = LocalName(ka: name?.ka ?? all.name?.ka, en: name?.en ?? all.name?.en)
        for member in Self.members { member.lay(self, &all) }
        return all
    }

    private mutating func clear(_ name: String) {
        switch name {
        case "name.ka": self.name?.ka = nil
        case "name.en": self.name?.en = nil
        default: Self.members.first { $0.isClearable && $0.name == name }?.clear(&self)
        }
    }

    /// The members that can be cleared and say something here.
    package var said: Set<String> {
        var empty = self
        return Set(
            Self.clearable.filter { name in
                empty.clear(name)
                defer { empty = self }
                return empty != self
            })
    }

    /// What has to be said of `before` so that it becomes `after`: only what differs.
    package static func change(from before: ProductFacts, to after: ProductFacts) -> ProductFacts {
        var change = ProductFacts()
        (change.product, change.circumstances) = (after.product, after.circumstances)
        change.circumstances.externalIds = MemberMerging.difference(
            from: before.circumstances.externalIds, to: after.circumstances.externalIds)
        change.circumstances.fields = MemberMerging.difference(
            from: before.circumstances.fields, to: after.circumstances.fields)
        let (was, remains) = (before.said, after.said)
        change.cleared = clearable.filter { was.contains($0) && !remains.contains($0) }
        if after.name?.ka != before.name?.ka || after.name?.en != before.name?.en {
            change.name = after.name == LocalName() ? nil : after.name
        }
        for member in members { member.tell(before, after, &change) }
        return change
    }

    /// Whether it says nothing of the product.
    package var saysNothing: Bool {
        var nothing = ProductFacts()
        (nothing.product, nothing.circumstances) = (product, circumstances)
        return self == nothing && circumstances.externalIds == nil && circumstances.fields == nil
    }
}
