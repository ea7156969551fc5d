import Events

/// What a fact says of one thing.
package enum Told<Body: Sendable>: Sendable {
    /// - Parameter clearing: members that hold nothing any more, besides those that the body itself clears.
    case said(id: String, Body, clearing: [String] = [])
    case ended(id: String)

    package var id: String {
        switch self {
        case .said(let id, _, _): id
        case .ended(let id): id
        }
    }
}

extension Told where Body: FactBody {
    /// Its members; nil where it ends what it speaks of.
    package var members: FactMembers? {
        switch self {
        case .said(_, let body, let cleared): FactMembers(body).clearing(cleared)
        case .ended: nil
        }
    }
}

/// What a fact says of a supplier, an employee, …; nil where it speaks of something else.
extension Fact {
    package var toldOfSupplier: Told<SupplierFacts>? {
        switch self {
        case .supplierRegistered(let facts), .supplierChanged(let facts): .said(id: facts.supplier, facts)
        case .supplierEnded(let fact): .ended(id: fact.supplier)
        default: nil
        }
    }

    package var toldOfProduct: Told<ProductFacts>? {
        switch self {
        case .productListed(let facts), .productChanged(let facts): .said(id: facts.product, facts)
        default: nil
        }
    }

    package var toldOfPrice: Told<PriceSet>? {
        if case .priceSet(let fact) = self { .said(id: fact.price, fact) } else { nil }
    }

    package var toldOfDiscountRule: Told<DiscountRuleDefined>? {
        if case .discountRuleDefined(let fact) = self { .said(id: fact.rule, fact) } else { nil }
    }

    package var toldOfEmployee: Told<EmployeeFacts>? {
        switch self {
        case .employeeRegistered(let facts), .employeeChanged(let facts): .said(id: facts.employee, facts)
        case .employeeLeft(let fact), .employeeErased(let fact): .ended(id: fact.employee)
        default: nil
        }
    }

    /// Which ids are one person is no part of it: that is said of two.
    package var toldOfCustomer: Told<CustomerRegistered>? {
        switch self {
        case .customerRegistered(let fact): return .said(id: fact.customer, fact)
        case .customerChanged(let fact):
            var facts = CustomerRegistered()
            (facts.customer, facts.sealed, facts.consents) = (fact.customer, fact.sealed, fact.consents)
            (facts.kind, facts.circumstances) = (fact.kind, fact.circumstances)
            return .said(id: fact.customer, facts)
        case .customerCategorySet(let fact):
            var facts = CustomerRegistered()
            (facts.customer, facts.category, facts.circumstances) = (fact.customer, fact.category, fact.circumstances)
            return .said(id: fact.customer, facts, clearing: fact.category == nil ? ["category"] : [])
        case .customerErased(let fact): return .ended(id: fact.customer)
        default: return nil
        }
    }

    package var toldOfContract: Told<ContractFacts>? {
        switch self {
        case .contractSigned(let facts), .contractChanged(let facts): .said(id: facts.contract, facts)
        case .contractEnded(let fact): .ended(id: fact.contract)
        default: nil
        }
    }

    package var toldOfReminder: Told<ReminderSet>? {
        switch self {
        case .reminderSet(let fact): .said(id: fact.reminder, fact)
        case .reminderDone(let fact): .ended(id: fact.reminder)
        default: nil
        }
    }

    package var toldOfDocument: Told<DocumentAttached>? {
        switch self {
        case .documentAttached(let fact): .said(id: fact.document, fact)
        case .documentRemoved(let fact): .ended(id: fact.document)
        default: nil
        }
    }

    package var toldOfRole: Told<RoleDefined>? {
        if case .roleDefined(let fact) = self { .said(id: fact.role, fact) } else { nil }
    }

    package var toldOfField: Told<FieldDefined>? {
        if case .fieldDefined(let fact) = self { .said(id: fact.field, fact) } else { nil }
    }

    package var toldOfEntity: Told<EntityDefined>? {
        if case .entityDefined(let fact) = self { .said(id: fact.entity, fact) } else { nil }
    }

    /// By both its ids (`EntryKey`).
    package var toldOfEntry: Told<EntryRecorded>? {
        switch self {
        case .entryRecorded(let fact): .said(id: EntryKey(entity: fact.entity, entry: fact.entry).text, fact)
        case .entryEnded(let fact): .ended(id: EntryKey(entity: fact.entity, entry: fact.entry).text)
        default: nil
        }
    }

    package var toldOfCustomerCategory: Told<CustomerCategoryDefined>? {
        if case .customerCategoryDefined(let fact) = self { .said(id: fact.category, fact) } else { nil }
    }

    package var toldOfTax: Told<TaxSet>? {
        if case .taxSet(let fact) = self { .said(id: fact.tax, fact) } else { nil }
    }

    package var toldOfExchangeRate: Told<ExchangeRateSet>? {
        if case .exchangeRateSet(let fact) = self { .said(id: fact.rate, fact) } else { nil }
    }

    package var toldOfTenderKind: Told<TenderKindDefined>? {
        if case .tenderKindDefined(let fact) = self { .said(id: fact.kind, fact) } else { nil }
    }
}
