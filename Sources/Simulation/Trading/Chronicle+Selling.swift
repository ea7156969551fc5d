import Events
import Rules

/// How many lines people buy, 1 to 12, in percent; pieces of one product likewise.
private let basketSizes = [16, 17, 15, 12, 10, 8, 6, 5, 4, 3, 2, 2]
private let pieces = [75, 16, 5, 2, 0, 2]

/// Who is served by whom, while a receipt is made.
struct Service {
    var visit: Visit
    var id: FactID
    var cashier: String
    var customer: Int?
    var category: Customer.Category
    var random: SeededRandom
    var receipt = Receipt()

    /// Adds a line under the next number.
    mutating func add(_ line: Line) {
        var line = line
        line.line = Int64(receipt.lines.count + 1)
        receipt.lines.append(line)
    }

    /// The name of a line's n-th grant, unique in the chain.
    func grant(_ place: Int) -> String { "g-\(id.writer)-\(id.sequence)-\(receipt.lines.count + 1)-\(place + 1)" }
}

extension Chronicle {
    /// Percent of receipts that name a customer.
    private static let knownCustomersPercent = 45

    /// Serves a visit: one receipt in the till's book.
    mutating func serve(_ visit: Visit) -> SimulatedFact {
        let shop = chain.shops[visit.shop]
        var random = SeededRandom(visit.seed)
        let customer = random.happens(percent: Self.knownCustomersPercent) ? pickCustomer(of: visit.shop, &random) : nil
        let shift = visit.time.milliseconds % 86_400_000 < Self.secondShiftMilliseconds ? 0 : 1
        var service = Service(
            visit: visit, id: nextID(of: shop.till(visit.till)),
            cashier: shop.cashier(till: visit.till, shift: shift, on: visit.day), customer: customer,
            category: customer.map { chain.customers[$0].category } ?? .standard, random: random)
        let isTraining = service.random.happens(oneIn: plan.oneTrainingIn)
        let origin = isTraining ? nil : takeBack(&service)
        if origin == nil || service.random.happens(percent: Self.exchangesPercent) { fillBasket(&service) }
        stamp(&service, shop, shift: shift)
        service.receipt.training = isTraining
        service.receipt.addUp()
        pay(&service, origin: origin)
        guard !isTraining else { return fact(of: service.receipt, service, isSuspect: false) }
        moveStock(service.receipt, of: visit.shop)
        if service.random.happens(oneIn: plan.oneSuspectIn) { return spoil(&service) }
        if origin == nil, !isUnheard(visit) { remember(sold(service), of: visit.shop) }
        return fact(of: service.receipt, service, isSuspect: false)
    }

    /// What the log may not have heard of does not come back, or its return would wait for ever.
    private func isUnheard(_ visit: Visit) -> Bool {
        chain.silence.isSilent(visit) || chain.silence.mayBeMissing(visit)
    }

    /// 15:30 in Tbilisi, counted in UTC.
    private static let secondShiftMilliseconds: Int64 = (15 * 60 + 30 - 4 * 60) * 60_000
    /// Of those who bring something back, how many take something else along.
    private static let exchangesPercent = 30

    func fact(of receipt: Receipt, _ service: Service, isSuspect: Bool) -> SimulatedFact {
        let store = chain.shops[service.visit.shop].id
        var fact = SimulatedFact(
            .store(store), service.id, "receipt.completed.v1", at: service.visit.time, isTill: true, receipt)
        fact.isSuspect = isSuspect
        return fact
    }

    private func pickCustomer(of shop: Int, _ random: inout SeededRandom) -> Int? {
        let regulars = chain.regulars[shop]
        guard !regulars.isEmpty, random.happens(percent: 90) else {
            return chain.customers.isEmpty ? nil : random.below(chain.customers.count)
        }
        // The lesser of two draws: some come every day and many now and then.
        return regulars[min(random.below(regulars.count), random.below(regulars.count))]
    }

    private func stamp(_ service: inout Service, _ shop: Shop, shift: Int) {
        let visit = service.visit
        let till = shop.till(visit.till)
        service.receipt.circumstances.operator = service.cashier
        service.receipt.number = String(service.id.sequence)
        service.receipt.businessDate = visit.day
        service.receipt.till = "t\(visit.till + 1)"
        service.receipt.drawer = "\(shop.id)-d\(visit.till + 1)"
        service.receipt.shift = "\(till)-\(visit.day)-\(shift + 1)"
        service.receipt.channel = service.receipt.channel ?? "store"
        service.receipt.currency = "GEL"
        service.receipt.taxPolicy = .georgia
        service.receipt.roundingPolicy = CashRounding.policy
        service.receipt.pipelineVersion = "1"
        if let customer = service.customer {
            service.receipt.customer = chain.customers[customer].id
            service.receipt.customerCategory = service.category.rawValue
        }
        var fiscal = Fiscal()
        (fiscal.device, fiscal.number) = ("GE-\(till)", String(service.id.sequence))
        service.receipt.fiscal = fiscal
    }

    private func fillBasket(_ service: inout Service) {
        var bought: Set<Int> = []
        for _ in 0...service.random.pick(weights: basketSizes) {
            let article = chain.assortments[service.visit.shop].pick(&service.random)
            guard bought.insert(article).inserted else { continue }
            service.add(saleLine(article, &service))
        }
        if service.random.happens(oneIn: 60) { addVoid(&service) }
        if service.random.happens(oneIn: 80) { addHomeDelivery(&service) }
    }

    private func saleLine(_ article: Int, _ service: inout Service) -> Line {
        var line = scanned(article, quantity: quantity(of: article, &service.random))
        let base = share(prices.amounts[article], line.quantity!, of: 1_000)
        line.grants = grants(on: article, worth: base, &service)
        line.discount = line.grants.reduce(0) { $0 + $1.amount }
        line.gross = base - line.discount
        line.taxes = [LineTax(included: line.gross)]
        if chain.articles[article].department == "Wine and spirits", service.random.happens(percent: 25) {
            var seller = SalesShare()
            seller.employee = service.cashier
            line.salespeople = [seller]
        }
        return line
    }

    /// What the scanner reads, before any money.
    func scanned(_ article: Int, quantity: Int64) -> Line {
        let product = chain.articles[article]
        var line = Line()
        line.kind = LineKind.sale.rawValue
        line.product = product.id
        // A scale weighs at the till: there is no label to read.
        line.barcode = product.isWeighed ? nil : product.barcode
        line.quantity = quantity
        line.unit = product.unit
        line.listPrice = UnitAmount(amount: prices.amounts[article], per: 1_000)
        line.priceFact = "\(SimulatedChain.officeWriter):\(prices.facts[article])"
        line.components = product.components.map { part in
            var component = Component()
            component.product = chain.articles[part.article].id
            component.quantity = share(part.quantity, quantity, of: 1_000)
            return component
        }
        return line
    }

    func quantity(of article: Int, _ random: inout SeededRandom) -> Int64 {
        guard chain.articles[article].isWeighed else { return Int64(random.pick(weights: pieces) + 1) * 1_000 }
        return Int64(150 + min(random.below(2_300), random.below(2_300)))
    }

    /// Scanned by mistake and taken off again before paying; it counts nowhere.
    private func addVoid(_ service: inout Service) {
        let article = chain.assortments[service.visit.shop].pick(&service.random)
        var line = scanned(article, quantity: quantity(of: article, &service.random))
        line.kind = LineKind.void.rawValue
        line.gross = share(prices.amounts[article], line.quantity!, of: 1_000)
        line.reason = service.random.pick(["შეცდომით დასკანერდა", "მომხმარებელმა გადაიფიქრა"])
        service.add(line)
    }

    /// Ordered by phone or on the web and brought home: five lari beside the goods.
    private func addHomeDelivery(_ service: inout Service) {
        service.receipt.channel = service.random.pick(["web", "web", "phone"])
        var line = Line()
        line.kind = LineKind.charge.rawValue
        line.gross = 500
        line.taxes = [LineTax(included: 500)]
        line.reason = "მიტანა"
        service.add(line)
    }

    private func sold(_ service: Service) -> Sold {
        let tenders = service.receipt.tenders
        let card = tenders.first { $0.kind == "card" }
        // Gift baskets do not come back: nobody could say which part was opened.
        let lines = service.receipt.lines.filter { $0.lineKind == .sale && $0.components.isEmpty }
        return Sold(
            id: service.id, day: service.visit.day, customer: service.customer, lines: lines.map { SoldLine(line: $0) },
            card: card.map { ($0.tender, $0.amount) }, cashTender: tenders.first { $0.kind == "cash" }?.tender)
    }

    private mutating func moveStock(_ receipt: Receipt, of shop: Int) {
        for line in receipt.lines where line.movesGoods {
            if line.components.isEmpty {
                stock[shop][chain.place(of: line.product!)] -= line.quantity!
            } else {
                for part in line.components { stock[shop][chain.place(of: part.product)] -= part.quantity }
            }
        }
    }
}

extension TaxPolicy {
    static let georgia: TaxPolicy = {
        var policy = TaxPolicy()
        (policy.id, policy.inclusive, policy.per) = ("ge-vat-18", true, "line")
        return policy
    }()
}

extension LineTax {
    /// The tax inside an amount: net = round(gross / (1 + rate)), half away from zero.
    init(included gross: Int64) {
        let net = share(gross, 1_000_000, of: 1_000_000 + Article.taxRate)
        self.init(code: "vat", rate: Article.taxRate, base: net, amount: gross - net)
    }
}

extension Receipt {
    /// Sets the sums from the lines.
    mutating func addUp() {
        let counted = lines.filter { $0.lineKind != .void }
        gross = counted.reduce(0) { $0 + $1.gross }
        discount = counted.reduce(0) { $0 + $1.discount }
        tax = counted.reduce(0) { $0 + $1.tax }
        net = gross - tax
    }
}
