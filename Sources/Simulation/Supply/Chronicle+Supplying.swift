import Events
import Rules

/// A supplier's lorry at a shop.
struct Lorry: Sendable {
    var shop: Int
    var supplier: Int
    var time: Instant
    /// The first one fills the empty shelves.
    var isFirst: Bool
}

extension Chronicle {
    /// The day's deliveries of all shops: each supplier comes once a week on its day, and before the first sale.
    func lorries(on day: CalendarDay) -> [Lorry] {
        var lorries: [Lorry] = []
        let midnight = ChainPlan.zone.start(of: day).milliseconds
        let isFirst = day == plan.firstDay
        for shop in chain.shops.indices {
            for supplier in chain.suppliers.indices {
                var random = SeededRandom(plan.seed, "lorry", shop, supplier)
                guard isFirst || random.below(6) == day.weekday else { continue }
                // Before the first opening everything comes early; later a lorry comes when it comes.
                let minute = isFirst ? 5 * 60 + supplier * 5 + random.below(5) : 7 * 60 + random.below(5 * 60)
                let time = Instant(milliseconds: midnight + Int64(minute) * 60_000 + Int64(random.below(60_000)))
                lorries.append(Lorry(shop: shop, supplier: supplier, time: time, isFirst: isFirst))
            }
        }
        return lorries
    }

    /// Unloads a lorry. nil when nothing was ordered, or when the papers will come some days later.
    mutating func unload(_ lorry: Lorry, on day: CalendarDay) -> SimulatedFact? {
        var random = SeededRandom(plan.seed, "delivery", lorry.shop, lorry.supplier, Int(day.daysSince1970))
        var delivery = Delivery()
        let shop = chain.shops[lorry.shop]
        let supplier = chain.suppliers[lorry.supplier]
        delivery.circumstances.operator = shop.manager
        delivery.delivery = "D-\(shop.id)-\(day)-\(lorry.supplier + 1)"
        delivery.document = "ზდ-\(1_000_000 + random.below(9_000_000))"
        delivery.supplier = supplier.name
        delivery.currency = "GEL"
        for article in supplier.articles {
            let quantity = order(article, of: lorry)
            guard quantity > 0 else { continue }
            stock[lorry.shop][article] += quantity
            delivery.lines.append(line(delivery.lines.count + 1, article, quantity, &random))
        }
        guard !delivery.lines.isEmpty else { return nil }
        guard random.happens(percent: plan.lateDeliveriesPercent) else {
            return write("goods.received.v1", delivery, of: lorry.shop, at: lorry.time)
        }
        postpone(delivery, of: lorry.shop, from: day, &random)
        return nil
    }

    private func order(_ article: Int, of lorry: Lorry) -> Int64 {
        let product = chain.articles[article]
        let assortment = chain.assortments[lorry.shop]
        let weekly = assortment.weekly[article]
        guard product.isDelivered, weekly > 0 else { return 0 }
        let onHand = stock[lorry.shop][article]
        let pack = product.pack * 1_000
        if assortment.scarce.contains(article) {
            // The supplier never has enough of it: a third of what a week sells.
            return lorry.isFirst || onHand < weekly ? max(1_000, weekly / 3 / 1_000 * 1_000) : 0
        }
        guard lorry.isFirst || onHand < weekly * 7 / 4 else { return 0 }
        let missing = max(0, weekly * 3 + pack / 2 - onHand)
        return (missing + pack - 1) / pack * pack
    }

    private func line(_ number: Int, _ article: Int, _ quantity: Int64, _ random: inout SeededRandom) -> DeliveryLine {
        var line = DeliveryLine()
        line.line = Int64(number)
        line.product = chain.articles[article].id
        line.quantity = quantity
        // The supplier's prices move a little from delivery to delivery.
        line.cost = share(chain.articles[article].cost * quantity, Int64(random.between(96...105)), of: 100_000)
        return line
    }

    /// Enters the papers on a later day, with the day on which the goods came.
    private mutating func postpone(
        _ delivery: Delivery, of shop: Int, from day: CalendarDay, _ random: inout SeededRandom
    ) {
        var delivery = delivery
        delivery.circumstances.effectiveAt = day.description
        delivery.circumstances.zone = ChainPlan.zone.name
        delivery.circumstances.reason = "ზედნადები დაგვიანებით შევიდა"
        let later = day.advanced(by: random.between(1...4))
        let moment = random.between(12 * 3_600_000...18 * 3_600_000)
        let time = Instant(milliseconds: ChainPlan.zone.start(of: later).milliseconds + Int64(moment))
        agenda[later, default: []].append(Errand(shop: shop, time: time, work: .enter(delivery)))
    }
}
