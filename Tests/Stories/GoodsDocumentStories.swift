import Events
import Foundation
import HTTP
import JSON
import Rules
import Services
import TestSupport
import Testing

/// Documents of goods as the office works with them: entered, found, corrected, taken back.
@Suite struct `Goods documents on pages` {
    let house: House
    let forms: FormReader

    init() throws {
        house = try House()
        forms = try FormReader(owner: house)
        for store in ["S01", "S02"] {
            try #require(
                house.command("PUT", "stores/\(store)", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        }
        try #require(
            house.command(
                "PUT", "products/milk", ["name": ["ka": "რძე", "en": "Milk"], "barcodes": ["4860001000012"]]
            ).status == 201)
        try #require(house.command("PUT", "products/bread", ["name": ["en": "Bread"]]).status == 201)
        try #require(house.command("PUT", "suppliers/mill", ["name": ["en": "Vake Mill"]]).status == 201)
        try #require(house.command("PUT", "employees/boss", ["name": "Boss"]).status == 201)
        try house.settle()
    }

    private func enter(_ kind: String, _ fields: [String: String]) throws -> String {
        try forms.done("document-\(kind)", from: "/goods-documents/new/\(kind)", fields)
    }

    private func onHand(_ product: String, at store: String = "S01") throws -> [Int64?] {
        try house.settle()
        let row = try house.get("/v1/stock?store=\(store)&product=\(product)").rows.first
        return [row?["quantity"]?.int, row?["value"]?.int]
    }

    private let delivery = [
        "store": "S01", "document": "A-17", "supplier": "Vake Mill", "currency": "GEL",
        "lines-0-product": "4860001000012", "lines-0-quantity": "2.5", "lines-0-cost": "10.00",
        "lines-1-product": "bread", "lines-1-quantity": "4", "lines-1-cost": "2,20",
    ]

    @Test func `a delivery is entered by barcode and name, listed, corrected and taken back`() throws {
        let place = try enter("delivery", delivery)
        #expect(place.hasPrefix("/goods-documents/"))
        #expect(try onHand("milk") == [2_500, 1_000])
        #expect(try onHand("bread") == [4_000, 220])
        let row = try #require(try house.get("/v1/goods_documents").rows.first)
        #expect(row["kind"] == "delivery" && row["number"] == "A-17" && row["supplier"] == "mill", "\(row.text)")
        #expect(row["lines"] == 2 && row["amount"] == 1_220 && row["status"] == "entered")
        for language in ["ka", "en"] {
            let list = try forms.client.send("GET", "/goods-documents?lang=\(language)").text
            #expect(list.contains("href=\"\(place)\"") && list.contains("A-17") && list.contains("Vake Mill"))
            let card = try forms.client.send("GET", "\(place)?lang=\(language)").text
            for text in ["A-17", "Vake Mill", "nino", language == "ka" ? "რძე" : "Milk"] {
                #expect(card.contains(text), "\(text)")
            }
        }
        // Corrected whole: what is in the form is what was said.
        let page = try forms.page("\(place)/correct")
        let form = try forms.fields("document-delivery-correct", of: page)
        for (name, value) in ["lines-0-product": "milk", "lines-0-quantity": "2.5", "lines-0-cost": "10.00"] {
            #expect(form[name] == value, "\(name): \(form[name] ?? "–")")
        }
        let refused = try forms.post("document-delivery-correct", form.merging(["lines-0-quantity": "3"]) { $1 })
        #expect(refused.status == 400 || refused.status == 422, "\(refused.status)")
        #expect(refused.text.contains("document-delivery-correct-reason-problem"), "a reason is needed")
        let fields = form.merging(["lines-0-quantity": "3", "reason": "miscounted", "key": "again"]) { $1 }
        let corrected = try forms.post("document-delivery-correct", fields)
        #expect(corrected.status == 303 && corrected.headers["Location"] == place, "\(corrected.text)")
        #expect(try onHand("milk") == [3_000, 1_000])
        let card = try forms.page(place)
        #expect(card.contains("Corrected") && card.contains("miscounted"))
        // Taken back, by somebody who may.
        let reversed = try forms.send(
            "document-delivery-reverse", from: place, ["reason": "of another shop"])
        #expect(reversed.status == 303 && reversed.headers["Location"] == place, "\(reversed.text)")
        #expect(try onHand("milk") == [nil, nil])
        let gone = try forms.page(place)
        #expect(gone.contains("Taken back") && !gone.contains("document-delivery-reverse\""))
        #expect(try forms.client.send("GET", "\(place)/correct").status == 403)
        #expect(try house.get("/v1/goods_documents?status=reversed&product=milk").rows.count == 1)
        try house.expectSameFromZero()
    }

    @Test func `freight is shared out over a delivery's lines, by what they cost or by quantity`() throws {
        let place = try enter("delivery", delivery)
        let freight = ["kind": "freight", "amount": "3.05", "document": "F-1", "basis": "value"]
        let done = try forms.done("landed-cost", from: place, freight)
        #expect(try forms.page(done).contains("F-1"))
        // 10.00 and 2.20 of 12.20: 2.50 and 0.55.
        #expect(try onHand("milk") == [2_500, 1_250])
        #expect(try onHand("bread") == [4_000, 275])
        _ = try forms.done("landed-cost", from: place, ["amount": "0.13", "basis": "quantity"])
        // 2.5 and 4 of 6.5: 0.05 and 0.08.
        #expect(try onHand("milk") == [2_500, 1_255])
        #expect(try onHand("bread") == [4_000, 283])
        try house.expectSameFromZero()
    }

    @Test func `goods that travel have a waybill, and what has none is listed`() throws {
        let waybill = [
            "waybill-number": "0912345678", "waybill-type": "withTransport", "waybill-status": "active",
            "waybill-vehicle": "AA123BB", "waybill-endAddress": "Vake 3", "waybill-beginsAt": "2026-03-02 09:30",
        ]
        let place = try forms.done(
            "document-delivery", from: "/goods-documents/new/delivery", delivery.merging(waybill) { $1 })
        _ = try forms.done(
            "document-delivery", from: "/goods-documents/new/delivery", delivery.merging(["document": "A-18"]) { $1 })
        let card = try forms.page(place)
        for text in ["Waybill number", "0912345678", "with transport", "AA123BB", "Vake 3"] {
            #expect(card.contains(text), "\(text): \(card)")
        }
        // It stays where the lines are corrected.
        let form = try forms.fields("document-delivery-correct", of: forms.page("\(place)/correct"))
        #expect(form["waybill-number"] == "0912345678" && form["waybill-type"] == "withTransport", "\(form)")
        #expect(form["waybill-beginsAt"] == "2026-03-02 09:30")
        let list = try forms.page("/goods-documents?lacks_waybill=true")
        #expect(list.contains("A-18") && !list.contains("A-17"), "\(list)")
        #expect(try house.get("/v1/goods_documents?lacks_waybill=true").rows.count == 1)
        #expect(try house.get("/v1/goods_documents?waybill=0912345678").rows.count == 1)
        try house.expectSameFromZero()
    }

    @Test func `what is wrong stands beside its field, and what was typed stays`() throws {
        let refused = try forms.send(
            "document-delivery", from: "/goods-documents/new/delivery",
            delivery.merging(["lines-1-product": "nothing such", "lines-0-quantity": "two"]) { $1 })
        #expect(refused.status >= 400 && refused.status < 500)
        #expect(refused.text.contains("document-delivery-lines-problem"), "\(refused.text)")
        // Rows that are empty keep their numbers.
        let gap = delivery.merging(["lines-4-product": "bread", "lines-4-quantity": "two", "lines-4-cost": "1"]) { $1 }
        let told = try forms.send("document-delivery", from: "/goods-documents/new/delivery", gap)
        #expect(told.text.contains("Line 5, Quantity: A number is written wrongly."), "\(told.text)")
        #expect(told.text.contains("name=\"lines-4-quantity\" aria-label=\"Quantity, 5\" aria-invalid=\"true\""))
        for text in ["nothing such", "two", "4860001000012", "A-17"] {
            #expect(refused.text.contains("value=\"\(text)\""), "\(text)")
        }
        #expect(try house.get("/v1/goods_documents").rows.isEmpty)
    }

    @Test func `rows are pasted from a spreadsheet, and looked at before they are saved`() throws {
        let pasted = "4860001000012\t2\t8.00\r\nBread\t10\t5.50\r\n"
        let asked = try forms.send(
            "document-delivery", from: "/goods-documents/new/delivery",
            [
                "store": "S01", "currency": "GEL", "paste": pasted, "lines-0-product": "bread", "lines-0-quantity": "1",
                "lines-0-cost": "1",
            ])
        #expect(asked.status == 200)
        #expect(try house.get("/v1/goods_documents").rows.isEmpty)
        let fields = try forms.fields("document-delivery", of: asked.text)
        #expect(fields["lines-1-product"] == "4860001000012" && fields["lines-2-cost"] == "5.50", "\(fields)")
        #expect(fields["paste"] == "" && fields["store"] == "S01")
        let done = try forms.post("document-delivery", fields)
        #expect(done.status == 303, "\(done.text)")
        #expect(try onHand("milk") == [2_000, 800])
        #expect(try onHand("bread") == [11_000, 650])
        // What is too much is told, and stays where it was pasted.
        let many = (0..<501).map { "bread\t\($0)\t1" }.joined(separator: "\n")
        let tooMany = try forms.send(
            "document-delivery", from: "/goods-documents/new/delivery", ["store": "S01", "paste": many])
        #expect(tooMany.status == 422 && tooMany.text.contains("A form has at most 500 rows"), "\(tooMany.status)")
        #expect(try forms.fields("document-delivery", of: tooMany.text)["paste"] == many)
        let most = many.split(separator: "\n").dropLast().joined(separator: "\n")
        let full = try forms.send(
            "document-delivery", from: "/goods-documents/new/delivery", ["store": "S01", "paste": most])
        #expect(full.status == 200)
        #expect(try forms.fields("document-delivery", of: full.text)["lines-499-quantity"] == "499")
        // With headings, in whatever order.
        let headed = try forms.send(
            "document-delivery", from: "/goods-documents/new/delivery",
            ["store": "S01", "paste": "Cost\tNote\tProduct\tQuantity\n3.00\tfresh\tmilk\t1"])
        let rows = try forms.fields("document-delivery", of: headed.text)
        #expect(rows["lines-0-product"] == "milk" && rows["lines-0-quantity"] == "1" && rows["lines-0-cost"] == "3.00")
    }

    @Test func `every kind that people enter is entered, and changes the stock`() throws {
        _ = try enter("delivery", delivery)
        let sent = try enter(
            "transfer", ["store": "S01", "to": "S02", "lines-0-product": "milk", "lines-0-quantity": "1"])
        #expect(try onHand("milk") == [1_500, 600])
        let counted = try enter("stocktake", ["store": "S01", "lines-0-product": "milk", "lines-0-quantity": "1.4"])
        #expect(try onHand("milk").first == 1_400)
        let off = try enter(
            "writeOff",
            [
                "store": "S01", "kind": "damage", "lines-0-product": "Bread", "lines-0-quantity": "1",
                "lines-0-reason": "wet",
            ])
        #expect(try onHand("bread").first == 3_000)
        let back = try enter(
            "vendorReturn",
            [
                "store": "S01", "currency": "GEL", "supplier": "mill", "lines-0-product": "bread",
                "lines-0-quantity": "1", "lines-0-credit": "0.55",
            ])
        #expect(try onHand("bread").first == 2_000)
        let valued = try enter(
            "revaluation", ["store": "S01", "currency": "GEL", "lines-0-product": "bread", "lines-0-cost": "1.00"])
        #expect(try onHand("bread") == [2_000, 200])
        for place in [sent, counted, off, back, valued] { #expect(try forms.client.send("GET", place).status == 200) }
        #expect(try house.get("/v1/goods_documents?group=kind").rows.count == 6)
        let entered = Set(GoodsDocumentKind.all.filter(\.isEntered).map(\.name))
        #expect(entered == ["delivery", "transfer", "stocktake", "writeOff", "vendorReturn", "revaluation"])
        try house.expectSameFromZero()
    }

    @Test func `a transfer of 20 arrives as 18, and what is missing is told`() throws {
        _ = try enter("delivery", delivery.merging(["lines-0-quantity": "30"]) { $1 })
        let place = try enter(
            "transfer", ["store": "S01", "to": "S02", "lines-0-product": "milk", "lines-0-quantity": "20"])
        let arrival = try forms.fields("transfer-arrival", of: forms.page(place))
        #expect(arrival["lines-0-product"] == "milk" && arrival["lines-0-quantity"] == "20", "\(arrival)")
        let came = try forms.post("transfer-arrival", arrival.merging(["lines-0-quantity": "18"]) { $1 })
        #expect(came.status == 303 && came.headers["Location"] == place, "\(came.text)")
        #expect(try onHand("milk", at: "S02").first == 18_000)
        let missing = try forms.send(
            "transfer-discrepancy", from: place,
            [
                "lines-0-product": "milk", "lines-0-quantity": "2", "lines-0-kind": "missing",
                "lines-0-dispatchLine": "1",
            ])
        #expect(missing.status == 303, "\(missing.text)")
        let row = try #require(try house.get("/v1/transfers").rows.first)
        #expect(row["received"] == 18_000 && row["missing"] == 2_000 && row["in_transit"] == 0, "\(row.text)")
        // Nothing is on its way any more, so nothing more is asked.
        #expect(try !forms.page(place).contains("transfer-arrival"))
        try house.expectSameFromZero()
    }

    @Test func `who sees no costs sees documents without them, and corrects none that has some`() throws {
        let mine = try enter("delivery", delivery)
        let theirs = try enter("delivery", delivery.merging(["store": "S02", "document": "B-1"]) { $1 })
        let role: JSON = ["name": ["en": "Stock"], "rights": ["stock.read", "catalogue.read", "goods.change"]]
        try #require(house.command("PUT", "roles/stock", role).status == 201)
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", roles: ["stock"])
        let gia = FormReader(house: house, client: try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port))
        let list = try gia.page("/goods-documents")
        #expect(list.contains(mine) && list.contains(theirs) && !list.contains("12.20"))
        let card = try gia.page(mine)
        #expect(card.contains("A-17") && !card.contains("10.00"))
        // A correction shows what it corrects.
        #expect(try gia.client.send("GET", "\(mine)/correct").status == 403)
        try house.accounts.addUser(name: "eka", password: "eka-eka-eka", language: "en", role: .marketing)
        let eka = try Visitor.signedIn("eka", "eka-eka-eka", port: house.gateway.port)
        #expect(try eka.send("GET", "/goods-documents/new/delivery").status == 403)
    }
}
