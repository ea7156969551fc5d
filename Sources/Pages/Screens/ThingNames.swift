import Events
import Queries
import Rules

/// What things are called in the reader's language: as the office has defined them, else by a common word, else by their id.
struct ThingNames {
    private let say: Words
    private let categories: ByID<ScreenName>
    private let rules: ByID<ScreenName>
    private let tenders: ByID<ScreenName>
    private let customers: ByID<ScreenName>
    private let employees: ByID<ScreenName>
    private let suppliers: ByID<ScreenName>
    private let stores: ByID<ScreenName>

    /// Looks up the names of what a page is about to show.
    init(
        _ say: Words, _ models: ScreenModels, categories: [String] = [], rules: [String] = [], tenders: [String] = [],
        customers: [String] = [], employees: [String] = [], suppliers: [String] = [], stores: [String] = []
    ) throws {
        self.say = say
        func names(_ shape: EntityShape, _ ids: [String]) throws -> ByID<ScreenName> {
            try ScreenEntities.names(models, of: shape.name, ids, at: .now)
        }
        self.categories = try names(.customerCategory, categories)
        self.rules = try names(.discountRule, rules)
        self.tenders = try names(.tenderKind, tenders)
        self.customers = try names(.customer, customers)
        self.employees = try names(.employee, employees)
        self.suppliers = try names(.supplier, suppliers)
        self.stores = try names(.store, stores)
    }

    /// A category of customers.
    func category(_ id: String) -> String { categories[id].map(say.name) ?? say.word(id, of: "customerCategory") }
    /// A rule by which discounts are given.
    func rule(_ id: String) -> String { rules[id].map(say.name) ?? say.word(id, of: "grants.rule") }
    /// A customer, to whoever is told who customers are.
    func customer(_ id: String) -> String { customers[id].map(say.name) ?? id }
    func customerLink(_ id: String) -> HTML { Parts.link(EntityShape.customer.page(id), customer(id)) }
    /// Who works here, to whoever is told who people are; a cashier that nobody has registered by what the till says.
    func employee(_ id: String) -> String { employees[id].map(say.name) ?? id }
    func supplierLink(_ id: String) -> HTML {
        Parts.link(EntityShape.supplier.page(id), suppliers[id].map(say.name) ?? id)
    }
    func store(_ id: String) -> String { stores[id].map(say.name) ?? id }
    func storeLink(_ id: String) -> HTML { Parts.link(Path(.store(id)), stores[id].map(say.name) ?? id) }
    /// A means of payment.
    func tender(_ kind: String) -> String { tenders[kind].map(say.name) ?? say.word(kind, of: "tenders.kind") }
}
