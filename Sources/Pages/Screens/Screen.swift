import Events
import Postgres
import Queries
import Rules

/// A page as it is declared: its address, what it is called in programs, what it shows, where the menu has it, and how it is made.
/// Router, menu and rights follow from the list of them (`Screens.all`).
struct Screen: Sendable {
    /// What a page is made with: who asks for what, one snapshot of all read models, and what stands in its address.
    struct Call {
        let request: PageRequest
        let models: ScreenModels
        let connection: Connection
        fileprivate let values: [String: String]

        /// What stands in the address in the place of a name in braces.
        subscript(_ name: String) -> String { values[name] ?? "" }
    }

    /// Who may see a page.
    enum Shows: Sendable {
        /// Who may see all of these of every shop: the page shows all that there is.
        case all([Scope])
        /// Who may see all of these of some shop: the page leaves out the others, and whatever else the reader does not see.
        case seen([Scope])
        /// Who may see any of the directories, each of which has needs of its own.
        case anyDirectory
        /// Who may do this.
        case who(Right)
        /// Whoever has anything decided.
        case deciders
    }

    /// `/stores/{store}`: a name in braces stands for anything.
    let path: String
    let id: String
    let menu: Menu
    let shows: Shows
    /// The entities of which it shows, and changes, whole rows: it is for whose roles leave nothing out of them.
    private(set) var whole: [EntityShape] = []
    /// nil where there is nothing at the address.
    let make: @Sendable (Call) throws -> PageAnswer?
    private let segments: [String]

    init(
        _ path: String, _ id: String, _ menu: Menu, _ shows: Shows,
        make: @escaping @Sendable (Call) throws -> PageAnswer?
    ) {
        (self.path, self.id, self.menu, self.shows, self.make) = (path, id, menu, shows, make)
        segments = path.split(separator: "/").map(String.init)
    }

    func of(whole entities: EntityShape...) -> Screen {
        var screen = self
        screen.whole = entities
        return screen
    }

    /// What stands in the place of the names of its address; nil where it is another's.
    private func values(at path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, said) in zip(segments, path) {
            if segment.hasPrefix("{") {
                values[String(segment.dropFirst().dropLast())] = said
            } else if segment != said {
                return nil
            }
        }
        return values
    }

    /// The page at a path; of several the first that is declared.
    static func at(_ path: [String]) -> (screen: Screen, values: [String: String])? {
        // The address `/` may come as one empty segment.
        let path = path.filter { !$0.isEmpty || path.count > 1 }
        for screen in Screens.all {
            if let values = screen.values(at: path) { return (screen, values) }
        }
        return nil
    }

    func page(
        _ request: PageRequest, _ values: [String: String], _ models: ScreenModels, _ connection: Connection
    ) throws -> PageAnswer? {
        try make(Call(request: request, models: models, connection: connection, values: values))
    }
}

/// What the menu has, in its order; every page belongs to one of its entries.
enum Menu: CaseIterable {
    case overview, ownShop, sales, stock, documents, customers, directories, completeness, quarantine, audit, approvals,
        signIns

    var title: Text {
        switch self {
        case .overview: .menuOverview
        case .ownShop: .menuOwnShop
        case .sales: .sales
        case .stock: .menuStock
        case .documents: .menuDocuments
        case .customers: .menuCustomers
        case .directories: .directories
        case .completeness: .menuCompletenessShort
        case .quarantine: .menuQuarantine
        case .audit: .menuAudit
        case .approvals: .menuApprovals
        case .signIns: .menuSignIns
        }
    }

    var icon: HTML {
        switch self {
        case .overview, .ownShop: Icons.overview
        case .sales: Icons.sales
        case .stock: Icons.stock
        case .documents: Icons.documents
        case .customers: Icons.customers
        case .directories: Icons.directories
        case .completeness: Icons.completeness
        case .quarantine: Icons.quarantine
        case .audit: Icons.audit
        case .approvals: Icons.approvals
        case .signIns: Icons.signIns
        }
    }

    /// The page that it leads somebody to: the first of its own that they may look at; nil where there is none.
    func place(for principal: Principal?) -> [String]? {
        places(for: principal).first { Screens.isShown($0, to: principal) }
    }

    private func places(for principal: Principal?) -> [[String]] {
        guard self == .ownShop else { return places }
        // Who sees all shops has the overview.
        guard let shops = principal?.sight(to: .read(.sales))?.stores, let shop = shops.first else { return [] }
        return [[EntityShape.store.path] + (shops.count == 1 ? [shop] : [])]
    }

    /// The pages that it leads to: `/` or `/` and one word.
    var places: [[String]] {
        switch self {
        case .overview: [[]]
        // Whose shop it is, the reader says.
        case .ownShop: []
        case .sales: [["sales"]]
        case .stock: [["stock"]]
        case .documents: DocumentTabs.lists.map(\.segments)
        case .customers: [["customers"]]
        case .directories: [["directories"]]
        case .completeness: [["completeness"]]
        case .quarantine: [["quarantine"]]
        case .audit: [["who-did-what"]]
        case .approvals: [["approvals"]]
        case .signIns: [["sign-ins"]]
        }
    }
}
