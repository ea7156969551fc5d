import Foundation
import HTTP
import JSON
import TestSupport
import Testing

/// Documents that are begun, put aside and taken up: by another too, once.
@Suite struct `Documents put aside` {
    let house: House
    let owner: FormReader

    private static let new = "/goods-documents/new/delivery"

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        try #require(
            house.command(
                "PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi", "name": ["en": "Vake"]]
            ).status == 201)
        for id in ["milk", "bread"] {
            try #require(house.command("PUT", "products/\(id)", ["name": ["en": .string(id)]]).status == 201)
        }
        try house.settle()
    }

    private func person(_ name: String, _ rights: [String]) throws -> FormReader {
        let role: JSON = [
            "name": ["en": .string(name)], "reach": "every", "rights": .array(rights.map { .string($0) }),
        ]
        try #require(house.command("PUT", "roles/\(name)", role).status == 201)
        try house.settle()
        try house.accounts.addUser(name: name, password: "gia-gia-gia", language: "en", roles: [name])
        return FormReader(
            house: house, client: try Visitor.signedIn(name, "gia-gia-gia", port: house.gateway.port))
    }

    private func begun(_ filled: [String: String] = [:]) throws -> String {
        let lines = [
            "currency": "GEL", "lines-0-product": "milk", "lines-0-quantity": "12", "lines-0-cost": "24.00",
        ]
        #expect(
            try owner.done(
                "document-delivery", from: Self.new,
                ["act": "aside", "store": "S01"].merging(lines) { $1 }.merging(filled) { $1 })
                == "/drafts")
        let list = try owner.page("/drafts")
        return String(try #require(list.firstMatch(of: /href="(\/drafts\/[0-9a-f]+)"/)).output.1)
    }

    private func onHand(_ product: String) throws -> Int64? {
        try house.settle()
        return try house.get("/v1/stock?store=S01&product=\(product)").rows.first?["quantity"]?.int
    }

    @Test func `are listed, taken up with all that was typed, put aside again, and entered`() throws {
        #expect(try owner.page("/drafts").contains("Nothing is put aside"))
        let draft = try begun(["lines-1-product": "not yet known", "effective": "tomorrow"])
        #expect(try onHand("milk") == nil)
        #expect(try owner.page("/goods-documents").contains("Put aside: 1"))
        let list = try owner.page("/drafts")
        #expect(list.contains("Vake") && list.contains("nino"), "\(list)")
        // What cannot be read yet is there as it was typed.
        let page = try owner.page(draft)
        #expect(page.contains("You go on with what was put aside") && page.contains("not yet known"), "\(page)")
        #expect(page.contains("value=\"tomorrow\""))
        let fields = try owner.fields("document-delivery", of: page)
        let again = fields.merging([
            "act": "aside", "lines-1-product": "bread", "lines-1-quantity": "3", "lines-1-cost": "3",
        ]) { $1 }
        #expect(try owner.post("document-delivery", again).headers["Location"] == "/drafts")
        // The same one, not another.
        #expect(try owner.page("/drafts").matches(of: /href="\/drafts\/[0-9a-f]+"/).count == 1)
        // Refused it is a draft still.
        let refused = try owner.send("document-delivery", from: draft)
        #expect(refused.status == 422, "\(refused.text)")
        let done = try owner.done("document-delivery", from: draft, ["effective": ""])
        #expect(done.hasPrefix("/goods-documents/"), "\(done)")
        #expect(try onHand("milk") == 12_000)
        #expect(try onHand("bread") == 3_000)
        #expect(try owner.page("/drafts").contains("Nothing is put aside"))
        #expect(try owner.client.send("GET", draft).status == 404)
        // Like it.
        let copy = try owner.page("\(Self.new)?copy=\(done.split(separator: "/").last ?? "")")
        let copied = try owner.fields("document-delivery", of: copy)
        #expect(copied["lines-1-product"] == "bread" && copied["lines-1-quantity"] == "3", "\(copied)")
        #expect(copied["store"] == "S01" && copied["document"] == "")
    }

    @Test func `are entered once, though two have taken them up`() throws {
        let draft = try begun()
        let buyer = try person("buyer", ["stock.read", "cost.read", "catalogue.read", "goods.change"])
        let (hers, his) = (
            try owner.fields("document-delivery", of: owner.page(draft)),
            try buyer.fields("document-delivery", of: buyer.page(draft))
        )
        #expect(try buyer.post("document-delivery", his).status == 303)
        let late = try owner.post("document-delivery", hers)
        #expect(late.status == 409 && late.text.contains("sent or dropped meanwhile"), "\(late.text)")
        #expect(try onHand("milk") == 12_000)
        // Told so, she may enter it all the same.
        let page = late.text
        #expect(try owner.post("document-delivery", owner.fields("document-delivery", of: page)).status == 303)
        #expect(try onHand("milk") == 24_000)
    }

    @Test func `are nobody's who may not enter them, or does not see what things cost`() throws {
        let draft = try begun()
        for reader in [
            try person("looks", ["stock.read", "cost.read", "catalogue.read"]),
            try person("receives", ["stock.read", "catalogue.read", "goods.change"]),
        ] {
            #expect(try reader.client.send("GET", draft).status == 404)
            #expect(try !reader.page("/drafts").contains("/drafts/"))
            // Nor do they write over it: what they put aside is one of their own.
            _ = try reader.post(
                "document-delivery",
                ["act": "aside", "store": "S01", "draft": draft.replacing("/drafts/", with: "")])
            #expect(try owner.page(draft).contains("value=\"12\""))
            _ = try reader.client.send(
                "POST", draft, body: Array("token=form".utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded")])
        }
        #expect(try owner.page(draft).contains("You go on"))
        // Another site's button drops nothing; one's own does.
        for (token, count) in [("other", 1), ("form", 0)] {
            _ = try owner.client.send(
                "POST", draft, body: Array("token=\(token)".utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded")])
            #expect(
                try owner.page("/drafts").matches(of: /href="\/drafts\/[0-9a-f]+"/).filter { $0.output.contains(draft) }
                    .count == count)
        }
    }
}
