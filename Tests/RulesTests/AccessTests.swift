import Events
import Testing

@testable import Rules

@Suite struct `The vocabulary of rights` {
    @Test func `every right has a word of its own, by which it is given alone`() throws {
        #expect(Set(Right.all.map(\.description)).count == Right.all.count)
        for right in Right.all {
            let rights = try Rights(words: [right.description])
            #expect(rights.holds(right))
            for other in Right.all where other != right {
                #expect(rights.holds(other) == (other.wider == right), "\(right) gives \(other)")
            }
        }
    }

    @Test func `a wildcard means every word that it fits, and nothing else`() throws {
        let readers = try Rights(words: ["*.read"])
        for right in Right.all { #expect(readers.holds(right) == (right.verb == "read"), "\(right)") }
        let goods = try Rights(words: ["goods.*"])
        for right in Right.all {
            #expect(goods.holds(right) == (right.subject == "goods" || right.wider == .change(.goods)), "\(right)")
        }
        #expect(try Rights(words: ["*"]) == .all)
        #expect(Right.all.allSatisfy { Rights.all.holds($0) && !Rights.none.holds($0) })
    }

    @Test func `a word that is no right is refused with the nearest that is`() {
        #expect(throws: UnknownRight("suplier.end")) { try Rights(words: ["*.read", "suplier.end"]) }
        #expect(UnknownRight("suplier.end").nearest == "supplier.end")
        #expect(UnknownRight("qqqqqq.zz").nearest == nil)
        for word in ["", "read", ".read", "*.", "sales.read.more", "*.*.*", "sales", "goods.end"] {
            #expect(throws: UnknownRight.self, "\(word)") { try Rights(words: [word]) }
        }
    }

    @Test func `who may change what belongs to goods may change suppliers, and not the other way round`() throws {
        #expect(try Rights(words: ["goods.change"]).holds(.act(entity: "supplier", .end)))
        let suppliers = try Rights(words: ["supplier.*"])
        #expect(suppliers.holds(.act(entity: "supplier", .change)) && !suppliers.holds(.change(.goods)))
        #expect(suppliers.decides && suppliers.areas.isEmpty)
    }

    @Test func `rights never take one from another: more words give more`() throws {
        var random = SplitMix(state: 17)
        let words = Right.all.map(\.description) + ["*.read", "*.change", "goods.*", "*.say"]
        for _ in 1...200 {
            let few = (0..<Int.random(in: 0...4, using: &random)).map { _ in words.randomElement(using: &random)! }
            let more = few + [words.randomElement(using: &random)!]
            let (small, large) = (try Rights(words: few), try Rights(words: more))
            for right in Right.all where small.holds(right) { #expect(large.holds(right), "\(few) \(more) \(right)") }
            #expect(try Rights(words: few.shuffled(using: &random)) == small)
        }
    }
}

@Suite struct `Delivered roles` {
    @Test(arguments: DeliveredRole.allCases)
    func `are made of words that there are`(_ role: DeliveredRole) throws {
        #expect(try Rights(words: role.words) == role.rights)
        #expect(role.rights != .none)
    }

    @Test func `let nobody but the owner write into the log, and the auditor change nothing`() {
        for role in DeliveredRole.allCases where role != .owner {
            #expect(!Right.allSayings.contains { role.rights.holds($0) }, "\(role)")
        }
        #expect(!DeliveredRole.auditor.rights.decides)
        #expect(DeliveredRole.auditor.rights.scopes == Scope.allCases)
        #expect(DeliveredRole.owner.rights == .all)
    }
}

@Suite struct `What a principal may` {
    /// One of every kind, each of shop S01 where it may be held to a shop.
    static let everyone: [Principal] =
        [
            .till("token:t", stores: ["S01"], writers: ["S01-T1"]),
            .office("token:o", stores: [], writers: ["desk"], areas: nil),
            .office("token:g", stores: ["S01"], writers: ["desk"], areas: [.goods]),
            .import("token:i", stores: [], writers: ["*"]),
            .client("token:a", stores: ["S01"], scopes: [.sales]), .terminal("root"),
        ] + DeliveredRole.allCases.map { .person("nino", $0, shops: ["S01"]) }

    static let types = FactType.all.map(\.name) + ["till.danced.v7", "customer.moved.v9", "goods.received.v9"]
    static let places: [Place] = [.chain, Place("S01"), Place("S02")]
    static let writers = ["S01-T1", "S01-T2", "desk", Envelope.officePrefix + "x"]

    @Test func `nobody writes as the office's own desk, nor does who has no book write anything`() {
        for who in Self.everyone {
            for type in Self.types {
                for place in Self.places {
                    #expect(who.refusal(writing: type, as: Envelope.officePrefix + "x", at: place) != nil)
                    guard !who.isAuthor else { continue }
                    for writer in Self.writers { #expect(who.refusal(writing: type, as: writer, at: place) != nil) }
                }
            }
        }
    }

    @Test func `a till writes what tills author, in its own book and shop`() {
        let till = Self.everyone[0]
        for type in Self.types {
            let isTills = FactType.byName[type].map { $0.author == .till } ?? !type.hasPrefix("customer.")
            #expect((till.refusal(writing: type, as: "S01-T1", at: Place("S01")) == nil) == isTills, "\(type)")
            #expect(till.refusal(writing: type, as: "S01-T1", at: Place("S02")) == .place)
            #expect(till.refusal(writing: type, as: "S01-T1", at: .chain) == .place)
            #expect(till.refusal(writing: type, as: "S01-T2", at: Place("S01")) == .writer)
        }
    }

    @Test func `what an office may have decided it may also say, and nothing else`() {
        for areas in Area.allCases.map({ Set([$0]) }) + [Set(Area.allCases), []] {
            let office = Principal.office("token:o", stores: [], writers: ["desk"], areas: areas)
            for type in Self.types {
                let isSaid = office.refusal(writing: type, as: "desk", at: .chain) == nil
                let area = Area(ofFact: type)
                let isDone = area.map {
                    office.refusal(doing: .change($0), at: .chain, isForTills: false) == nil
                }
                // What a role gives is looked at when it is commanded, and not when it is said.
                let isGiving = type.hasPrefix("role.")
                // What the office did about entering is known to itself alone.
                let isOfOffice = ["signIn.", "token.", "access.", "approval.", "employee.pin"].contains {
                    type.hasPrefix($0)
                }
                #expect(
                    isSaid == (isDone ?? false && !isGiving && !isOfOffice) || Area.ofAnyone.contains(type),
                    "\(type) \(areas)")
            }
        }
    }

    @Test func `who has rights by places has them at these and nowhere else`() {
        let office = Self.everyone[2]
        for place in Self.places {
            let refusal = office.refusal(doing: .change(.goods), at: place, isForTills: false)
            #expect(refusal == (place == Place("S01") ? nil : .place(place)))
            #expect((office.refusal(writingAs: "desk", at: place) == nil) == (place == Place("S01")))
        }
        #expect(office.refusal(doing: .change(.money), at: Place("S01"), isForTills: true) == .right(.change(.money)))
    }

    @Test func `a shop that only looks like the token's is another shop`() {
        let till = Principal.till("token:t", stores: ["caf\u{e9}"], writers: ["T1"])
        #expect(till.refusal(writingAs: "T1", at: Place("cafe\u{301}")) == .place)
        #expect(till.refusal(doing: .change(.money), at: Place("cafe\u{301}"), isForTills: true) != nil)
        let client = Principal.client("token:a", stores: ["caf\u{e9}"], scopes: [.books])
        #expect(client.sight(to: .read(.books))?.sees(store: "cafe\u{301}") == false)
    }

    @Test func `a till asks for what is a till's in its shop or of the chain, and sees no figure`() {
        let till = Self.everyone[0]
        for area in Area.allCases {
            #expect(till.refusal(doing: .change(area), at: Place("S01"), isForTills: true) == nil)
            #expect(till.refusal(doing: .change(area), at: .chain, isForTills: true) == nil)
            #expect(till.refusal(doing: .change(area), at: Place("S02"), isForTills: true) == .place(Place("S02")))
            #expect(till.refusal(doing: .change(area), at: Place("S01"), isForTills: false) == .nothing)
        }
        for right in Right.all where right.verb == "read" { #expect(till.sight(to: right) == nil, "\(right)") }
        #expect(till.sight(ofBook: "S01-T1", at: Place("S01"))?.sees(store: "S01") == true)
        #expect(till.sight(ofBook: "S01-T2", at: Place("S01")) == nil)
        #expect(till.sight(ofBook: "S01-T1", at: .chain) == nil)
    }

    @Test func `nobody sees more by one question than by another`() {
        for who in Self.everyone {
            let held = Set(who.rights.scopes)
            for right in Right.all {
                let sight = who.sight(to: right)
                #expect((sight != nil) == who.rights.holds(right))
                if let sight { #expect(sight.scopes == held && sight.stores == (who.bounds?.shops ?? who.sees)) }
            }
        }
    }

    /// VECTORS K 127, 128: the right to a kind of column, and to shops, is the reader's and not the question's.
    @Test func `a buyer without cost sees no cost, and a client of one shop its shop, whatever is asked`() throws {
        let sales = Principal.client("token:a", stores: ["S1"], scopes: [.sales])
        let sight = try #require(sales.sight(to: .read(.sales)))
        #expect(!sight.scopes.contains(.cost) && sight.sees(store: "S1"))
        #expect(!sight.sees(store: "S2") && !sight.sees(store: nil))
        #expect(sales.sight(to: .read(.stock)) == nil && sales.sight(to: .readIdentity) == nil)
    }

    @Test func `rights of one's own shops reach them, and of the chain its customers and what a till may`() {
        let manager = Principal.person("nino", .shopManager, shops: ["S01"])
        func refusal(_ right: Right, _ place: Place, isForTills: Bool = false) -> DoingRefusal? {
            manager.refusal(doing: right, at: place, isForTills: isForTills)
        }
        #expect(refusal(.change(.goods), Place("S01")) == nil)
        #expect(refusal(.change(.goods), Place("S02")) == .place(Place("S02")))
        #expect(refusal(.change(.goods), .chain) == .place(.chain))
        #expect(refusal(.change(.selling), .chain, isForTills: true) == nil)
        #expect(refusal(.act(entity: "customer", .change), .chain) == nil)
        #expect(refusal(.change(.money), Place("S01")) == .right(.change(.money)))
        let sight = manager.sight(to: .read(.stock))
        #expect(sight?.stores == ["S01"] && sight?.entries == true)
        // Who gives rights has them in every shop.
        #expect(!manager.mayGive(DeliveredRole.cashier.grants))
        #expect(Principal.person("ana", .owner).mayGive(DeliveredRole.cashier.grants))
        #expect(Principal.person("nino", .shopManager).sight(to: .read(.stock))?.stores == [])
    }

    @Test func `of two roles each right reaches as far as the farther`() throws {
        let far = Grants(try Rights(words: ["stock.read", "goods.change"]), .every)
        let near = Grants(try Rights(words: ["stock.read", "cost.read", "sales.read", "money.change"]), .own)
        let both = Principal.person("nino", role: "both", .union([far, near]), shops: ["S01"])
        #expect(both.sight(to: .read(.stock)) == Sight(stores: nil, scopes: [.stock]))
        #expect(
            both.sight(to: .read(.sales)) == Sight(stores: ["S01"], scopes: [.stock, .cost, .sales], entries: true))
        #expect(both.refusal(doing: .change(.goods), at: Place("S02"), isForTills: false) == nil)
        #expect(both.refusal(doing: .change(.money), at: Place("S01"), isForTills: false) == nil)
        #expect(both.refusal(doing: .change(.money), at: Place("S02"), isForTills: false) == .place(Place("S02")))
    }

    /// VECTORS K 129: no whole fact without the right to all of it.
    @Test func `a fact is told whole to who may see all of it`() {
        for scopes in [[], [Scope.personal], [.cost], [.cost, .personal]] as [[Scope]] {
            let sight = Sight(stores: nil, scopes: Set(scopes))
            #expect(sight.missing(for: .receipt).isEmpty == scopes.contains(.personal))
            #expect(sight.missing(for: .any).isEmpty == (scopes.count == 2))
        }
    }
}
