import Events
import JSON
import Testing

@testable import Services

@Suite struct `Saying what things are` {
    private func supplier(_ change: (inout SupplierFacts) -> Void = { _ in }) -> SupplierFacts {
        var facts = SupplierFacts()
        (facts.supplier, facts.name, facts.address) = ("z", LocalName(ka: nil, en: "Dairy"), "Rustavi")
        change(&facts)
        return facts
    }

    @Test func `a supplier is registered, then what changed is said`() {
        let registered = Given(SubjectDecider<SupplierSubject>.self).after(.put(supplier()))
        Given(SubjectDecider<SupplierSubject>.self).when(.put(supplier())).then("supplier.registered.v1")
        registered.when(.put(supplier())).then()
        let changed = registered.when(.put(supplier { $0.paymentDays = 30 })).then("supplier.changed.v1")
        guard case .supplierChanged(let facts)? = changed.first?.fact else { return }
        #expect(facts.paymentDays == 30 && facts.supplier == "z" && facts.name == nil && facts.address == nil)
        let cleared = registered.when(.put(supplier { $0.address = nil })).then("supplier.changed.v1")
        guard case .supplierChanged(let change)? = cleared.first?.fact else { return }
        #expect(change.cleared == ["address"] && change.name == nil)
        registered.after(.put(supplier { $0.address = nil })).thenState { $0.present?.address == nil }
        Given(SubjectDecider<SupplierSubject>.self).when(.put(supplier { $0.name = nil })).thenRefused("required")
    }

    private func employee(_ roles: [String], _ stores: [String]) -> EmployeeFacts {
        var facts = EmployeeFacts()
        (facts.employee, facts.roles, facts.stores) = ("e", roles, stores)
        return facts
    }

    @Test func `the last role and the last shop are taken away`() {
        let hired = Given(SubjectDecider<EmployeeSubject>.self).after(.put(employee(["head"], ["S01"])))
        let none = hired.when(.put(employee([], ["S01"]))).then("employee.changed.v1")
        guard case .employeeChanged(let change)? = none.first?.fact else { return }
        #expect(change.cleared == ["roles"] && change.stores.isEmpty)
        hired.after(.put(employee([], ["S01"]))).thenState {
            $0.present?.roles == [] && $0.present?.stores == ["S01"] && $0.present?.cleared == []
        }
        hired.after(.change(employee([], []), clearing: ["stores"])).thenState {
            $0.present?.roles == ["head"] && $0.present?.stores == []
        }
        hired.after(.put(employee([], []))).when(.put(employee([], []))).then()
    }

    @Test func `two who change different fields do not undo each other, and null takes one away`() {
        func change(_ fields: JSON) -> SupplierFacts {
            var facts = SupplierFacts()
            (facts.supplier, facts.circumstances.fields) = ("z", fields)
            return facts
        }
        let registered = Given(SubjectDecider<SupplierSubject>.self).after(.put(supplier()))
        let both = registered.after(.change(change(["rating": 5]))).after(.change(change(["route": "north"])))
        both.thenState { $0.present?.circumstances.fields == ["rating": 5, "route": "north"] }
        let said = both.when(.change(change(["rating": .null]))).then("supplier.changed.v1")
        guard case .supplierChanged(let fact)? = said.first?.fact else { return }
        #expect(fact.circumstances.fields == ["rating": .null])
        both.after(.change(change(["rating": .null]))).thenState {
            $0.present?.circumstances.fields == ["route": "north"]
        }
        // Who replaces the supplier and does not know the fields leaves them.
        both.when(.put(supplier())).then()
        // A name in one language leaves the other.
        var georgian = SupplierFacts()
        (georgian.supplier, georgian.name) = ("z", LocalName(ka: "რძე", en: nil))
        registered.after(.change(georgian)).thenState { $0.present?.name == LocalName(ka: "რძე", en: "Dairy") }
    }

    @Test func `a limit is raised without saying its currency again`() {
        func contract(_ limit: Int64, _ currency: String?) -> ContractFacts {
            var facts = ContractFacts()
            (facts.contract, facts.customer, facts.creditLimit, facts.currency) = ("k", "c", limit, currency)
            return facts
        }
        Given(SubjectDecider<ContractSubject>.self).when(.put(contract(1, nil))).thenRefused("required")
        let signed = Given(SubjectDecider<ContractSubject>.self).after(.put(contract(100, "GEL")))
        signed.when(.put(contract(200, "GEL"))).then("contract.changed.v1")
    }

    @Test func `a change says some of it, and the rest stays`() {
        var some = SupplierFacts()
        (some.supplier, some.status) = ("z", "inactive")
        Given(SubjectDecider<SupplierSubject>.self).when(.change(some)).thenRefused("supplier.unknown")
        let registered = Given(SubjectDecider<SupplierSubject>.self).after(.put(supplier()))
        registered.after(.change(some)).thenState {
            $0.present?.status == "inactive" && $0.present?.address == "Rustavi"
        }
        registered.after(.change(some)).when(.change(some)).then()
    }

    @Test func `users' own fields count as something said`() {
        let registered = Given(SubjectDecider<SupplierSubject>.self).after(.put(supplier()))
        registered.when(.put(supplier { $0.circumstances.fields = ["rating": 5] })).then("supplier.changed.v1")
        registered.when(.put(supplier { $0.circumstances.reason = "why not" })).then()
    }

    @Test func `a contract stays its customer's, ends once, and may be signed anew`() {
        func contract(_ customer: String?) -> ContractFacts {
            var facts = ContractFacts()
            (facts.contract, facts.customer) = ("k", customer)
            return facts
        }
        Given(SubjectDecider<ContractSubject>.self).when(.put(contract(nil))).thenRefused("required")
        let signed = Given(SubjectDecider<ContractSubject>.self).after(.put(contract("c")))
        signed.when(.put(contract("d"))).thenRefused("contract.customer")
        let ended = signed.after(.end("k", Circumstances()))
        ended.thenState { $0.isOver(at: Instant(milliseconds: 0)) }
        ended.when(.end("k", Circumstances())).then()
        ended.after(.put(contract("c"))).thenState { !$0.isOver(at: Instant(milliseconds: 0)) }
        Given(SubjectDecider<ContractSubject>.self).when(.end("k", Circumstances())).thenRefused("contract.unknown")
    }

    @Test func `what is said whole is replaced whole, and some of it stays for ever`() {
        func rate(_ numerator: Int64, _ currency: String = "USD") -> ExchangeRateSet {
            var rate = ExchangeRateSet()
            (rate.rate, rate.currency, rate.baseCurrency) = ("usd", currency, "GEL")
            (rate.numerator, rate.denominator) = (numerator, 100)
            return rate
        }
        let set = Given(SubjectDecider<ExchangeRateSubject>.self).after(.put(rate(271)))
        set.when(.put(rate(271))).then()
        set.when(.put(rate(272))).then("exchangeRate.set.v1")
        set.when(.put(rate(271, "EUR"))).thenRefused("exchangeRate.currency")
        set.when(.put(rate(271, "GEL"))).thenRefused("exchangeRate.currency")
        // The same rate from another day on is something new.
        var tomorrow = rate(271)
        tomorrow.circumstances.effectiveAt = "2026-03-02"
        set.when(.put(tomorrow)).then("exchangeRate.set.v1")

        var field = FieldDefined()
        (field.field, field.entity, field.type) = ("shelf", "product", "text")
        let defined = Given(SubjectDecider<FieldSubject>.self).after(.put(field))
        field.type = "integer"
        defined.when(.put(field)).thenRefused("field.type")
        var tax = TaxSet()
        (tax.tax, tax.rate) = ("vat", 1_000_001)
        Given(SubjectDecider<TaxSubject>.self).when(.put(tax)).thenRefused("rate.range", ["most": 1_000_000])
    }
}

@Suite struct `The books of a shop` {
    private func policy(_ from: String, returnDays: Int64 = 14) -> StoreBooksDecider.Order {
        var policy = StorePolicySet()
        (policy.from, policy.returnDays) = (CalendarDay(from), returnDays)
        return .set(policy, at: .store("S01"), today: CalendarDay("2026-04-10")!)
    }

    private func close(_ through: String, from: String? = nil) -> StoreBooksDecider.Order {
        var period = PeriodClosed()
        (period.through, period.from) = (CalendarDay(through), from.flatMap { CalendarDay($0) })
        return .close(period, at: "S01", today: CalendarDay("2026-04-10")!)
    }

    @Test func `are closed day after day, before today, and never opened again`() {
        let closed = Given(StoreBooksDecider.self).after(close("2026-03-31"))
        closed.when(close("2026-03-31")).then()
        closed.when(close("2026-03-30")).thenRefused("period.closed")
        closed.when(close("2026-04-09", from: "2026-03-31")).thenRefused("period.closed")
        closed.when(close("2026-04-09", from: "2026-04-01")).then("period.closed.v1")
        closed.when(close("2026-04-10")).thenRefused("period.open")
    }

    @Test func `are not closed ahead of today by a fact that says so`() {
        var period = PeriodClosed()
        period.through = CalendarDay("2099-12-31")
        let closed = Given(StoreBooksDecider.self, [Said(.periodClosed(period), store: "S01")])
        closed.when(policy("2026-04-09")).thenRefused("period.closed")
        closed.when(policy("2026-04-10")).then("storePolicy.set.v1")
        closed.when(close("2026-04-09")).then()
        closed.when(close("2026-04-08")).thenRefused("period.closed")
    }

    @Test func `take a policy from an open day on, once`() {
        let set = Given(StoreBooksDecider.self).after(close("2026-03-31"))
        set.when(policy("2026-03-31")).thenRefused("period.closed")
        let decided = set.when(policy("2026-04-01")).then("storePolicy.set.v1")
        #expect(decided.first?.place == .store("S01"))
        set.after(policy("2026-04-01")).when(policy("2026-04-01")).then()
        set.after(policy("2026-04-01")).when(policy("2026-04-01", returnDays: 30)).then("storePolicy.set.v1")
    }
}

@Suite struct `What stands on a customer's account` {
    private func entry(_ amount: Int64, limit: Int64? = nil) -> AccountDecider.Order {
        var fact = AccountAdjusted()
        (fact.customer, fact.kind, fact.amount, fact.currency) = ("c", "invoice", amount, "GEL")
        return .enter(fact, at: "S01", limit: limit)
    }

    private func paid(_ amount: Int64, settles: [(String, Int64)] = []) -> AccountDecider.Order {
        var fact = AccountPaid()
        (fact.customer, fact.amount, fact.currency) = ("c", amount, "GEL")
        fact.settles = settles.map { receipt, amount in
            var part = AccountSettlement()
            (part.receipt, part.amount) = (receipt, amount)
            return part
        }
        return .pay(fact, at: "S01")
    }

    private func receipt(_ number: Int64, onAccount amount: Int64) -> Said {
        var (receipt, tender) = (Receipt(), Tender())
        (receipt.customer, receipt.currency) = ("c", "GEL")
        (tender.tender, tender.kind, tender.amount) = (1, "account", amount)
        receipt.tenders = [tender]
        return Said(.receiptCompleted(receipt), store: "S01", id: FactID(writer: "S01-t1", sequence: number))
    }

    @Test func `is what receipts and the office put there less what was paid`() {
        Given(AccountDecider.self, [receipt(1, onAccount: 300), receipt(2, onAccount: -50)])
            .after(entry(100)).after(paid(120)).thenState { $0.balance == 230 }
        #expect(AccountDecider.streams(of: receipt(1, onAccount: 1)) == ["c/GEL"])
        var cash = Receipt()
        cash.customer = "c"
        #expect(AccountDecider.streams(of: Said(.receiptCompleted(cash), id: FactID("w:1"))) == [])
    }

    @Test func `a corrected receipt stands there as its highest revision says, whatever comes first`() {
        func corrected(_ revision: Int64, _ amount: Int64?) -> Said {
            var (correction, replacement) = (ReceiptCorrection(), Receipt())
            (correction.receipt, correction.revision) = ("S01-t1:1", revision)
            (replacement.customer, replacement.currency) = ("c", "GEL")
            if let amount {
                var tender = Tender()
                (tender.tender, tender.kind, tender.amount) = (1, "account", amount)
                replacement.tenders = [tender]
            }
            correction.replacement = replacement
            return Said(.receiptCorrected(correction), store: "S01")
        }
        #expect(AccountDecider.streams(of: corrected(1, nil)) == ["c/GEL"])
        let facts = [receipt(1, onAccount: 300), corrected(1, 200), corrected(2, 250)]
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            Given(AccountDecider.self, order.map { facts[$0] }).thenState { $0.balance == 250 }
        }
        Given(AccountDecider.self, facts + [corrected(3, nil)]).thenState { $0.balance == 0 }
    }

    @Test func `stays within the contract's limit, and may always become less`() {
        let owing = Given(AccountDecider.self, [receipt(1, onAccount: 300)])
        owing.when(entry(201, limit: 500)).thenRefused("account.limit", ["limit": 500, "balance": 300, "left": 200])
        owing.when(entry(200, limit: 500)).then("account.adjusted.v1")
        owing.when(entry(-10, limit: 100)).then("account.adjusted.v1")
        owing.when(entry(0)).thenRefused("amount.none")
    }

    @Test func `a receipt is settled once`() {
        let owing = Given(AccountDecider.self, [receipt(1, onAccount: 300)])
        owing.when(paid(301, settles: [("S01-t1:1", 301)])).thenRefused("account.settled", ["left": 300, "asked": 301])
        owing.after(paid(200, settles: [("S01-t1:1", 200)])).when(paid(200, settles: [("S01-t1:1", 101)]))
            .thenRefused("account.settled", ["left": 100])
        owing.when(paid(5, settles: [("S01-t1:9", 5)])).thenRefused("account.settled", ["left": 0])
        owing.when(paid(1_000)).then("account.paid.v1")
    }
}

extension SubjectState {
    fileprivate var present: S.Body? { said(at: Instant(milliseconds: 0)) }
}

extension SubjectDecider.Order {
    private static var now: Instant { Instant(milliseconds: 0) }
    fileprivate static func put(_ body: S.Body) -> Self { Self(.put(body), now: now) }
    fileprivate static func change(_ body: S.Body, clearing: [String] = []) -> Self {
        Self(.change(body, clearing: clearing), now: now)
    }
    fileprivate static func end(_ id: String, _ circumstances: Circumstances) -> Self {
        Self(.end(id, circumstances), now: now)
    }
}
