import Events
import JSON
import Log
import Queries
import Rules
import Services

/// An event: what it says in words, and how it stands in the log.
struct EventScreen {
    let request: PageRequest
    let models: ScreenModels
    let say: Words
    let id: FactID

    init(_ request: PageRequest, _ models: ScreenModels, _ id: FactID) {
        (self.request, self.models, self.id) = (request, models, id)
        say = Words(language: request.language)
    }

    func page() throws -> PageAnswer? {
        guard let place = try DashboardBooks.place(models, of: id),
            let record = try request.readRecord(place.partition, place.offset),
            try Sight(stores: nil, scopes: [], narrowing: request.principal?.leftOut ?? .none).seesWhole(record.bytes)
        else { return nil }
        let isReceipt = request.path.first == "receipts"
        let receipt = (Path(.receipt(id.description)), say(.receiptNo, id.description))
        let crumbs = [(Path(), say(.menuOverview))] + (isReceipt ? [receipt] : [])
        let zone = Zone.home
        let details = try FactDetails(say, models, request.now, record.bytes)
        return Frame(request).page(
            say(.eventTitle, id.description),
            """
            \(Parts.crumbs(say(.whereYouAre), crumbs))
            \(Parts.heading(say(.eventTitle, id.description)))
            \(details?.html)
            <div class="part">\(Parts.facts([
                (say(.eventType), "<code>\(type(of: record))</code>"), (say(.partition), "\(record.partition)"),
                (say(.offset), "\(record.offset)"), (say(.logKey), "<code>\(record.key)</code>"),
                (
                    say(.recordedAt),
                    """
                    \(say.dates.exact(Instant(milliseconds: record.recordedAt), zone))\
                    \(Parts.sub("\(Instant(milliseconds: record.recordedAt).description)"))
                    """
                ),
                (say(.size), "\(say(.bytes, say.numbers.count(record.bytes.count)))"),
            ]))
            <details class="operation"\(details == nil ? " open" : .empty as HTML)><summary>\(say(.eventAsSent))</summary>
            <p>\(say(.eventMore))</p>\(JSONText(record.bytes).html)</details></div>
            """)
    }

    private func type(of record: LogRecord) -> String { (try? JSON(parsing: record.bytes))?["type"]?.string ?? "–" }
}
