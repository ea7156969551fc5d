import Events
import Rules

extension Chronicle {
    /// The discounts of a line, each on what the one before left: the week’s promotion, the customer’s category, and
    /// now and then what the manager allows.
    func grants(on article: Int, worth base: Int64, _ service: inout Service) -> [Grant] {
        var running = base
        var grants: [Grant] = []
        func give(_ kind: String, _ rule: String, _ percent: Int64, _ detail: (inout Grant) -> Void = { _ in }) {
            var grant = Grant()
            grant.grant = service.grant(grants.count)
            (grant.rule, grant.kind, grant.base, grant.percent) = (rule, kind, running, percent)
            grant.amount = share(running, percent, of: 1_000_000)
            guard grant.amount > 0 else { return }
            detail(&grant)
            running -= grant.amount
            grants.append(grant)
        }
        if let promotion = Promotions.discount(on: article, day: service.visit.day, seed: plan.seed) {
            give("promotion", promotion.rule, promotion.percent)
        }
        if service.category.percent > 0 {
            let category = service.category.rawValue
            give("customerCategory", "\(category)-\(service.category.percent / 10_000)", service.category.percent) {
                $0.inputs = ["category": .string(category)]
            }
        }
        guard service.random.happens(oneIn: 400) else { return grants }
        let percent = Int64(service.random.pick([5, 10, 20, 50])) * 10_000
        let reason = service.random.pick(["დაზიანებული შეფუთვა", "ვადა იწურება", "საჩივარი", "მუდმივი მყიდველი"])
        give("manual", "manual", percent) {
            $0.reason = reason
            $0.approver = chain.shops[service.visit.shop].manager
        }
        return grants
    }
}
