import Events
import Rules

/// What the cards of coupons and gift cards show beside what was said of them first.
enum LoyaltyCards {
    @Sendable static func giftCard(
        _ screens: EntityScreens, _ call: Screen.Call, _ id: String
    ) throws -> PageAnswer? {
        try screens.card(call.connection, id) { entry in
            let (say, request) = (screens.say, screens.request)
            guard entry.isDecided, let balance = entry.state["balance"]?.int else { return .empty }
            let currency = entry.members["currency"]?.string ?? Currency.home
            let isBlocked = entry.state["isBlocked"]?.bool ?? false
            let initial = [GiftCardForms.serial: entry.id, GiftCardForms.currency: currency]
            let more: [HTML] = isBlocked ? [Parts.badge(say(.blocked), .bad)] : []
            let form = isBlocked ? GiftCardForms.unblock : GiftCardForms.block
            return """
                \(Parts.tiles([Parts.tile(say(.leftOnCard), say.numbers.money(balance, currency), more, isFirst: true)]))
                <div class="part">\(GiftCardForms.topUp.html(request, initial: initial))</div>
                <div class="part">\(form.html(request, initial: initial, isQuiet: true))</div>
                """
        }
    }

    @Sendable static func coupon(
        _ screens: EntityScreens, _ call: Screen.Call, _ id: String
    ) throws -> PageAnswer? {
        try screens.card(call.connection, id) { entry in
            guard let used = entry.state["used"]?.int, let uses = entry.state["uses"]?.int else { return .empty }
            let numbers = screens.say.numbers
            return "<p class=\"part-note\">\(screens.say(.couponUsed, numbers.count(used), numbers.count(uses)))</p>"
        }
    }
}
