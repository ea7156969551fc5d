import Events

extension Chronicle {
    /// Makes the receipt break a rule, as a till with a defect would; the office repairs about every other one.
    mutating func spoil(_ service: inout Service) -> SimulatedFact {
        let right = service.receipt
        var wrong = right
        switch service.random.below(4) {
        case 0: wrong.gross += Int64(service.random.between(1...50)) * 10
        case 1: wrong.tax += 1
        case 2: wrong.discount += 50
        default:
            let gap = Int64(service.random.between(1...20)) * 5
            wrong.rounding -= gap
        }
        if service.random.happens(percent: 50) { scheduleCorrection(to: right, &service) }
        return fact(of: wrong, service, isSuspect: true)
    }

    private mutating func scheduleCorrection(to right: Receipt, _ service: inout Service) {
        let shop = chain.shops[service.visit.shop]
        let day = service.visit.day.advanced(by: service.random.between(1...2))
        let moment = service.random.between(10 * 3_600_000...18 * 3_600_000)
        var correction = ReceiptCorrection()
        correction.circumstances.operator = shop.manager
        correction.circumstances.causation = service.id.description
        correction.circumstances.reason = "სალაროს ჯამი არ ემთხვევა სტრიქონებს"
        correction.receipt = service.id.description
        correction.replacement = right
        let time = Instant(milliseconds: ChainPlan.zone.start(of: day).milliseconds + Int64(moment))
        agenda[day, default: []].append(Errand(shop: service.visit.shop, time: time, work: .correct(correction)))
    }
}
