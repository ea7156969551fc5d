import Events
import Testing

@testable import Services

@Suite struct `Opening a shop` {
    private func opened(_ name: String = "Rustaveli", currency: String = "GEL", zone: String? = "Asia/Tbilisi")
        -> StoreOpened
    {
        var shop = StoreOpened()
        (shop.store, shop.currency, shop.name) = ("S01", currency, LocalName(ka: nil, en: name))
        shop.circumstances.zone = zone
        return shop
    }

    private func shop(_ name: String = "Rustaveli", currency: String = "GEL", zone: String? = "Asia/Tbilisi")
        -> StoreDecider.Order
    { .open(opened(name, currency: currency, zone: zone)) }

    private var closing: StoreDecider.Order {
        var closed = StoreClosed()
        (closed.store, closed.closedOn) = ("S01", CalendarDay("2026-03-31"))
        return .close(closed)
    }

    @Test func `is said once, and again only when something differs`() {
        Given(StoreDecider.self).when(shop()).then("store.opened.v1")
        Given(StoreDecider.self).after(shop()).when(shop()).then()
        Given(StoreDecider.self).after(shop()).when(shop("Vake")).then("store.changed.v1")
        Given(StoreDecider.self).after(shop()).after(shop("Vake")).when(shop("Vake")).then()
    }

    @Test func `is closed once, and opened again`() {
        Given(StoreDecider.self).when(closing).thenRefused("store.unknown")
        let closed = Given(StoreDecider.self).after(shop()).after(closing)
        closed.thenState { !$0.isOpen && $0.closedOn == "2026-03-31" }
        closed.when(closing).then()
        closed.when(shop()).then("store.opened.v1")
        closed.after(shop()).thenState { $0.isOpen }
    }

    @Test func `keeps its currency and its zone for ever`() {
        Given(StoreDecider.self).after(shop()).when(shop(currency: "USD")).thenRefused("store.currency")
        Given(StoreDecider.self).after(shop()).when(shop(zone: "Europe/Paris")).thenRefused("store.zone")
        Given(StoreDecider.self).when(shop(zone: nil)).thenRefused("required")
    }

    @Test func `does not take the name of the chain's own books`() {
        var chain = opened()
        chain.store = "chain"
        Given(StoreDecider.self).when(.open(chain)).thenRefused("store.chain")
    }

    @Test func `gives a till its book, in one shop for life`() {
        func till(_ store: String, writer: String = "S01-t1") -> TillDecider.Order {
            var till = TillRegistered()
            (till.writer, till.store) = (writer, store)
            return .register(till)
        }
        Given(TillDecider.self).when(till("S01")).then("till.registered.v1")
        Given(TillDecider.self).after(till("S01")).when(till("S01")).then()
        Given(TillDecider.self).after(till("S01")).when(till("S02")).thenRefused("till.store")
        Given(TillDecider.self).when(till("S01", writer: "office.1.aa")).thenRefused("writer")
        Given(TillDecider.self).when(till("S01", writer: "S01/t1")).thenRefused("writer")
        var gone = TillRetired()
        gone.writer = "S01-t1"
        Given(TillDecider.self).when(.retire(gone)).thenRefused("till.unknown")
        let retired = Given(TillDecider.self).after(till("S01")).after(.retire(gone))
        retired.thenState { $0.isRetired }
        retired.when(.retire(gone)).then()
        retired.when(till("S01")).then("till.registered.v1")
    }
}

@Suite struct `Listing a product` {
    private func facts(price: Int64 = 300, kind: String? = nil, unit: String? = nil) -> ProductFacts {
        var milk = ProductFacts()
        (milk.product, milk.name, milk.kind, milk.unit) = ("p", LocalName(ka: "რძე", en: "Milk"), kind, unit)
        milk.listPrice = UnitAmount(amount: price, per: 1_000)
        return milk
    }

    private func milk(price: Int64 = 300, kind: String? = nil, unit: String? = nil) -> ProductDecider.Order {
        .put(facts(price: price, kind: kind, unit: unit))
    }

    private func change(_ change: (inout ProductFacts) -> Void) -> ProductDecider.Order {
        var facts = ProductFacts()
        facts.product = "p"
        change(&facts)
        return .change(facts)
    }

    @Test func `lists it, then says only what changed`() {
        Given(ProductDecider.self).when(milk()).then("product.listed.v1")
        let changed = Given(ProductDecider.self).after(milk()).when(milk(price: 350)).then("product.changed.v1")
        guard case .productChanged(let facts)? = changed.first?.fact else { return }
        #expect(facts.listPrice?.amount == 350)
        #expect(facts.name == nil && facts.cleared.isEmpty)
        Given(ProductDecider.self).after(milk()).after(milk(price: 350)).when(milk(price: 350)).then()
    }

    @Test func `a change keeps what is left out, of every member`() {
        Given(ProductDecider.self).after(milk()).after(change { $0.brand = "Sante" }).thenState {
            $0.latest?.brand == "Sante" && $0.latest?.listPrice?.amount == 300 && $0.latest?.name?.en == "Milk"
        }
        Given(ProductDecider.self).after(milk()).after(change { $0.supplier = "dairy" }).thenState {
            $0.latest?.supplier == "dairy"
        }
        Given(ProductDecider.self).when(change { $0.brand = "Sante" }).thenRefused("product.unknown")
    }

    @Test func `a change clears what it says is cleared, and no product is left without a name`() {
        let branded = Given(ProductDecider.self).after(milk()).after(
            change { ($0.brand, $0.barcodes) = ("Sante", ["1"]) })
        branded.after(change { $0.cleared = ["brand", "barcodes"] }).thenState {
            $0.latest?.brand == nil && $0.latest?.barcodes == [] && $0.latest?.listPrice?.amount == 300
        }
        branded.when(change { $0.cleared = ["tax"] }).then()
        branded.when(change { $0.cleared = ["name.ka", "name.en"] }).thenRefused("required")
        branded.after(change { $0.cleared = ["name.ka"] }).thenState {
            $0.latest?.name == LocalName(ka: nil, en: "Milk")
        }
    }

    @Test func `put again it is replaced whole, but for its kind, unit and default cost`() {
        var first = facts(unit: "kg")
        (first.brand, first.taxRate, first.hierarchy) = ("Sante", 180_000, ["food"])
        first.defaultCost = UnitAmount(amount: 200, per: 1_000)
        var second = ProductFacts()
        (second.product, second.name) = ("p", LocalName(ka: nil, en: "Milk 1 l"))
        let put = Given(ProductDecider.self).after(.put(first)).when(.put(second)).then("product.changed.v1")
        guard case .productChanged(let said)? = put.first?.fact else { return }
        #expect(said.cleared == ["name.ka", "hierarchy", "brand", "taxRate", "listPrice"])
        let after = Given(ProductDecider.self).after(.put(first)).after(.put(second))
        after.thenState {
            guard let part = $0.latest else { return false }
            return part.name == second.name && part.brand == nil && part.listPrice == nil && part.hierarchy == []
                && part.unit == "kg" && part.defaultCost == first.defaultCost
        }
        after.when(.put(second)).then()
    }

    @Test func `is taken out of the range once, and is back when it is put again`() {
        let gone = Given(ProductDecider.self).after(milk()).after(.delist(Circumstances()))
        gone.thenState { $0.isDiscontinued && $0.isListed }
        gone.when(.delist(Circumstances())).then()
        gone.after(milk()).thenState { !$0.isDiscontinued }
        gone.after(change { $0.brand = "Sante" }).thenState { $0.isDiscontinued }
        Given(ProductDecider.self).when(.delist(Circumstances())).thenRefused("product.unknown")
    }

    @Test func `keeps its kind and its unit`() {
        Given(ProductDecider.self).after(milk(unit: "kg")).when(milk(unit: "piece")).thenRefused("product.unit")
        Given(ProductDecider.self).after(milk()).when(milk(kind: "service")).thenRefused("product.kind")
        Given(ProductDecider.self).after(milk()).when(milk(kind: "goods")).then()
    }

    @Test func `wants a name, a price from 0 and a tax rate up to 100 percent`() {
        var nameless = facts()
        nameless.name = nil
        Given(ProductDecider.self).when(.put(nameless)).thenRefused("required")
        Given(ProductDecider.self).when(milk(price: -1)).thenRefused("price.negative")
        var taxed = facts()
        taxed.taxRate = 1_000_001
        Given(ProductDecider.self).when(.put(taxed)).thenRefused("rate.range")
    }
}

@Suite struct `Receiving goods` {
    private func order(
        _ lines: [(String, Int64, Int64)] = [("p", 1_000, 100)], currency: String = "GEL",
        kinds: ByID<String> = ["p": "goods", "s": "service"]
    ) -> GoodsDocumentDecider.Order {
        var delivery = Delivery()
        (delivery.delivery, delivery.currency) = ("d", currency)
        for (number, (product, quantity, cost)) in lines.enumerated() {
            var line = DeliveryLine()
            (line.line, line.product, line.quantity, line.cost) = (Int64(number + 1), product, quantity, cost)
            delivery.lines.append(line)
        }
        return .say(.init(store: "S01", storeCurrency: "GEL", kinds: kinds), .goodsReceived(delivery))
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
            return .say(.init(store: "S01", storeCurrency: "GEL", kinds: ["p": "goods"]), .stockCounted(count))
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
