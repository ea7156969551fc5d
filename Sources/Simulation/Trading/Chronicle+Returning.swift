import Events
import Rules

private let reasons = ["ხარვეზიანია", "ვადა გაუვიდა", "არ მოეწონა", "შეცდომით იყიდა"]

/// Where the receipt lies whose goods come back.
struct Origin {
    var shop: Int
    var place: Int
}

extension Chronicle {
    /// Of returns, how many come without a receipt, and how many to another shop.
    private static let blindPercent = 15
    private static let elsewherePercent = 10
    private static let returnDays: Int32 = 14

    /// Now and then somebody brings something back. Returns the receipt it came from; nil when nothing came back, or
    /// when it came without a receipt — then the visit goes on as a purchase.
    mutating func takeBack(_ service: inout Service) -> Origin? {
        guard service.random.happens(percent: plan.returnsPercent) else { return nil }
        if service.random.happens(percent: Self.blindPercent) {
            addBlindReturn(&service)
            return nil
        }
        guard let origin = pickOrigin(&service) else { return nil }
        let sold = shelvesOfSold[origin.shop][origin.place]
        service.customer = sold.customer
        service.category = sold.customer.map { chain.customers[$0].category } ?? .standard
        let open = sold.lines.indices.filter { sold.lines[$0].left > 0 }
        let count = min(open.count, service.random.happens(percent: 80) ? 1 : 2)
        for line in open.prefix(count) { takeBack(line, of: origin, &service) }
        return origin
    }

    private func pickOrigin(_ service: inout Service) -> Origin? {
        let isElsewhere = service.random.happens(percent: Self.elsewherePercent)
        let shop = isElsewhere ? service.random.below(chain.shops.count) : service.visit.shop
        let count = shelvesOfSold[shop].count
        guard count > 0 else { return nil }
        let origin = Origin(shop: shop, place: service.random.below(count))
        let sold = shelvesOfSold[shop][origin.place]
        let age = service.visit.day.daysSince1970 - sold.day.daysSince1970
        return age <= Self.returnDays && sold.lines.contains { $0.left > 0 } ? origin : nil
    }

    private mutating func takeBack(_ place: Int, of origin: Origin, _ service: inout Service) {
        let sold = shelvesOfSold[origin.shop][origin.place]
        let left = sold.lines[place].left
        // Pieces may come back in parts; what was weighed comes back whole.
        let isWhole = left % 1_000 != 0 || left == 1_000
        let quantity = isWhole ? left : Int64(service.random.between(1...Int(left / 1_000))) * 1_000
        let grant = { [service] place in service.grant(place) }
        var line = shelvesOfSold[origin.shop][origin.place].lines[place].takeBack(quantity, from: sold.id, grant: grant)
        line.condition = service.random.pick(["resellable", "resellable", "damaged"])
        line.reason = service.random.pick(reasons)
        service.add(line)
    }

    /// Without a receipt: at today's price, with the manager's leave.
    private func addBlindReturn(_ service: inout Service) {
        var article = chain.assortments[service.visit.shop].pick(&service.random)
        while chain.articles[article].isKit { article = chain.assortments[service.visit.shop].pick(&service.random) }
        var line = scanned(article, quantity: -quantity(of: article, &service.random))
        line.kind = LineKind.return.rawValue
        line.gross = share(prices.amounts[article], line.quantity!, of: 1_000)
        line.taxes = [LineTax(included: line.gross)]
        line.condition = "resellable"
        line.reason = "ჩეკის გარეშე: " + service.random.pick(reasons)
        service.receipt.circumstances.approver = chain.shops[service.visit.shop].manager
        service.receipt.circumstances.reason = "დაბრუნება ჩეკის გარეშე"
        service.add(line)
    }
}
