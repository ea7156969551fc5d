import Events
import JSON
import Rules
import Testing

@testable import Simulation

@Suite struct `A simulated chain` {
    let told = Told.small

    @Test func `tells the same bytes for the same seed`() {
        let again = Told(.small())
        #expect(again.facts == told.facts)
        #expect(again.withheld == told.withheld)
        #expect(Told(.small(seed: 2)).facts != told.facts)
    }

    @Test func `breaks no rule but where it says so`() {
        for fact in told.facts + told.withheld {
            let event = told.events[fact.id]!
            #expect(event.allFaults.isEmpty == !fact.isSuspect, "\(fact.id) \(event.allFaults)")
            #expect(event.envelope.occurredAt == fact.occurredAt && event.envelope.type == fact.type)
        }
        #expect(told.facts.contains { $0.isSuspect })
    }

    @Test func `writes every fact to the place and by the author that its type asks for`() {
        for fact in told.facts {
            let type = FactType.byName[fact.type]!
            #expect((type.author == .till) == fact.isTill)
            let store: String? = if case .store(let store) = fact.scope { store } else { nil }
            #expect(type.scope == .either || (type.scope == .store) == (store != nil))
            #expect(told.events[fact.id]!.envelope.store == store)
        }
    }

    @Test func `numbers each book from 1 without a gap, in the order of time`() {
        var last: [String: SimulatedFact] = [:]
        for fact in told.all {
            let before = last[fact.writer]
            #expect(fact.id.sequence == (before?.id.sequence ?? 0) + 1, "\(fact.id)")
            if let before { #expect(fact.occurredAt >= before.occurredAt) }
            last[fact.writer] = fact
        }
        #expect(Set(last.keys) == Set(told.chain.writers.map(\.writer)))
    }

    @Test func `keeps back one number of one till, and all of another since yesterday evening`() throws {
        let byWriter = Dictionary(grouping: told.withheld) { $0.writer }
        #expect(byWriter.count == 2)
        let gap = try #require(byWriter["BAT-01-t1"] ?? byWriter[told.chain.shops[1].till(0)])
        #expect(gap.count == 1)
        #expect(told.facts.lastNumbers[gap[0].writer]! > gap[0].id.sequence)
        let silent = try #require(byWriter.values.first { $0[0].writer != gap[0].writer })
        #expect(silent.allSatisfy { $0.id.sequence > told.facts.lastNumbers[$0.writer]! })
    }

    @Test func `has told nothing that has not happened yet`() {
        var plan = ChainPlan.small()
        let noon = Instant(milliseconds: ChainPlan.zone.start(of: plan.lastDay).milliseconds + 12 * 3_600_000)
        plan.until = noon
        let told = Told(plan)
        #expect(told.facts.allSatisfy { $0.occurredAt < noon })
        #expect(told.facts == self.told.facts.filter { $0.occurredAt < noon })
    }

    @Test func `opens with its shops, tills, products and customers`() {
        let opening = told.chain.openingFacts
        #expect(opening.count == Int(told.chain.openingCount))
        #expect(
            Set(opening.map(\.type)) == [
                "store.opened.v1", "till.registered.v1", "product.listed.v1", "customer.registered.v1",
            ])
        #expect(opening.last!.occurredAt < told.days[0].facts[0].occurredAt)
        #expect(told.days.count == told.chain.plan.days)
    }

    @Test func `has defined every rule and category that tills name, without a fault`() throws {
        let parser = JSONParser()
        let naming = told.chain.namingFacts(by: "demo-office", from: 2) { _ in nil }
        #expect(naming.map(\.id.sequence) == Array(2..<Int64(naming.count + 2)))
        var (rules, categories): (Set<String>, Set<String>) = (["manual"], [])
        var (employees, suppliers): (Set<String>, Set<String>) = ([], [])
        for fact in naming {
            let event = try Event.read(fact.bytes, with: parser)
            #expect(event.fact.brokenRules.isEmpty, "\(event.fact.brokenRules)")
            switch event.fact {
            case .discountRuleDefined(let rule): rules.insert(rule.rule)
            case .customerCategoryDefined(let category): categories.insert(category.category)
            case .supplierRegistered(let supplier): suppliers.insert(supplier.supplier)
            case .employeeRegistered(let employee): employees.insert(employee.employee)
            default: Issue.record("\(fact.type) defines nothing")
            }
        }
        let granted = Set(told.receipts.flatMap { $0.receipt.lines.flatMap(\.grants).map(\.rule) })
        #expect(granted.count > 1 && granted.isSubset(of: rules), "\(granted.subtracting(rules))")
        #expect(Set(told.deliveries.compactMap(\.delivery.supplier)).isSubset(of: suppliers))
        let cashiers = Set(told.receipts.compactMap(\.receipt.circumstances.operator))
        #expect(cashiers.count > 3 && cashiers.isSubset(of: employees), "\(cashiers.subtracting(employees))")
        #expect(categories == Set(Customer.Category.allCases.map(\.rawValue)))
    }

    @Test func `has customers whose phones and cards are theirs alone`() {
        let people = SimulatedChain(ChainPlan(lastDay: CalendarDay("2026-03-31")!)).customers.map(\.person)
        #expect(Set(people.compactMap(\.phone).compactMap(Person.number)).count == people.count)
        #expect(Set(people.flatMap(\.cards)).count == people.flatMap(\.cards).count)
        #expect(people.allSatisfy { $0.name?.contains(" ") ?? false })
    }

    @Test func `grows to a hundred shops with ids and names of their own`() {
        var plan = ChainPlan.small()
        plan.stores = 100
        let shops = Shop.all(of: plan)
        #expect(Set(shops.map(\.id)).count == 100)
        #expect(Set(shops.map { $0.name.ka! }).count == 100)
    }
}
