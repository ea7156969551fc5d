import Events
import Foundation

/// What the office has defined of what tills name: suppliers, who works where, categories of customers, and the rules by which discounts are
/// given.
extension SimulatedChain {
    /// Promotions are known so many weeks ahead.
    private static let weeksAhead = 26

    /// - Parameters:
    ///   - writer: whose book they stand in.
    ///   - sequence: the number of the first.
    ///   - seal: what an employee's fact says of who that is.
    package func namingFacts(
        by writer: String, from sequence: Int64, sealing seal: (Employee) throws -> String?
    ) rethrows -> [SimulatedFact] {
        var facts: [SimulatedFact] = []
        let first = plan.firstDay.advanced(by: -Self.leadDays)
        let start = ChainPlan.zone.start(of: first).milliseconds + 9 * 3_600_000
        func write(_ type: String, _ fact: some FactPart) {
            let id = FactID(writer: writer, sequence: sequence + Int64(facts.count))
            let time = Instant(milliseconds: start + Int64(facts.count) * 250)
            facts.append(SimulatedFact(.chain, id, type, at: time, isTill: false, fact))
        }
        for category in Customer.Category.allCases {
            write("customerCategory.defined.v1", defined(category))
            if let rule = rule(of: category, from: first) { write("discountRule.defined.v1", rule) }
        }
        for week in 0...((plan.days + Self.leadDays) / 7 + Self.weeksAhead) {
            let monday = plan.firstDay.monday.advanced(by: week * 7)
            if let rule = promotion(of: monday) { write("discountRule.defined.v1", rule) }
        }
        for supplier in suppliers {
            var fact = SupplierFacts()
            (fact.supplier, fact.name) = (supplier.name, LocalName())
            fact.name?.en = supplier.name.split(separator: "-").dropFirst().map(\.capitalized).joined(separator: " ")
            write("supplier.registered.v1", fact)
        }
        for employee in Employee.all(of: shops) {
            var fact = EmployeeFacts()
            (fact.employee, fact.roles, fact.stores) = (employee.id, [employee.role.rawValue], [employee.store])
            (fact.from, fact.sealed) = (plan.firstDay, try seal(employee))
            write("employee.registered.v1", fact)
        }
        return facts
    }

    private func defined(_ category: Customer.Category) -> CustomerCategoryDefined {
        var fact = CustomerCategoryDefined()
        fact.category = category.rawValue
        fact.name = category.name
        return fact
    }

    private func rule(of category: Customer.Category, from day: CalendarDay) -> DiscountRuleDefined? {
        guard category.percent > 0 else { return nil }
        let percent = category.percent / 10_000
        var fact = rule("\(category.rawValue)-\(percent)", "customer")
        fact.name?.ka = "\(category.name.ka ?? ""): \(percent)%"
        fact.name?.en = "\(category.name.en ?? ""): \(percent)%"
        fact.from = day.description
        fact.conditions = DiscountConditions()
        fact.conditions?.customerCategories = [category.rawValue]
        fact.effects = [Self.percent(category.percent)]
        return fact
    }

    /// A week's promotion: goods in groups, by how much is off.
    private func promotion(of monday: CalendarDay) -> DiscountRuleDefined? {
        var groups: [Int64: [String]] = [:]
        var id: String?
        for (place, article) in articles.enumerated() {
            guard let off = Promotions.discount(on: place, day: monday, seed: plan.seed) else { continue }
            groups[off.percent, default: []].append(article.id)
            id = off.rule
        }
        guard let id else { return nil }
        var fact = rule(id, "mixAndMatch")
        fact.name?.ka = "კვირის აქცია, \(monday)"
        fact.name?.en = "Promotion of the week of \(monday)"
        fact.from = monday.description
        fact.to = monday.advanced(by: 7).description
        fact.conditions = DiscountConditions()
        for (percent, products) in groups.sorted(by: { $0.key < $1.key }) {
            var group = MixGroup()
            (group.group, group.products, group.quantity) = ("\(percent / 10_000)", products, 1_000)
            fact.conditions?.groups.append(group)
            var effect = Self.percent(percent)
            effect.group = group.group
            fact.effects.append(effect)
        }
        return fact
    }

    private func rule(_ id: String, _ stage: String) -> DiscountRuleDefined {
        var fact = DiscountRuleDefined()
        (fact.rule, fact.version, fact.name) = (id, 1, LocalName())
        (fact.stage, fact.mode, fact.currency) = (stage, "compound", "GEL")
        return fact
    }

    private static func percent(_ percent: Int64) -> DiscountEffect {
        var effect = DiscountEffect()
        (effect.kind, effect.percent) = ("percent", percent)
        return effect
    }
}

extension Customer.Category {
    fileprivate var name: LocalName {
        var name = LocalName()
        (name.ka, name.en) =
            switch self {
            case .standard: ("სტანდარტული", "Standard")
            case .silver: ("ვერცხლი", "Silver")
            case .gold: ("ოქრო", "Gold")
            }
        return name
    }
}
