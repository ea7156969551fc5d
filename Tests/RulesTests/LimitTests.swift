import Events
import Testing

@testable import Rules

/// How far somebody goes without somebody else's approval.
@Suite struct `A limit of a role` {
    private func role(_ words: [String], _ reach: Reach = .every, _ limits: [(String, Int64?, Int64?)]) throws -> Grants
    {
        Grants(
            try Rights(words: words), reach,
            limits: limits.map { right, percent, amount in
                var limit = RoleLimit()
                (limit.right, limit.percent, limit.amount) = (right, percent, amount)
                if amount != nil { limit.currency = "GEL" }
                return limit
            })
    }

    private func person(_ grants: Grants..., shops: [String] = []) -> Principal {
        .person("gia", role: "careful", .union(grants), shops: shops)
    }

    private let goods = Right.change(.goods)

    @Test func `lets pass what it measures, up to it, and nothing else`() throws {
        let limit = try #require(
            person(role(["goods.*"], .every, [("goods.change", 100_000, 500)])).limit(of: goods, at: .chain))
        #expect(limit.permits(.percent(100_000)) && !limit.permits(.percent(100_001)))
        #expect(limit.permits(.money(500, currency: "GEL")) && !limit.permits(.money(501, currency: "GEL")))
        #expect(!limit.permits(.money(1, currency: "USD")) && !limit.permits(.unknown))
        let percent = Limit(percent: 100_000)
        #expect(!percent.permits(.money(1, currency: "GEL")))
        #expect(!Limit().permits(.percent(0)))
    }

    @Test func `of several in a role the strictest holds, of several roles the widest`() throws {
        let strict = try role(["goods.change"], .every, [("goods.change", nil, 500), ("*", nil, 200)])
        let wide = try role(["goods.change"], .every, [("goods.change", nil, 900)])
        let free = try role(["goods.change"], .every, [])
        let other = try role(["money.change"], .every, [])
        #expect(person(strict).limit(of: goods, at: .chain) == Limit(amounts: ["GEL": 200]))
        #expect(person(strict, wide).limit(of: goods, at: .chain) == Limit(amounts: ["GEL": 900]))
        #expect(person(strict, other).limit(of: goods, at: .chain) == Limit(amounts: ["GEL": 200]))
        #expect(person(strict, free).limit(of: goods, at: .chain) == nil)
        #expect(!person(free, other).isLimited)
    }

    @Test func `a role of one’s own shops lifts no limit elsewhere`() throws {
        let strict = try role(["goods.change"], .every, [("goods.change", nil, 500)])
        let near = try role(["goods.change"], .own, [])
        let who = person(strict, near, shops: ["S01"])
        #expect(who.limit(of: goods, at: Place("S01")) == nil)
        #expect(who.limit(of: goods, at: Place("S02")) == Limit(amounts: ["GEL": 500]))
    }

    @Test func `a limit on an area is one on what belongs to it`() throws {
        let who = person(try role(["catalogue.change"], .every, [("catalogue.change", 50_000, nil)]))
        #expect(who.limit(of: .act(entity: "discountRule", .change), at: .chain) == Limit(percent: 50_000))
    }

    @Test func `who is limited gives no wider leave`() throws {
        let who = person(try role(["goods.change", "staff.change"], .every, [("goods.change", nil, 500)]))
        #expect(!who.mayGive(try role(["goods.change"], .every, [])))
        #expect(!who.mayGive(try role(["goods.change"], .every, [("goods.change", nil, 501)])))
        #expect(who.mayGive(try role(["goods.change"], .every, [("goods.change", nil, 500)])))
        #expect(who.mayGive(try role(["staff.change"], .every, [])))
    }
}

/// What roles leave out of entries, of several together.
@Suite struct `What several roles leave out` {
    private func narrowing(_ hidden: [String], read: [String] = [], entries: [RoleEntries] = []) -> Narrowing {
        let fields = (hidden.map { ($0, "hidden") } + read.map { ($0, "read") }).map { place, access in
            var field = RoleField()
            (field.field, field.access) = (place, access)
            return field
        }
        return Narrowing(fields, entries)
    }

    private func role(_ words: [String], _ narrowing: Narrowing, _ reach: Reach = .every) throws -> Grants {
        Grants(try Rights(words: words), reach, narrowing: narrowing)
    }

    private func person(_ grants: Grants..., shops: [String] = []) -> Principal {
        .person("gia", role: "narrow", .union(grants), shops: shops)
    }

    @Test func `is what each of them leaves out, of what stands in a field as of the field`() throws {
        let all = narrowing(["employee.personalFields", "supplier.address"], read: ["supplier.currency"])
        let some = narrowing(["employee.personalFields.wage", "supplier.currency"], read: ["supplier.address"])
        let both = person(try role(["*.read"], all), try role(["*.read"], some)).leftOut
        #expect(both.hides("employee.personalFields.wage") && !both.hides("employee.personalFields.size"))
        #expect(!both.hides("supplier.address") && both.fixes("supplier.address"))
        #expect(!both.hides("supplier.currency") && both.fixes("supplier.currency"))
        #expect(!both.hides("employee.personalFieldsOther"))
        #expect(
            person(try role(["*.read"], all), try role(["stock.read"], .none)).leftOut.hides(
                "employee.personalFields.x"))
        #expect(
            !person(try role(["*.read"], all), try role(["books.read"], .none)).leftOut.hides(
                "employee.personalFields.x"))
    }

    @Test func `entries are reached by any of them, and by what a role says of them together`() throws {
        func said(_ field: String?, _ values: [String], own: String? = nil) -> RoleEntries {
            var said = RoleEntries()
            (said.field, said.values, said.own) = (field, values, own)
            return said
        }
        let one = narrowing([], entries: [said("supplier.address", ["a", "b"]), said(nil, [], own: "supplier")])
        let other = narrowing([], entries: [said("supplier.currency", ["USD"])])
        let alone = try #require(person(try role(["*.read"], one)).leftOut.entries["supplier"])
        let two = try #require(
            person(try role(["*.read"], one), try role(["*.read"], other)).leftOut.entries["supplier"])
        for (address, currency, author, byOne, byBoth) in [
            ("a", "GEL", "user:gia", true, true), ("a", "GEL", "user:nino", false, false),
            ("c", "GEL", "user:gia", false, false), ("c", "USD", "user:nino", false, true),
        ] {
            let members = FactMembers(["address": .string(address), "currency": .string(currency)])
            #expect(alone.hold(members) { author } == byOne, "\(address) \(currency) \(author)")
            #expect(two.hold(members) { author } == byBoth, "\(address) \(currency) \(author)")
        }
        #expect(person(try role(["*.read"], one), try role(["*.read"], .none)).leftOut.entries.isEmpty)
    }

    @Test func `whose rights reach their own shops reaches the staff of these`() throws {
        let manager = person(try role(["*.read"], .none, .own), shops: ["S01"])
        let staff = try #require(manager.leftOut.entries["employee"])
        #expect(staff.hold(FactMembers(["stores": ["S02", "S01"]])) { nil })
        #expect(!staff.hold(FactMembers(["stores": ["S02"]])) { nil })
        #expect(person(try role(["*.read"], .none, .own), try role(["*.read"], .none)).leftOut.isNone)
    }
}
