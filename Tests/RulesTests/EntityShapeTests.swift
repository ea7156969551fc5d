import Events
import Testing

@testable import Rules

@Suite struct `What an entity is declared to be` {
    @Test func `every field of its fact has a label in both languages`() {
        for shape in EntityShapes.all {
            for field in shape.fields {
                #expect(field.title.ka != field.path && field.title.en != field.path, "\(shape.name).\(field.path)")
                #expect(field.title.ka.unicodeScalars.contains { (0x10D0...0x10FF).contains($0.value) })
                guard case .choice(let words) = field.kind else { continue }
                #expect(Set(words) == Set(field.choiceTitles.keys), "\(shape.name).\(field.path)")
            }
        }
    }

    @Test func `a supplier has what its fact says, and what may be cleared is a field`() {
        let paths = EntityShape.supplier.fields.map(\.path)
        #expect(Set(paths) == Set(SupplierFacts.clearable))
        #expect(EntityShape.supplier.field("minimumOrder")?.kind == .money)
        #expect(EntityShape.supplier.field("status")?.kind == .choice(["active", "inactive"]))
        #expect(EntityShape.supplier.field("currency")?.kind == .currency)
    }

    @Test func `the entities have names and addresses of their own`() {
        #expect(Set(EntityShapes.all.map(\.name)).count == EntityShapes.all.count)
        #expect(Set(EntityShapes.all.map(\.path)).count == EntityShapes.all.count)
    }
}
