import Events
import Testing

@testable import Services

@Suite struct `Opening a shop` {
    private func shop(_ name: String = "Rustaveli", currency: String = "GEL", zone: String? = "Asia/Tbilisi")
        -> StoreOpened
    {
        var shop = StoreOpened()
        (shop.store, shop.currency, shop.name) = ("S01", currency, LocalName(ka: nil, en: name))
        shop.circumstances.zone = zone
        return shop
    }

    @Test func `is said once, and again only when something differs`() {
        Given(StoreDecider.self).when(shop()).then("store.opened.v1")
        Given(StoreDecider.self).after(shop()).when(shop()).then()
        Given(StoreDecider.self).after(shop()).when(shop("Vake")).then("store.opened.v1")
    }

    @Test func `keeps its currency and its zone for ever`() {
        Given(StoreDecider.self).after(shop()).when(shop(currency: "USD")).thenRefused("store.currency")
        Given(StoreDecider.self).after(shop()).when(shop(zone: "Europe/Paris")).thenRefused("store.zone")
        Given(StoreDecider.self).when(shop(zone: nil)).thenRefused("required")
    }

    @Test func `does not take the name of the chain's own books`() {
        var chain = shop()
        chain.store = "chain"
        Given(StoreDecider.self).when(chain).thenRefused("store.chain")
    }

    @Test func `gives a till its book, in one shop for life`() {
        func till(_ store: String, writer: String = "S01-t1") -> TillRegistered {
            var till = TillRegistered()
            (till.writer, till.store) = (writer, store)
            return till
        }
        Given(TillDecider.self).when(till("S01")).then("till.registered.v1")
        Given(TillDecider.self).after(till("S01")).when(till("S01")).then()
        Given(TillDecider.self).after(till("S01")).when(till("S02")).thenRefused("till.store")
        Given(TillDecider.self).when(till("S01", writer: "office.1.aa")).thenRefused("writer")
        Given(TillDecider.self).when(till("S01", writer: "S01/t1")).thenRefused("writer")
    }
}

@Suite struct `Listing a product` {
    private func milk(price: Int64 = 300, kind: String? = nil, unit: String? = nil) -> ProductFacts {
        var milk = ProductFacts()
        (milk.product, milk.name, milk.kind, milk.unit) = ("p", LocalName(ka: "რძე", en: "Milk"), kind, unit)
        milk.listPrice = UnitAmount(amount: price, per: 1_000)
        return milk
    }

    @Test func `lists it, then says only what changed`() {
        Given(ProductDecider.self).when(milk()).then("product.listed.v1")
        let changed = Given(ProductDecider.self).after(milk()).when(milk(price: 350)).then("product.changed.v1")
        guard case .productChanged(let facts)? = changed.first?.fact else { return }
        #expect(facts.listPrice?.amount == 350)
        #expect(facts.name == nil)
        Given(ProductDecider.self).after(milk()).after(milk(price: 350)).when(milk(price: 350)).then()
    }

    @Test func `keeps what is left out`() {
        var brand = ProductFacts()
        (brand.product, brand.brand) = ("p", "Sante")
        Given(ProductDecider.self).after(milk()).after(brand).thenState {
            $0.said?.part.brand == "Sante" && $0.said?.part.listPrice?.amount == 300 && $0.said?.part.name?.en == "Milk"
        }
    }

    @Test func `keeps its kind and its unit`() {
        Given(ProductDecider.self).after(milk(unit: "kg")).when(milk(unit: "piece")).thenRefused("product.unit")
        Given(ProductDecider.self).after(milk()).when(milk(kind: "service")).thenRefused("product.kind")
        Given(ProductDecider.self).after(milk()).when(milk(kind: "goods")).then()
    }

    @Test func `wants a name, a price from 0 and a tax rate up to 100 percent`() {
        var nameless = milk()
        nameless.name = nil
        Given(ProductDecider.self).when(nameless).thenRefused("required")
        Given(ProductDecider.self).when(milk(price: -1)).thenRefused("price.negative")
        var taxed = milk()
        taxed.taxRate = 1_000_001
        Given(ProductDecider.self).when(taxed).thenRefused("rate.range")
    }
}

@Suite struct `Receiving goods` {
    private func order(
        _ lines: [(String, Int64, Int64)] = [("p", 1_000, 100)], currency: String = "GEL",
        kinds: [String: String] = ["p": "goods", "s": "service"]
    ) -> GoodsDocumentDecider.Order {
        var delivery = Delivery()
        (delivery.delivery, delivery.currency) = ("d", currency)
        for (number, (product, quantity, cost)) in lines.enumerated() {
            var line = DeliveryLine()
            (line.line, line.product, line.quantity, line.cost) = (Int64(number + 1), product, quantity, cost)
            delivery.lines.append(line)
        }
        return .init(store: "S01", storeCurrency: "GEL", fact: .goodsReceived(delivery), kinds: kinds)
    }

    @Test func `goes to the shop's own book, once`() {
        let decided = Given(GoodsDocumentDecider.self).when(order()).then("goods.received.v1")
        #expect(decided.first?.place == .store("S01"))
        Given(GoodsDocumentDecider.self).after(order()).when(order()).thenRefused("delivery.repeated")
    }

    @Test func `other documents of goods are said once too, each under its own name`() {
        func count(_ quantity: Int64) -> GoodsDocumentDecider.Order {
            var count = StockCounted()
            count.stocktake = "d"
            var line = StockCountedLine()
            (line.line, line.product, line.quantity) = (1, "p", quantity)
            count.lines = [line]
            return .init(store: "S01", storeCurrency: "GEL", fact: .stockCounted(count), kinds: ["p": "goods"])
        }
        let counted = Given(GoodsDocumentDecider.self).when(count(0)).then("stock.counted.v1")
        #expect(GoodsDocumentDecider.streams(of: counted[0].said) == ["S01/stocktake/d"])
        Given(GoodsDocumentDecider.self).after(count(1)).when(count(1)).thenRefused("stocktake.repeated")
    }

    @Test func `takes goods that are known, in the shop's currency, more than none of them`() {
        Given(GoodsDocumentDecider.self).when(order(currency: "USD")).thenRefused("delivery.currency")
        Given(GoodsDocumentDecider.self).when(order([("q", 1, 1)])).thenRefused("product.unknown")
        Given(GoodsDocumentDecider.self).when(order([("s", 1, 1)])).thenRefused("product.stock")
        Given(GoodsDocumentDecider.self).when(order([("p", 0, 1)])).thenRefused("quantity.positive")
        Given(GoodsDocumentDecider.self).when(order([("p", 1, -1)])).thenRefused("cost.negative")
        Given(GoodsDocumentDecider.self).when(order([])).thenRefused("lines.none")
    }
}
