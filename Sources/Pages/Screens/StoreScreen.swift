import Events
import Queries
import Rules

/// What a shop's page shows beside what was said of it: its days, and how far its tills' books are known.
struct StoreScreen {
    /// A month.
    private static let pageLength = 31

    let request: PageRequest
    let models: ScreenModels
    let say: Words
    let store: DashboardDays.Store
    /// nil to who does not see them.
    private let books: Books?
    /// What the reader sees of sales, and of stock.
    private let (sales, stock): (Sight, Sight)

    /// nil where there is no such shop, or the reader sees nothing of it.
    init?(_ request: PageRequest, _ models: ScreenModels, _ id: String) throws {
        (sales, stock) = (request.sight(of: .sales), request.sight(of: .stock))
        let bookkeeping = request.sight(of: .books)
        guard [sales, stock, bookkeeping].contains(where: { $0.sees(store: id) }),
            let store = try DashboardDays.store(models, id)
        else { return nil }
        (self.request, self.models, self.store) = (request, models, store)
        say = Words(language: request.language)
        books =
            bookkeeping.sees(store: id)
            ? Books(
                say, now: request.now, zone: store.zone, writers: try DashboardBooks.writers(models, store: store.id)())
            : nil
    }

    /// Of a shop that its tills alone name.
    func page() throws -> PageAnswer {
        Frame(request, states: models.states).page(
            say.name(store.name),
            """
            \(Parts.crumbs(say(.whereYouAre), [(Path(), say(.menuOverview))]))
            \(Parts.heading(say.name(store.name), "\(say(.shopNotOpened))"))
            \(try parts())
            """)
    }

    func parts() throws -> HTML {
        let toStock: HTML =
            stock.sees(store: store.id)
            ? "<a href=\(Path(.stock, query: [("store", store.id)]))>\(say(.menuStock))</a> " : .empty
        return """
            <p class="part-note">\(toStock)\(books?.sentence)</p>
            \(sales.sees(store: store.id) ? try days() : .empty)
            \(books.map {
                Parts.section(
                    "tills", say(.tillsAndBooks), BookTable(say, request.now) { _ in store.zone }.html($0.writers))
            })
            \(addTill)
            """
    }

    private func days() throws -> HTML {
        // A day that a till's clock has dated ahead would stand first for ever; such facts are listed with the books.
        let tomorrow = CalendarDay(daysSince1970: store.zone.day(of: request.now).daysSince1970 + 1)
        let before = request.value("before").flatMap { CalendarDay($0) } ?? tomorrow
        let days = try DashboardDays.days(models, of: store.id, before: before, limit: Self.pageLength + 1)
        return """
            \(Parts.section("days", say(.days), note: note(days), table(Array(days.prefix(Self.pageLength)))))
            \(more(days))
            \(days.isEmpty ? .empty : download)
            """
    }

    private var addTill: HTML {
        guard request.may(EntityForms(.till).create) else { return .empty }
        let path = EntityShape.till.page("new", query: [("store", store.id)])
        return "<p class=\"pager\"><a class=\"btn btn-outline-secondary\" href=\(path)>\(say(.addTill))</a></p>"
    }

    private var download: HTML {
        Pager.download(request, "margins", query: [("store", store.id), ("group", "day"), ("sort", "-day")])
    }

    private func note(_ days: [DashboardDays.Day]) -> HTML {
        let currency = days.first?.currency ?? store.currency
        return "<p class=\"part-note\">\(say(.amountsIn, say.numbers.symbol(currency)))</p>"
    }

    private func table(_ days: [DashboardDays.Day]) -> HTML {
        guard let main = days.first?.currency else { return Parts.nothing(say(.noSales)) }
        let cells = FigureCells(say, main, for: sales)
        let rows = days.map { day -> [HTML] in
            let path = Path(.day(store.id, day.day.description))
            let lead: HTML = "<a href=\(path)>\(say.dates.shortDay(day.day))</a>\(suspects(day))"
            return [lead] + cells.cells(day.figures, day.currency)
        }
        return Table(caption: say(.days), columns: cells.columns(say(.day)), rows: rows, kind: "dense").html
    }

    private func suspects(_ day: DashboardDays.Day) -> HTML {
        guard day.suspects > 0 else { return .empty }
        return " \(Parts.badge(say(.suspectCount, say.numbers.count(day.suspects)), .warn))"
    }

    private func more(_ days: [DashboardDays.Day]) -> HTML {
        guard days.count > Self.pageLength else { return .empty }
        let last = days[Self.pageLength - 1].day
        let path = Path(.store(store.id), query: [("before", last.description)])
        return Pager.more(path, say(.earlierDays))
    }
}

/// The figures of a day or a customer as a table's cells.
struct FigureCells {
    let say: Words
    /// The currency that stands above the table; others are named in their cells.
    let currency: String
    private let sight: Sight

    init(_ say: Words, _ currency: String, for sight: Sight) {
        (self.say, self.currency, self.sight) = (say, currency, sight)
    }

    func columns(_ lead: String) -> [Table.Column] {
        [
            .text(lead), .number(say(.revenue)), .number(say(.gross)), .number(say(.tax)), .number(say(.receipts)),
            .number(say(.discount)),
        ]
            + [.number(say(.cost)), .number(say(.margin)), .number(say(.marginPercent))].map { (cost: Table.Column) in
                cost.shown(if: sight.scopes.contains(.cost))
            }
    }

    func cells(_ figures: ScreenFigures, _ currency: String) -> [HTML] {
        func amount(_ minor: Int64) -> HTML { "\(self.amount(minor, currency))" }
        return [
            amount(figures.net), amount(figures.gross), amount(figures.tax), "\(say.numbers.count(figures.receipts))",
            amount(figures.discount), figures.margin == nil ? "–" : amount(figures.cost),
            figures.margin.map(amount) ?? "–",
            "\(marginShare(figures, say.numbers))",
        ]
    }

    func amount(_ minor: Int64, _ currency: String) -> String {
        currency == self.currency ? say.numbers.amount(minor, currency) : say.numbers.money(minor, currency)
    }
}

enum Pager {
    /// A report's rows as a file for a spreadsheet that is set to the reader's language: where numbers have decimal commas, cells
    /// are separated by semicolons.
    static func download(_ request: PageRequest, _ report: String..., query: [(String, String)] = []) -> HTML {
        guard request.principal?.rights.holds(.files(.export)) ?? false else { return .empty }
        let say = Words(language: request.language)
        let form = [("format", "sheet"), ("bom", "true")] + (say.language == .ka ? [("delimiter", "semicolon")] : [])
        let segments = ["v1"] + report.flatMap { $0.split(separator: "/").map(String.init) }
        let path = Path(segments: segments, query: query + form)
        let workbook = Path(
            segments: segments, query: query + [("format", "xlsx"), ("lang", say.language.rawValue)])
        return """
            <p class="pager"><a href=\(path) download>\(say(.download))</a> · <a href=\(workbook) download>\(say(.downloadWorkbook))</a></p>
            """
    }

    /// - Parameter isQuick: whether it stands in a `QuickList`.
    static func more(_ path: Path, _ text: String, isQuick: Bool = false) -> HTML {
        """
        <p class="pager"><a class="btn btn-outline-secondary" href=\(path)\(isQuick ? QuickList.link : .empty)>\
        \(text)</a></p>
        """
    }
}

/// Writers with how much of their books is known.
struct BookTable {
    let say: Words
    let now: Instant
    let zone: (DashboardBooks.Writer) -> Zone

    init(_ say: Words, _ now: Instant, zone: @escaping (DashboardBooks.Writer) -> Zone) {
        (self.say, self.now, self.zone) = (say, now, zone)
    }

    func html(_ writers: [DashboardBooks.Writer], store: ((DashboardBooks.Writer) -> HTML)? = nil) -> HTML {
        guard !writers.isEmpty else { return Parts.nothing(say(.noBooks)) }
        let silent = Set(
            ByID(grouping: writers) { $0.store ?? "" }.all.flatMap { writers in
                Books(say, now: now, zone: .utc, writers: writers).silent.map(\.writer)
            })
        return Table(
            caption: say(.tillsAndBooks),
            columns: [
                .text(say(.till)), .number(say(.completeTo)), .number(say(.greatest)), .number(say(.missing)),
                .number(say(.repeats)), .number(say(.unknownOrDamaged)), .moment(say(.lastHeard)),
            ],
            rows: writers.map { writer in
                row(writer, store?(writer) ?? .empty, isSilent: silent.contains(writer.writer))
            }, kind: "dense"
        ).html
    }

    private func row(_ writer: DashboardBooks.Writer, _ store: HTML, isSilent: Bool) -> [HTML] {
        let numbers = say.numbers
        let gaps = writer.gaps.map {
            $0.count == 1
                ? numbers.count($0.lowerBound) : "\(numbers.count($0.lowerBound))–\(numbers.count($0.upperBound))"
        }
        let missing: HTML =
            writer.missing == 0
            ? "0" : "\(Parts.badge(numbers.count(writer.missing), .bad))\(Parts.sub("\(gaps.joined(separator: ", "))"))"
        let heard = say.dates.moment(writer.lastHeard, zone(writer), now: now)
        let place = writer.isOffice ? nil : EntityShape.till.page(writer.writer)
        let id: HTML =
            writer.till == nil && !writer.isOffice
            ? .empty : Parts.sub(place.map { Parts.link($0, writer.writer) } ?? "\(writer.writer)")
        let partitions = writer.partitions.map(String.init).joined(separator: ", ")
        let astray: HTML =
            writer.partitions.count < 2 ? .empty : Parts.sub(Parts.badge(say(.inPartitions, partitions), .bad))
        return [
            "\(Books.name(writer, say))\(id)\(store)\(astray)", "\(numbers.count(writer.prefix))",
            "\(numbers.count(writer.greatest))", missing,
            "\(numbers.count(writer.repeats))", "\(numbers.count(writer.unknown &+ writer.damaged))",
            isSilent ? Parts.badge(heard, .warn) : "\(heard)",
        ]
    }
}
