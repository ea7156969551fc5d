import Events
import Postgres
import Queries
import Rules
import Services

/// The guided start of a chain: the first things that somebody describes, each a step that is done here or later, until a till has
/// sold something.
struct StartScreen {
    /// Its address, and what forms say of whoever comes from here (`Form.origin`).
    static let name = "start"

    private var request: PageRequest
    private let models: ScreenModels
    private let say: Words
    private let start: ScreenStart
    private let tillToken: Bool

    init(_ call: Screen.Call) throws { try self.init(call.request, call.models, call.connection) }

    init(_ request: PageRequest, _ models: ScreenModels, _ connection: Connection) throws {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
        start = try ScreenStart(models, at: request.now)
        tillToken = try TokenListing.all(connection).contains {
            $0.rights.kind == .till && $0.state(at: request.now) == .valid
        }
    }

    // MARK: Steps

    private struct Step {
        let title: Text
        let more: Text
        /// What there is already; empty where it is still to do.
        let done: HTML
        /// How it is done, or how more of it is added; made where it is shown.
        let way: () -> HTML
        var isDone: Bool { !done.isEmpty }

        init(title: Text, more: Text, done: HTML, way: @autoclosure @escaping () -> HTML) {
            (self.title, self.more, self.done, self.way) = (title, more, done, way)
        }
    }

    private var steps: [Step] {
        [
            Step(
                title: .startLegalEntity, more: .startLegalEntityMore, done: some(start.legalEntities, .legalEntity),
                way: add(.legalEntity)),
            Step(title: .startShop, more: .startShopMore, done: some(start.stores, .store), way: shop),
            Step(title: .startTill, more: .startTillMore, done: some(start.tills, .till), way: afterShop(till)),
            Step(
                title: .startToken, more: .startTokenMore,
                done: tillToken ? Parts.link(Path(.tokens), say(.startTokenThere)) : .empty, way: afterShop(token)),
            Step(
                title: .startProducts, more: .startProductsMore, done: some(start.products, .product),
                way: products),
            Step(
                title: .startPeople, more: .startPeopleMore, done: some(start.employees, .employee), way: add(.employee)
            ),
            Step(
                title: .startSale, more: .startSaleMore,
                done: start.receipt.map { Parts.link(Path(.receipt($0)), say(.startSaleThere)) } ?? .empty,
                way: start.receipt == nil ? afterShop(sale) : .empty),
        ]
    }

    /// What stands on the overview until everything is done; nothing to who does not do such things.
    var notice: HTML {
        guard request.may(Form.openShop) else { return .empty }
        let steps = steps
        let done = steps.count(where: \.isDone)
        guard done < steps.count else { return .empty }
        let said = say(.startLeft, String(done), String(steps.count))
        return "<p class=\"notice\" role=\"status\">\(said) \(Parts.link(Path(Self.name), say(.goOn)))</p>"
    }

    private func some(_ some: ScreenStart.Some, _ shape: EntityShape) -> HTML {
        guard let first = some.first else { return .empty }
        let more = some.count - 1
        let count = some.count >= ScreenStart.counted ? "\(say.numbers.count(more))+" : say.numbers.count(more)
        let rest: HTML = more > 0 ? ", \(Parts.link(shape.page(), say(.andMore, count)))" : .empty
        return "\(Parts.link(shape.page(first.id), say.name(first)))\(rest)"
    }

    // MARK: Ways

    private static let here = [(Form.from, name)]

    private func add(_ shape: EntityShape, _ known: [(String, String)] = []) -> HTML {
        guard request.may(EntityForms(shape).create) else { return .empty }
        return button(shape.page("new", query: known + Self.here), say(.about(.newEntry, shape.one)))
    }

    private func button(_ path: Path, _ text: String) -> HTML {
        "<p class=\"pager\"><a class=\"btn btn-outline-secondary\" href=\(path)>\(text)</a></p>"
    }

    private var products: HTML {
        let one = add(.product)
        guard !one.isEmpty, request.principal?.rights.holds(.files(.import)) ?? false else { return one }
        return "\(one)\(button(EntityShape.product.page("import"), say(.importLink)))"
    }

    private func afterShop(_ way: HTML) -> HTML {
        start.stores.first == nil ? "<p class=\"below\">\(say(.startShopFirst))</p>" : way
    }

    /// The first one is opened on this very page.
    private var shop: HTML {
        start.stores.first == nil || request.form?.id == Form.openShop.id ? Form.openShop.html(request) : add(.store)
    }

    private var till: HTML {
        add(.till, start.stores.first.map { [("store", $0.id)] } ?? [])
    }

    private var token: HTML {
        guard request.may(TokenForms.new(.till)) else { return .empty }
        let known =
            start.tills.first.flatMap { till in start.tillStore.map { [(TokenForms.store, $0), ("writers", till.id)] } }
            ?? []
        return button(
            Path(.newToken(TokenKind.till.rawValue), query: known + Self.here), say(TokenForms.title(of: .till)))
    }

    private var sale: HTML {
        let form = TrainingReceiptForm.form.html(
            request, initial: [TrainingReceiptForm.store: start.stores.first?.id ?? ""])
        return
            "\(form)<details class=\"field\"><summary>\(say(.startSaleByTill))</summary>\(Parts.code(curl))</details>"
    }

    /// What a till posts.
    private var curl: String {
        let (shop, till) = (start.tillStore ?? start.stores.first?.id ?? "TBS-01", start.tills.first?.id ?? "TBS-01-t1")
        return """
            curl \(request.origin)/v1/stores/\(shop)/writers/\(till)/events \\
              -H "Authorization: Bearer $TILL" -H 'Content-Type: application/cloudevents+json' \\
              -d '{"specversion": "1.0", "type": "receipt.completed.v1", "source": "/stores/\(shop)/writers/\(till)",
                   "id": "\(till):1", "writer": "\(till)", "writerseq": 1,
                   "time": "'$(date -u +%FT%TZ)'",
                   "data": {"number": "1", "businessDate": "'$(TZ=Asia/Tbilisi date +%F)'",
                            "currency": "GEL", "gross": 250,
                            "lines": [{"line": 1, "kind": "sale", "product": "bread", "quantity": 1000, "gross": 250}],
                            "tenders": [{"tender": 1, "kind": "cash", "amount": 250}]}}'
            """
    }

    // MARK: The page

    func page() throws -> PageAnswer {
        var screen = self
        screen.request = try request.offering([EntityShape.store.name, EntityShape.product.name], models)
        return screen.offered
    }

    private var offered: PageAnswer {
        let steps = steps
        let items = steps.map { step -> HTML in
            let mark = step.isDone ? Parts.badge(say(.startDone), .good) : Parts.badge(say(.startToDo), .calm)
            let done: HTML = step.isDone ? "<p>\(step.done)</p>" : .empty
            return """
                <li class=\(step.isDone ? "done" : "to-do")><h2>\(say(step.title)) \(mark)</h2><p>\(say(step.more))</p>\(done)\(step.way())</li>
                """
        }
        let (all, done) = (String(steps.count), String(steps.count(where: \.isDone)))
        return Frame(request, states: models.states, isQuick: true).page(
            say(.start),
            """
            \(Parts.heading(say(.start), "\(say(.startMore)) \(say(.startProgress, done, all))"))
            <ol class="steps">\(items)</ol>
            """)
    }
}
