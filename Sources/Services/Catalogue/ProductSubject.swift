import Events
import Rules

/// A product as facts say it: everything when it is listed, afterwards what changed.
package enum ProductSubject: Subject {
    package static var shape: EntityShape { .product }

    package static func told(_ fact: Fact) -> Told<ProductFacts>? { fact.toldOfProduct }

    package static func fact(_ body: ProductFacts, isNew: Bool) -> Fact {
        isNew ? .productListed(body) : .productChanged(body)
    }
}

extension SubjectState where S == ProductSubject {
    /// All that was said, whenever it takes effect; nil: not listed.
    package var latest: ProductFacts? { said(at: .endOfTime) }

    package var isListed: Bool { isKnown }
    package var kind: String { latest?.kind ?? "goods" }
    package var isDiscontinued: Bool { latest?.isDiscontinued ?? false }
}

extension ProductFacts {
    package var isDiscontinued: Bool { status == "discontinued" }
}
