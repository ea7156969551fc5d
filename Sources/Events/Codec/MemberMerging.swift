import JSON

/// Objects that facts say piece by piece (`fields`, `externalIds`, a name's languages): each member is won by the last fact
/// that names it, and `null` takes it away. So two who change different members do not undo each other.
package enum MemberMerging {
    /// - Returns: nil where nothing is left.
    package static func merged(_ later: JSON?, over before: JSON?) -> JSON? {
        var whole: JSON = before.flatMap { $0.object == nil ? nil : $0 } ?? .object([])
        for member in later?.object ?? [] {
            whole[member.name] = member.value.isNull ? JSON?.none : .some(member.value)
        }
        guard let members = whole.object, !members.isEmpty else { return JSON?.none }
        return .some(whole)
    }

    /// What has to be said of `before` so that it becomes `after`; nil where they are the same.
    package static func difference(from before: JSON?, to after: JSON?) -> JSON? {
        let (was, now) = (before?.object ?? [], after?.object ?? [])
        let changed = now.filter { member in !member.value.isNull && before?[member.name] != member.value }
        let gone = was.filter { member in !member.value.isNull && after?[member.name]?.isNull ?? true }
        let all = changed + gone.map { JSON.Member($0.name, .null) }
        return all.isEmpty ? JSON?.none : .some(.object(all))
    }
}

extension Circumstances {
    /// What is said of the thing itself, after what was said of it before; the rest is about the saying.
    package func members(over before: Circumstances) -> Circumstances {
        var all = Circumstances()
        all.externalIds = MemberMerging.merged(externalIds, over: before.externalIds)
        all.fields = MemberMerging.merged(fields, over: before.fields)
        return all
    }
}

extension StoreOpened {
    /// The shop after a change of it.
    package func changed(by change: StoreChanged) -> StoreOpened {
        var store = self
        for name in change.cleared {
            switch name {
            case "name.ka": store.name?.ka = nil
            case "name.en": store.name?.en = nil
            case "address": store.address = nil
            case "opensOn": store.opensOn = nil
            case "legalEntity": store.legalEntity = nil
            default: break
            }
        }
        if let name = change.name {
            store.name = LocalName(ka: name.ka ?? store.name?.ka, en: name.en ?? store.name?.en)
        }
        store.address = change.address ?? store.address
        store.opensOn = change.opensOn ?? store.opensOn
        store.legalEntity = change.legalEntity ?? store.legalEntity
        let said = change.circumstances.members(over: circumstances)
        (store.circumstances.externalIds, store.circumstances.fields) = (said.externalIds, said.fields)
        return store
    }

    /// What has to be said of this shop so that it becomes another; nil where they are the same.
    package func change(to after: StoreOpened) -> StoreChanged? {
        var change = StoreChanged()
        (change.store, change.circumstances) = (after.store, after.circumstances)
        let wanted = after.circumstances.members(over: circumstances)
        change.circumstances.externalIds = MemberMerging.difference(
            from: circumstances.externalIds, to: wanted.externalIds)
        change.circumstances.fields = MemberMerging.difference(from: circumstances.fields, to: wanted.fields)
        func tell<Value: Equatable>(
            _ name: String, _ path: KeyPath<StoreOpened, Value?>, _ say: (inout StoreChanged, Value) -> Void
        ) {
            guard self[keyPath: path] != after[keyPath: path] else { return }
            if let value = after[keyPath: path] { say(&change, value) } else { change.cleared.append(name) }
        }
        tell("name.ka", \.name?.ka) { $0.name = LocalName(ka: $1, en: $0.name?.en) }
        tell("name.en", \.name?.en) { $0.name = LocalName(ka: $0.name?.ka, en: $1) }
        tell("address", \.address) { $0.address = $1 }
        tell("opensOn", \.opensOn) { $0.opensOn = $1 }
        tell("legalEntity", \.legalEntity) { $0.legalEntity = $1 }
        let saysNothing =
            change.name == nil && change.address == nil && change.opensOn == nil && change.legalEntity == nil
            && change.cleared.isEmpty && change.circumstances.externalIds == nil && change.circumstances.fields == nil
        return saysNothing ? nil : change
    }
}
