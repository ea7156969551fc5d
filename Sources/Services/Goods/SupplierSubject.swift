import Events

/// Who delivers goods: everything when registered, afterwards what changed.
package enum SupplierSubject: Subject {
    package static let kind = "supplier"
    package static let isPartial = true

    package static func told(_ fact: Fact) -> Told<SupplierFacts>? {
        switch fact {
        case .supplierRegistered(let facts), .supplierChanged(let facts): .said(id: facts.supplier, facts)
        default: nil
        }
    }

    package static func fact(_ body: SupplierFacts, isNew: Bool) -> Fact {
        isNew ? .supplierRegistered(body) : .supplierChanged(body)
    }

    package static func check(_ body: SupplierFacts, before: SupplierFacts?) throws(Refusal) {
        guard body.name?.ka != nil || body.name?.en != nil else {
            throw Refusal.invalid("name", "required", "a supplier is registered with a name")
        }
    }

    static let actions = SubjectActions.all("suppliers/{supplier}", .goods, SupplierSubject.self)
}
