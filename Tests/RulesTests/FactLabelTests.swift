import Events
import Testing

@testable import Rules

@Suite struct `What facts and their members are called` {
    /// A member of a type of fact, however deep it stands.
    struct Place {
        let subject: String
        let member: MemberShape
        var path: String { member.path }
    }

    static let places =
        FactType.all.flatMap { all(FactShape($0).members, of: FactShape.label(of: $0.name)) }
        + all(MemberShape.all(of: Person.self, Person.subject), of: Person.subject)

    private static func all(_ members: [MemberShape], of subject: String) -> [Place] {
        members.flatMap { member -> [Place] in
            let inside: [Place] =
                switch member.kind {
                case .part(let members), .lines(let members): all(members, of: subject)
                default: []
                }
            return [Place(subject: subject, member: member)] + inside
        }
    }

    /// The words that a member chooses from, or that the house knows of it, as labels have them.
    static let words = places.flatMap { place -> [(subject: String, path: String)] in
        guard case .value(let field) = place.member.kind else { return [] }
        let words: [String] =
            if case .choice(let words) = field.kind { words } else {
                KnownWords.table[place.subject, place.path] ?? []
            }
        return words.map { (place.subject, "\(place.path).\($0)") }
    }

    @Test(arguments: [FactLabels.types, FactLabels.members, FactLabels.words])
    func `every label is read, once, and is in two languages`(labels: Labels) throws {
        #expect(labels.titles.names.count == labels.lines.count)
        for line in labels.lines {
            let name = try #require(Columns(line).all.first)
            let title = try #require(labels.titles[name], "\(line)")
            let isFormula = title.ka.hasPrefix("SHA-256")
            #expect(isFormula || title.ka.unicodeScalars.contains { Self.georgian.contains($0.value) }, "\(line)")
            #expect(title.en.unicodeScalars.contains { (0x41...0x7A).contains($0.value) }, "\(line)")
            #expect(!title.en.unicodeScalars.contains { Self.georgian.contains($0.value) }, "\(line)")
        }
    }

    private static let georgian = UInt32(0x10D0)...0x10FF

    @Test func `every type has one, and no label is of no type`() {
        #expect(FactLabels.types.titles.names == Set(FactType.all.map { FactShape.label(of: $0.name) }))
    }

    @Test func `every member of every fact has one, and no label is of nothing`() {
        var used: Set<String> = []
        for place in Self.places {
            let name = FactLabels.members.titles.name(place.subject, place.path)
            #expect(name != nil, "\(place.subject):\(place.path)")
            used.formUnion([name].compactMap(\.self))
        }
        #expect(FactLabels.members.titles.names.subtracting(used).sorted() == [])
    }

    @Test func `every word of every choice has one, and no label is of nothing`() {
        var used: Set<String> = []
        for word in Self.words {
            let name = FactLabels.words.titles.name(word.subject, word.path)
            #expect(name != nil, "\(word.subject):\(word.path)")
            used.formUnion([name].compactMap(\.self))
        }
        #expect(FactLabels.words.titles.names.subtracting(used).sorted() == [])
    }

    @Test func `what is known of references and words is of members that there are`() {
        func used<Value>(_ table: PathTable<Value>) -> Set<String> {
            Set(Self.places.compactMap { table.name($0.subject, $0.path) })
        }
        #expect(FactReferences.table.names.subtracting(used(FactReferences.table)).sorted() == [])
        #expect(FactReferences.text.split(separator: "\n").count == FactReferences.table.names.count)
        #expect(KnownWords.table.names.subtracting(used(KnownWords.table)).sorted() == [])
        for place in Self.places where FactReferences.table[place.subject, place.path] != nil {
            guard case .value(let field) = place.member.kind else { continue }
            switch field.kind {
            // What a receipt says of a tax is an amount, of an own field's entity a name.
            case .reference, .references, .right, .rights, .money, .flag: break
            default: Issue.record("\(place.subject):\(place.path) is \(field.kind)")
            }
        }
    }

    @Test func `a member is called by the longest end of its path, first by its own facts' name`() {
        let table = PathTable([("a", 1), ("b.a", 2), ("s:a", 3), ("s:b.a", 4), ("t:c.b.a", 5), ("s.t:a", 6)])
        #expect(table["x", "a"] == 1 && table["x", "q.a"] == 1)
        #expect(table["x", "b.a"] == 2 && table["x", "q.b.a"] == 2)
        #expect(table["s", "a"] == 3 && table["s", "q.a"] == 3)
        #expect(table["s", "c.b.a"] == 4 && table["t", "c.b.a"] == 5)
        #expect(table["s.t", "q.a"] == 6 && table["s.u", "q.a"] == 3 && table["s.t", "b.a"] == 4)
        #expect(table["x", "ba"] == nil)
    }

    @Test func `what is sealed says so, and circumstances are called the same in all facts`() throws {
        let shape = try #require(FactShape(named: "customer.registered.v1"))
        let sealed = try #require(shape.members.first { $0.name == "sealed" })
        guard case .sealed = sealed.kind else { throw Unexpected() }
        #expect(sealed.title == Title(ka: "პირადი მონაცემები, დალუქული", en: "Personal data, sealed"))
        #expect(shape.members.first { $0.name == "approver" }?.title.en == "Approved by")
        #expect(FactShape(named: "receipt.completed.v99") == nil)
    }

    @Test func `a field of an entity is called as in its facts`() throws {
        let shape = try #require(FactShape(named: "supplier.changed.v1"))
        let days = try #require(shape.members.first { $0.name == "paymentDays" })
        #expect(EntityShape.supplier.field("paymentDays")?.title == days.title)
        #expect(days.title.ka == "გადახდის ვადა (დღე)")
    }

    private struct Unexpected: Error {}
}
