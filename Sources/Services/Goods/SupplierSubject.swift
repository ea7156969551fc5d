import Events
import Rules

/// Who delivers goods: everything when registered, afterwards what changed, until it ends.
package enum SupplierSubject: Subject {
    package static var shape: EntityShape { .supplier }

    package static func told(_ fact: Fact) -> Told<SupplierFacts>? { fact.toldOfSupplier }

    package static func fact(_ body: SupplierFacts, isNew: Bool) -> Fact {
        isNew ? .supplierRegistered(body) : .supplierChanged(body)
    }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var ended = SupplierEnded()
        (ended.supplier, ended.circumstances) = (id, circumstances)
        return .supplierEnded(ended)
    }

    package static func check(_ body: SupplierFacts, before: SupplierFacts?) throws(Refusal) {
        guard body.name?.ka != nil || body.name?.en != nil else {
            throw Refusal.invalid("name", "required", "a supplier is registered with a name")
        }
    }

    static let described = Described(Self.self)
}
