import Events
import Queries
import Rules

/// Every page. To add one, add it here.
extension Screens {
    static let all: [Screen] =
        figures + lists + tradeDocuments + countings + receivings + prices + approvals + signIns + tokens + own
        + EntityShapes.all.flatMap { entity($0) }

    /// What a page of the figures of all shops may show.
    private static let whole: Screen.Shows = .all([.sales, .stock, .cost, .books, .orders, .money, .personal])

    private static let figures: [Screen] = [
        Screen("/\(StartScreen.name)", "start", .overview, whole) { try StartScreen($0).page() },
        Screen("/", "overview", .overview, whole) { call in
            try Dashboard(call.request, call.models).page { try StartScreen(call) }
        },
        Screen("/sales", "sales", .sales, .seen([.sales])) { try SalesScreen($0).page() },
        Screen("/stores/{store}/days/{day}", "day", .overview, .seen([.sales])) { call in
            try CalendarDay(call["day"]).flatMap { try DayScreen(call.request, call.models, call["store"], $0)?.page() }
        },
        Screen("/stores/{store}/books", "storeBooks", .directories, .seen(EntityShape.store.needs)) {
            try ShopBooksScreen($0, $0["store"])?.page()
        },
        Screen("/chain/books", "chainBooks", .directories, .all(EntityShape.store.needs)) {
            try ChainBooksScreen($0).page()
        },
        Screen("/receipts/{receipt}", "receipt", .overview, .seen([.sales])) { call in
            try FactID(call["receipt"]).flatMap { try ReceiptScreen(call.request, call.models, $0)?.page() }
        },
        Screen("/receipts/{receipt}/correct", "receiptCorrect", .overview, .seen([.sales])) { call in
            try FactID(call["receipt"]).flatMap { try CorrectReceiptScreen.page(call.request, call.models, $0) }
        },
        Screen("/receipts/{receipt}/event", "receiptEvent", .overview, whole) { call in
            try FactID(call["receipt"]).flatMap { try EventScreen(call.request, call.models, $0).page() }
        },
        Screen("/events/{event}", "event", .overview, whole) { call in
            try FactID(call["event"]).flatMap { try EventScreen(call.request, call.models, $0).page() }
        },
    ]

    /// What a customer's figures show.
    static let people: [Scope] = [.customers, .personal, .sales, .cost, .money]

    private static let lists: [Screen] = [
        Screen("/stock", "stock", .stock, .seen([.stock])) { try StockScreen($0.request, $0.models).page() },
        Screen("/stock/{store}/{product}", "movements", .stock, .seen([.stock])) {
            try MovementsScreen($0.request, $0.models, store: $0["store"], product: $0["product"]).page()
        },
        Screen("/goods-documents", "goodsDocuments", .documents, .seen([.stock])) {
            try GoodsDocumentScreens($0.request, $0.models).list(drafts: DraftScreen($0))
        },
        Screen("/drafts", "drafts", .documents, .anyDirectory) { try DraftScreen($0).page() },
        Screen("/goods-documents/new/{kind}", "newGoodsDocument", .documents, .seen([.stock])) { call in
            try GoodsDocumentKind.named(call["kind"]).flatMap { kind in
                try GoodsDocumentScreens(call.request, call.models).new(kind)
            }
        },
        Screen("/goods-documents/{fact}", "goodsDocument", .documents, .seen([.stock])) {
            try GoodsDocumentScreens($0.request, $0.models).card($0["fact"])
        },
        Screen("/goods-documents/{fact}/correct", "correctGoodsDocument", .documents, .seen([.stock])) {
            try GoodsDocumentScreens($0.request, $0.models).correct($0["fact"])
        },
        Screen("/customers/top", "topCustomers", .customers, .all(people)) {
            try TopCustomersScreen($0.request, $0.models).page()
        },
        Screen("/customers/{customer}/account/{fact}", "accountEntry", .customers, .all([.money, .personal])) {
            try CustomerAccount($0.request, $0.models)?.page($0["customer"], $0["fact"])
        },
        // Each of its lists has needs of its own.
        Screen("/completeness", "completeness", .completeness, .all([.books])) {
            try CompletenessScreen($0.request, $0.models).page()
        },
        Screen("/quarantine", "quarantine", .quarantine, .all([.books] + WholeFact.any.needs)) {
            try QuarantineScreen($0.request, $0.models).page()
        },
        // What only some may see of a row is left out there.
        Screen("/who-did-what", "whoDidWhat", .audit, .seen([.books])) { try AuditScreen($0).page() },
        Screen("/directories", "directories", .directories, .anyDirectory) {
            try DirectoriesScreen($0.request, $0.models).page()
        },
        // Each part of it has needs of its own.
        Screen("/search", "search", .overview, .anyDirectory) { try SearchScreen($0).page() },
        // Each entity's own right is asked for there.
        Screen("/choices/{entity}", "choices", .directories, .anyDirectory) {
            try ChoicesScreen(request: $0.request, models: $0.models, entity: $0["entity"]).page()
        },
    ]

    private static let tradeDocuments: [Screen] = TradeDocumentKind.all.flatMap { kind -> [Screen] in
        let (list, one, needs) = ("/\(kind.path)", "/\(kind.path)/{\(kind.name)}", Screen.Shows.seen([kind.readAs]))
        let change = Screen("\(one)/change", "\(kind.name)Change", .documents, needs) {
            try TradeDocumentScreens($0, kind).change($0[kind.name])
        }
        return [
            Screen(list, kind.path, .documents, needs) { try TradeDocumentScreens($0, kind).list() },
            Screen("\(list)/new", "\(kind.name)New", .documents, needs) { try TradeDocumentScreens($0, kind).new() },
            Screen(one, kind.name, .documents, needs) { try TradeDocumentScreens($0, kind).card($0[kind.name]) },
        ] + (kind.hasLines ? [change] : [])
    }

    /// Changes of many prices show all shops', with what goods cost to who sees that.
    private static let prices: [Screen] = [
        Screen("/price-changes", "priceChangeList", .directories, .all([.catalogue])) {
            try PriceChangeScreens($0).list()
        },
        Screen("/price-changes/new", "priceChangeNew", .directories, .all([.catalogue])) {
            try PriceChangeScreens($0).new()
        },
        Screen("/price-changes/{change}", "priceChangeCard", .directories, .all([.catalogue])) {
            try PriceChangeScreens($0).one($0["change"])
        },
        Screen("/price-labels", "priceLabels", .directories, .seen([.catalogue])) { try PriceLabelScreen($0).page() },
    ].map { $0.of(whole: .price, .product) }

    private static let countings: [Screen] = [
        Screen("/countings", "countings", .documents, .seen([.stock])) { try CountingScreens($0).list() },
        Screen("/countings/{store}/{counting}", "counting", .documents, .seen([.stock])) {
            try CountingScreens($0).count($0["store"], $0["counting"])
        },
        Screen("/countings/{store}/{counting}/comparison", "countingComparison", .documents, .seen([.stock])) {
            try CountingScreens($0).compare($0["store"], $0["counting"])
        },
        Screen("/countings/{store}/{counting}/sheet", "countingSheet", .documents, .seen([.stock])) {
            try CountingScreens($0).sheet($0["store"], $0["counting"])
        },
    ]

    private static let receivings: [Screen] = [
        Screen("/receivings", "receivings", .documents, .seen([.stock])) { try ReceivingScreens($0).list() },
        Screen("/receivings/{store}/{receiving}", "receiving", .documents, .seen([.stock])) {
            try ReceivingScreens($0).receive($0["store"], $0["receiving"])
        },
    ]

    private static let approvals: [Screen] = [
        Screen("/approvals", "approvals", .approvals, .deciders) { try ApprovalScreens($0).list() },
        Screen("/approvals/{approval}", "approval", .approvals, .deciders) {
            try ApprovalScreens($0).card($0["approval"])
        },
    ]

    private static let signIns: [Screen] = [
        Screen("/sign-ins", "signIns", .signIns, SignInScreens.shows) { try SignInScreens($0).list() },
        Screen("/sign-ins/new", "signInNew", .signIns, SignInScreens.shows) { try SignInScreens($0).new() },
        Screen("/sign-ins/{signIn}", "signInCard", .signIns, SignInScreens.shows) {
            try SignInScreens($0).card($0["signIn"])
        },
    ]

    private static let tokens: [Screen] = [
        Screen("/tokens", "tokens", .signIns, TokenScreens.shows) { try TokenScreens($0).list() },
        Screen("/tokens/new/{kind}", "tokenNew", .signIns, TokenScreens.shows) { try TokenScreens($0).new($0["kind"]) },
        Screen("/tokens/{token}", "token", .signIns, TokenScreens.shows) { try TokenScreens($0).card($0["token"]) },
    ]

    // MARK: Directories

    /// Those of an entity of ours, with the users' own fields of it.
    private static func entity(_ shape: EntityShape) -> [Screen] {
        entries(
            "/\(shape.path)", shape.path, shape.name, shape.idName, shape.needs, isFixed: shape.isFixed,
            card: cards[shape.name]
        ) { call in
            EntityScreens(call.request, call.models, try ScreenEntities.ours(call.models, shape, at: call.request.now))
        }
    }

    /// Of entities whose pages show more than what was said of them, by name.
    private static let cards: [String: Card] = [
        EntityShape.customer.name: { try CustomerCard(screens: $0).page($1, $2) },
        EntityShape.employee.name: { screens, call, id in
            try screens.card(call.connection, id) {
                "\(try SignInScreens(call).part(of: $0))\(try SignInScreens(call).more(of: $0))"
            }
        },
        EntityShape.product.name: { screens, call, id in
            try screens.card(call.connection, id) { entry in
                try ProductCard(call, entry.id, unit: entry.members["unit"]?.string).parts()
            }
        },
        EntityShape.giftCard.name: LoyaltyCards.giftCard, EntityShape.coupon.name: LoyaltyCards.coupon,
        EntityShape.store.name: { screens, call, id in
            let figures = try StoreScreen(call.request, call.models, id)
            return try screens.card(call.connection, id) { _ in
                let books = Parts.link(Path(.storeBooks(id)), screens.say(.shopBooksLink))
                return "<p class=\"pager\">\(books)</p>\(try figures?.parts() ?? .empty)"
            } ?? figures?.page()
        },
    ]

    private typealias Card = @Sendable (EntityScreens, Screen.Call, _ id: String) throws -> PageAnswer?

    /// Where the menu has an entity's pages.
    private static func menu(_ list: String) -> Menu {
        Menu.allCases.first { $0.places.contains { "/" + $0.joined(separator: "/") == list } } ?? .directories
    }

    /// Those of the users' own entities.
    private static let own = entries(
        "/\(EntityShape.entry.path)/{entity}", EntityShape.entry.path, "entry", "entry", EntityShape.entry.needs
    ) {
        call in
        try ScreenEntities.own(call.models, call["entity"], at: call.request.now)
            .map { EntityScreens(call.request, call.models, $0) }
    }

    private static func entries(
        _ list: String, _ listID: String, _ id: String, _ idName: String, _ needs: [Scope], isFixed: Bool = false,
        card: Card? = nil,
        _ screens: @escaping @Sendable (Screen.Call) throws -> EntityScreens?
    ) -> [Screen] {
        let (entry, menu) = ("\(list)/{\(idName)}", menu(list))
        let change = Screen("\(entry)/change", "\(id)Change", menu, .seen(needs)) {
            try screens($0)?.change($0.connection, $0[idName])
        }
        return [
            Screen(list, listID, menu, .seen(needs)) { try screens($0)?.list() },
            Screen("\(list)/new", "\(id)New", menu, .seen(needs)) { try screens($0)?.new() },
            Screen("\(list)/import", "\(id)Import", menu, .seen(needs)) { try screens($0)?.importing() },
            Screen(entry, id, menu, .seen(needs)) { call in
                guard let screens = try screens(call) else { return nil }
                return try card.map { try $0(screens, call, call[idName]) }
                    ?? screens.card(call.connection, call[idName])
            },
        ] + (isFixed ? [] : [change])
    }
}
