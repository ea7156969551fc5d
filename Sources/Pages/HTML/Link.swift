/// Where links lead: pages by what they are of, in the one place that knows their addresses (a test finds the page of each).
/// Those of entities follow from their shapes (`EntityShape.page`).
enum Link {
    case store(String)
    case storeBooks(String)
    /// A shop's business date.
    case day(_ store: String, String)
    case receipt(String)
    case receiptEvent(_ receipt: String)
    case correctReceipt(String)
    /// A fact, by its `writer:writerseq`.
    case event(String)
    case stock
    case movements(_ store: String, _ product: String)
    case topCustomers
    case goodsDocuments
    /// By the fact that first said it.
    case goodsDocument(String)
    case correctGoodsDocument(String)
    /// By its kind's name.
    case newGoodsDocument(String)
    /// Purchase orders, customers' orders, payments: by the path of their kind.
    case tradeDocuments(_ path: String)
    case tradeDocument(_ path: String, String)
    case newTradeDocument(_ path: String)
    case changeTradeDocument(_ path: String, String)
    /// A payment on a customer's account, or an entry there, by its fact.
    case accountEntry(_ customer: String, String)
    case completeness
    case quarantine
    case audit
    /// What a form offers of an entity.
    case choices(String)
    case signIns
    case newSignIn
    case signIn(String)
    case tokens
    /// By its kind.
    case newToken(String)
    case token(String)
    /// Stocktakes by several people.
    case drafts
    case draft(String)
    case priceChanges
    case newPriceChange
    case priceChange(String)
    case priceLabels
    case countings
    case counting(_ store: String, String)
    case countingCompared(_ store: String, String)
    case countingSheet(_ store: String, String)
    case chainBooks
    case search
    case sales
    case receivings
    case receiving(_ store: String, String)
    case approvals
    case approval(String)

    var segments: [String] {
        switch self {
        case .store(let store): ["stores", store]
        case .storeBooks(let store): ["stores", store, "books"]
        case .day(let store, let day): ["stores", store, "days", day]
        case .receipt(let receipt): ["receipts", receipt]
        case .correctReceipt(let receipt): ["receipts", receipt, "correct"]
        case .receiptEvent(let receipt): ["receipts", receipt, "event"]
        case .event(let fact): ["events", fact]
        case .stock: ["stock"]
        case .movements(let store, let product): ["stock", store, product]
        case .topCustomers: ["customers", "top"]
        case .goodsDocuments: ["goods-documents"]
        case .goodsDocument(let fact): ["goods-documents", fact]
        case .correctGoodsDocument(let fact): ["goods-documents", fact, "correct"]
        case .newGoodsDocument(let kind): ["goods-documents", "new", kind]
        case .tradeDocuments(let path): [path]
        case .tradeDocument(let path, let id): [path, id]
        case .newTradeDocument(let path): [path, "new"]
        case .changeTradeDocument(let path, let id): [path, id, "change"]
        case .accountEntry(let customer, let fact): ["customers", customer, "account", fact]
        case .completeness: ["completeness"]
        case .quarantine: ["quarantine"]
        case .audit: ["who-did-what"]
        case .choices(let entity): ["choices", entity]
        case .signIns: ["sign-ins"]
        case .newSignIn: ["sign-ins", "new"]
        case .signIn(let name): ["sign-ins", name]
        case .tokens: ["tokens"]
        case .newToken(let kind): ["tokens", "new", kind]
        case .token(let id): ["tokens", id]
        case .drafts: ["drafts"]
        case .draft(let id): ["drafts", id]
        case .priceChanges: ["price-changes"]
        case .newPriceChange: ["price-changes", "new"]
        case .priceChange(let id): ["price-changes", id]
        case .priceLabels: ["price-labels"]
        case .countings: ["countings"]
        case .counting(let store, let id): ["countings", store, id]
        case .countingCompared(let store, let id): ["countings", store, id, "comparison"]
        case .countingSheet(let store, let id): ["countings", store, id, "sheet"]
        case .chainBooks: ["chain", "books"]
        case .search: ["search"]
        case .sales: ["sales"]
        case .receivings: ["receivings"]
        case .receiving(let store, let id): ["receivings", store, id]
        case .approvals: ["approvals"]
        case .approval(let id): ["approvals", id]
        }
    }
}
