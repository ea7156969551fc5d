import Events
import Foundation
import HTTP
import JSON
import TestSupport
import Testing

/// Orders to suppliers, customers' orders and payments as the office works with them.
@Suite struct `Orders and payments on pages` {
    let house: House
    let forms: FormReader

    init() throws {
        house = try House()
        forms = try FormReader(owner: house)
        for (address, body) in Self.known { try #require(house.command("PUT", address, body).status == 201) }
        try house.settle()
    }

    private static let known: [(String, JSON)] = [
        ("stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]),
        ("products/milk", ["name": ["ka": "რძე", "en": "Milk"], "barcodes": ["4860001000012"]]),
        ("products/bread", ["name": ["en": "Bread"]]), ("suppliers/mill", ["name": ["en": "Vake Mill"]]),
        ("customers/the-customer", ["name": "Eka Eristavi", "phone": "+995 599 123456"]),
        ("employees/boss", ["name": "Boss"]),
        (
            "stores/S01/deliveries/first",
            ["currency": "GEL", "lines": [["line": 1, "product": "milk", "quantity": 5_000, "cost": 1_000]]]
        ),
    ]

    private func row(_ report: String) throws -> JSON {
        try house.settle()
        return try #require(try house.get("/v1/\(report)").rows.first)
    }

    private let purchase = [
        "store": "S01", "number": "PO-7", "supplier": "Vake Mill", "currency": "GEL", "expectedOn": "2026-12-24",
        "lines-0-product": "4860001000012", "lines-0-quantity": "2.5", "lines-0-cost": "10.00",
        "lines-2-product": "bread", "lines-2-quantity": "4", "lines-2-cost": "2,20",
    ]

    @Test
    func `what was promised for tomorrow, and reminders that are due, stand on the overview; a copy is like the order`()
        throws
    {
        func overview() throws -> String { try forms.page("/") }
        let today = Zone.home.day(of: .now)
        func day(_ days: Int32) -> String { CalendarDay(daysSince1970: today.daysSince1970 + days).description }
        let order = [
            "store": "S01", "currency": "GEL", "lines-0-product": "milk", "lines-0-quantity": "2",
            "lines-0-gross": "8.00",
        ]
        _ = try forms.done("new-orders", from: "/orders/new", order.merging(["promisedFor": day(2)]) { $1 })
        try #require(house.command("PUT", "reminders/later", ["dueAt": .string(day(1))]).status == 201)
        #expect(try !overview().contains("promised by tomorrow") && !overview().contains("reminders are due"))
        let place = try forms.done("new-orders", from: "/orders/new", order.merging(["promisedFor": day(1)]) { $1 })
        try #require(house.command("PUT", "reminders/due", ["dueAt": .string(day(0))]).status == 201)
        let seen = try overview()
        #expect(seen.contains("orders are promised by tomorrow") && seen.contains("reminders are due"), "\(seen)")
        let copy = try forms.fields(
            "new-orders", of: forms.page("/orders/new?copy=\(place.split(separator: "/").last ?? "")"))
        #expect(
            copy["lines-0-product"] == "milk" && copy["lines-0-quantity"] == "2" && copy["store"] == "S01", "\(copy)")
        // Cancelled, and done, they wait no more.
        _ = try forms.done("order-cancel", from: place, ["reason": "not wanted"])
        try #require(house.command("DELETE", "reminders/due", [:]).status == 200)
        #expect(try !overview().contains("promised by tomorrow") && !overview().contains("reminders are due"))
    }

    @Test func `a purchase order is entered, changed, received in parts and closed`() throws {
        let place = try forms.done("new-purchase-orders", from: "/purchase-orders/new", purchase)
        #expect(place.hasPrefix("/purchase-orders/"))
        let placed = try row("purchase_orders")
        #expect(placed["supplier"] == "mill" && placed["lines"] == 2 && placed["cost"] == 1_220, "\(placed.text)")
        #expect(placed["status"] == "placed" && placed["expected_on"] == "2026-12-24" && placed["operator"] != nil)
        for language in ["ka", "en"] {
            let list = try forms.client.send("GET", "/purchase-orders?status=placed&supplier=mill&lang=\(language)")
                .text
            #expect(list.contains("href=\"\(place)\"") && list.contains("PO-7") && list.contains("Vake Mill"))
            let card = try forms.client.send("GET", "\(place)?lang=\(language)").text
            for text in ["PO-7", "Vake Mill", language == "ka" ? "რძე" : "Milk"] { #expect(card.contains(text)) }
        }
        #expect(try !forms.page("/purchase-orders?status=closed").contains("PO-7"))
        // Said anew, with the lines under their numbers.
        let form = try forms.fields("change-purchase-orders", of: forms.page("\(place)/change"))
        for (name, value) in ["lines-0-product": "milk", "lines-2-product": "bread", "lines-0-quantity": "2.5"] {
            #expect(form[name] == value, "\(name): \(form[name] ?? "–")")
        }
        try forms.done("change-purchase-orders", from: "\(place)/change", ["lines-0-quantity": "3"])
        // Who saw an earlier version is told, and nothing typed is lost.
        let late = try forms.post(
            "change-purchase-orders", form.merging(["lines-0-quantity": "7", "key": "late"]) { $1 })
        #expect(late.status == 412 && late.text.contains("value=\"7\""), "\(late.status)")
        // Received: what is still expected stands in the form, with its part of the cost.
        let id = place.replacing("/purchase-orders/", with: "")
        let delivery = "/goods-documents/new/delivery?purchaseOrder=\(id)"
        let expected = try forms.fields("document-delivery", of: forms.page(delivery))
        for (name, value) in [
            "store": "S01", "supplier": "mill", "purchaseOrder": id, "lines-0-product": "bread",
            "lines-0-quantity": "4", "lines-1-quantity": "3", "lines-1-cost": "10.00",
        ] { #expect(expected[name] == value, "\(name): \(expected[name] ?? "–")") }
        let part = try forms.done(
            "document-delivery", from: delivery, ["lines-0-quantity": "1", "lines-0-cost": "0.55"])
        #expect(try forms.page(part).contains("href=\"\(place)\""), "a delivery leads to its order")
        let rest = try forms.fields("document-delivery", of: forms.page(delivery))
        #expect(rest["lines-0-quantity"] == "3" && rest["lines-0-cost"] == "1.65" && rest["lines-1-product"] == "")
        let card = try forms.page(place)
        #expect(card.contains("Deliveries") && !card.contains("purchaseOrder-cancel"), "part of it has come")
        try forms.done("purchaseOrder-close", from: place, ["reason": "out of stock"])
        #expect(try row("purchase_orders")["status"] == "closed")
        #expect(try !forms.page(place).contains("/change\""))
        try house.expectSameFromZero()
    }

    @Test func `a quote becomes an order, is held, paid in advance and cancelled less a charge`() throws {
        let place = try forms.done(
            "new-orders", from: "/orders/new",
            [
                "store": "S01", "number": "17", "customer": "the-customer", "currency": "GEL", "quote": "true",
                "lines-0-product": "Milk", "lines-0-quantity": "4", "lines-0-gross": "10.00",
                "lines-1-product": "bread", "lines-1-quantity": "2", "lines-1-gross": "3.00",
            ])
        let quoted = try row("orders")
        #expect(quoted["status"] == "quoted" && quoted["gross"] == 1_300 && quoted["lines"] == 2, "\(quoted.text)")
        #expect(try forms.page("/orders?customer=599123456").contains("href=\"\(place)\""), "found by phone")
        #expect(try !forms.page("/orders?customer=599000000").contains("href=\"\(place)\""))
        try forms.done("order-place", from: place)
        // What can be held stands in the form: of bread there is none.
        let hold = try forms.fields("order-reserve", of: forms.page(place))
        #expect(hold["lines-0-line"] == "1" && hold["lines-0-quantity"] == "4" && hold["lines-1-product"] == "")
        try forms.done("order-reserve", from: place)
        #expect(try row("order_lines?line=1")["reserved"] == 4_000)
        let shelf = try forms.page(place)
        #expect(shelf.contains("data-label=\"Available\">1<"), "5 on hand less 4")
        try forms.done("order-release", from: place, ["lines-0-quantity": "1"])
        // A payment outside a till, and the deposit that it is.
        let asking = try #require(shelf.firstMatch(of: /href="(\/payments\/new[^"]*)"/)).output.1
        let payment = try forms.done(
            "new-payments", from: String(asking).replacing("&amp;", with: "&"), ["amount": "5.00", "method": "card"])
        let came = try forms.fields("payment-capture", of: forms.page(payment))
        #expect(came["amount"] == "5.00")
        try forms.done("payment-capture", from: payment)
        let order = try forms.page(place)
        let id = payment.replacing("/payments/", with: "")
        #expect(order.contains("<option value=\"\(id)\">"))
        let tooMuch = try forms.send("order-deposit", from: place, ["amount": "13.01", "payment": id])
        #expect(tooMuch.status == 409 && tooMuch.text.contains("value=\"13.01\""), "\(tooMuch.status)")
        #expect(tooMuch.text.contains("order-deposit-amount-problem") && !tooMuch.text.contains("1301"))
        try forms.done("order-deposit", from: place, ["amount": "5.00", "payment": id])
        #expect(try row("orders")["deposit_left"] == 500)
        try forms.done("order-ready", from: place, ["place": "shelf 3"])
        #expect(try row("orders")["status"] == "ready")
        try forms.done("order-cancel", from: place, ["charge": "1.00", "reason": "changed their mind"])
        let cancelled = try row("orders")
        #expect(cancelled["status"] == "cancelled" && cancelled["charge"] == 100, "\(cancelled.text)")
        #expect(try !forms.page(place).contains("order-cancel"))
        try forms.done("payment-refund", from: payment, ["amount": "4.00"])
        let refunded = try row("payments")
        #expect(refunded["status"] == "partlyRefunded" && refunded["refunded"] == 400)
        #expect(try forms.fields("payment-refund", of: forms.page(payment))["amount"] == "1.00")
        try house.expectSameFromZero()
    }

    @Test func `an order is changed line by line, and what a form does not ask for stays`() throws {
        let said: JSON = [
            "customer": "the-customer", "currency": "GEL", "channel": "web", "gross": 1_000,
            "lines": [["line": 3, "product": "milk", "quantity": 2_000, "gross": 1_000]],
        ]
        try #require(house.command("PUT", "stores/S01/orders/o", said).status == 201)
        let form = try forms.fields("change-orders", of: forms.page("/orders/o/change"))
        #expect(form["lines-2-product"] == "milk" && form["lines-0-product"] == "")
        try forms.done("change-orders", from: "/orders/o/change", ["lines-2-gross": "9.00"])
        let now = try row("orders")
        #expect(now["gross"] == 900 && now["channel"] == "web" && now["customer"] == "the-customer", "\(now.text)")
        #expect(try row("order_lines")["line"] == 3)
        // A line with a tax is not said anew by a form that would lose it.
        let taxed: JSON = [
            "currency": "GEL", "gross": 118, "tax": 18,
            "lines": [
                [
                    "line": 1, "product": "milk", "quantity": 1_000, "gross": 118,
                    "taxes": [["code": "vat", "rate": 180_000, "base": 100, "amount": 18]],
                ]
            ],
        ]
        try #require(house.command("PUT", "stores/S01/orders/taxed", taxed).status == 201)
        let card = try forms.page("/orders/taxed")
        #expect(card.contains("does not ask for") && !card.contains("/orders/taxed/change"))
    }

    @Test func `what is wrong stands beside its field, and what was typed stays`() throws {
        let refused = try forms.send(
            "new-purchase-orders", from: "/purchase-orders/new",
            purchase.merging(["lines-2-quantity": "two", "lines-0-product": "nothing such"]) { $1 })
        #expect(refused.status >= 400 && refused.status < 500)
        #expect(refused.text.contains("new-purchase-orders-lines-problem"), "\(refused.text)")
        for text in ["two", "nothing such", "PO-7"] { #expect(refused.text.contains("value=\"\(text)\"")) }
        #expect(try house.get("/v1/purchase_orders").rows.isEmpty)
    }

    @Test func `everybody sees and does what their roles let them`() throws {
        let place = try forms.done("new-purchase-orders", from: "/purchase-orders/new", purchase)
        let order: JSON = [
            "customer": "the-customer", "currency": "GEL", "gross": 1_000,
            "lines": [["line": 1, "product": "milk", "quantity": 2_000, "gross": 1_000]],
        ]
        try #require(house.command("PUT", "stores/S01/orders/o", order).status == 201)
        // Who receives and sees no costs.
        let gia = FormReader(house: house, client: try house.person(.shopManager))
        let seen = try gia.page("/purchase-orders") + gia.page(place)
        #expect(seen.contains("PO-7") && !seen.contains("12.20") && !seen.contains("10.00"))
        let unseen = try gia.page("\(place)/change")
        #expect(!unseen.contains("/forms/change-purchase-orders") && !unseen.contains("10.00"))
        let id = place.replacing("/purchase-orders/", with: "")
        let expected = try gia.fields(
            "document-delivery", of: gia.page("/goods-documents/new/delivery?purchaseOrder=\(id)"))
        #expect(expected["lines-0-quantity"] == "4" && expected["lines-0-cost"] == "")
        #expect(try !gia.page("/orders/o").contains("/payments/new"), "payments are the accountant’s")
        // Who sees no customers.
        let lia = FormReader(house: house, client: try house.person(.cashier))
        let orders = try lia.page("/orders") + lia.page("/orders/o")
        #expect(orders.contains("/orders/o") && !orders.contains("the-customer") && !orders.contains("Eka"))
        #expect(orders.contains("order-reserve") && !orders.contains("/orders/o/change"))
        #expect(try lia.client.send("GET", "/payments").status == 403)
        #expect(try lia.client.send("GET", "/purchase-orders/new").status == 403)
        // Who may see orders alone has them in the menu.
        let role: JSON = ["name": ["en": "Orders"], "rights": ["orders.read"]]
        try #require(house.command("PUT", "roles/orders", role).status == 201)
        try house.accounts.addUser(name: "ana", password: "ana-ana-ana", language: "en", roles: ["orders"])
        let ana = FormReader(house: house, client: try Visitor.signedIn("ana", "ana-ana-ana", port: house.gateway.port))
        let list = try ana.page("/purchase-orders")
        #expect(list.contains("<a href=\"/purchase-orders\" aria-current=\"page\">") && !list.contains("12.20"))
        #expect(list.contains("href=\"/orders\"") && !list.contains("href=\"/goods-documents\""))
    }
}
