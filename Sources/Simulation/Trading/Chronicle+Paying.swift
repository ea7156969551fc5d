import Events
import Rules

/// Notes that people have in hand, in tetri.
private let notes: [Int64] = [500, 1_000, 2_000, 5_000, 10_000, 20_000]

extension Chronicle {
    private static let cashPercent = 52
    private static let splitPercent = 6

    /// Pays a receipt whose sums stand; the cash part is rounded and the rounding noted.
    mutating func pay(_ service: inout Service, origin: Origin?) {
        let due = service.receipt.gross
        if due < 0 { refund(-due, &service, origin: origin) }
        if due > 0 {
            let way = service.random.below(100)
            if service.receipt.channel != "store" || way >= Self.cashPercent + Self.splitPercent {
                payByCard(due, &service)
            } else if way >= Self.cashPercent, due > 1_000 {
                let byCard = Int64(service.random.between(1...Int(due / 100 - 1))) * 100
                payByCard(byCard, &service)
                payInCash(due - byCard, &service)
            } else {
                payInCash(due, &service)
            }
        }
        service.receipt.rounding = service.receipt.tenders.reduce(0) { $0 + $1.amount } - due
    }

    private func payByCard(_ amount: Int64, _ service: inout Service) {
        var tender = Tender("card", amount)
        tender.payment = "pay-\(service.id.writer)-\(service.id.sequence)"
        service.receipt.addTender(tender)
    }

    private func payInCash(_ amount: Int64, _ service: inout Service) {
        let payable = CashRounding.rounded(amount)
        guard payable != 0 else { return }
        if service.random.happens(oneIn: 250) { return payInEuro(payable, &service) }
        // Half have it in coins, the others lay a note down, or several of a hundred.
        guard service.random.happens(percent: 50) else { return service.receipt.addTender(Tender("cash", payable)) }
        let note = notes.first { $0 >= payable } ?? (payable + 9_999) / 10_000 * 10_000
        service.receipt.addTender(Tender("cash", note))
        if note > payable { service.receipt.addTender(Tender("cash", payable - note)) }
    }

    /// Guests pay in euro; the rate is the chain's of the week, and change is in lari.
    private func payInEuro(_ payable: Int64, _ service: inout Service) {
        let monday = service.visit.day.monday
        var random = SeededRandom(plan.seed, "euro", Int(monday.daysSince1970))
        // Whole fives of tetri, so that change can be given in coins.
        let tetri = Int64(random.between(57...62)) * 5
        let euros = ((payable + tetri - 1) / tetri + 4) / 5 * 5
        var tender = Tender("cash", euros * tetri)
        (tender.currency, tender.foreignAmount, tender.baseAmount) = ("EUR", euros * 100, euros * tetri)
        var rate = ExchangeRate()
        (rate.id, rate.numerator, rate.denominator) = ("eur-\(monday)", tetri, 100)
        tender.rate = rate
        service.receipt.addTender(tender)
        if euros * tetri > payable { service.receipt.addTender(Tender("cash", payable - euros * tetri)) }
    }

    /// Back to the card as far as it paid, the rest in coins.
    private mutating func refund(_ amount: Int64, _ service: inout Service, origin: Origin?) {
        var rest = amount
        let sold = origin.map { shelvesOfSold[$0.shop][$0.place] }
        if let origin, let sold, let card = sold.card, card.left > 0 {
            let back = min(rest, card.left)
            shelvesOfSold[origin.shop][origin.place].card?.left -= back
            var tender = Tender("card", -back)
            tender.payment = "pay-\(service.id.writer)-\(service.id.sequence)"
            tender.originalTender = OriginalTender(receipt: sold.id.description, tender: card.tender)
            service.receipt.addTender(tender)
            rest -= back
        }
        let coins = CashRounding.rounded(rest)
        guard coins > 0 else { return }
        var tender = Tender("cash", -coins)
        if let sold, let cash = sold.cashTender {
            tender.originalTender = OriginalTender(receipt: sold.id.description, tender: cash)
        }
        service.receipt.addTender(tender)
    }
}

extension Tender {
    init(_ kind: String, _ amount: Int64) {
        self.init()
        (self.kind, self.amount) = (kind, amount)
    }
}

extension OriginalTender {
    init(receipt: String, tender: Int64) {
        self.init()
        (self.receipt, self.tender) = (receipt, tender)
    }
}

extension Receipt {
    mutating func addTender(_ tender: Tender) {
        var tender = tender
        tender.tender = Int64(tenders.count + 1)
        tenders.append(tender)
    }
}
