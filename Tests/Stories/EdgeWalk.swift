import JSON
import Pages
import Queries
import Rules
import Simulation

/// All that can be looked at after facts from the edges (`EdgeFacts`): each report in each of its shapes, and each page that there is,
/// with the ids that the facts have.
struct EdgeWalk {
    /// Of the rows of `/v1/receipts`.
    let receipts: [String]
    let days: [String]
    /// Of all addresses one in so many, others in every run; under a sanitizer all of them are asked for.
    private let oneIn: Int
    private let seed: UInt64

    init(receipts rows: [JSON], seed: UInt64, oneIn: Int = 1) {
        (self.seed, self.oneIn) = (seed, oneIn)
        receipts = rows.compactMap { $0["receipt"]?.string }
        days = Set(rows.prefix(400).compactMap { $0["day"]?.string }).sorted()
    }

    private func some<Address>(_ all: [Address]) -> [Address] {
        var random = SeededRandom(seed, "walk")
        return oneIn == 1 ? all : all.filter { _ in random.happens(oneIn: oneIn) }
    }

    /// Addresses below `/v1/`.
    var questions: [String] { some(allQuestions) }

    private var allQuestions: [String] {
        var paths: [String] = []
        for report in Reports.all {
            paths.append("\(report.name)?limit=1000")
            for column in report.columns where column.role == .dimension {
                paths.append("\(report.name)?group=\(column.name)&limit=1000")
            }
            paths.append("\(report.name)?totals=true&limit=1")
        }
        paths += EdgeFacts.customers.map { "customers/\(House.encoded($0))/history" } + movements
        for receipt in receipts.prefix(60) { paths += ["receipts/\(receipt)", "receipts/\(receipt)/event"] }
        return paths
    }

    /// Addresses below `/v1/` that answer rows, which CSV is made of.
    var tables: [String] {
        some(Reports.all.map { "\($0.name)?limit=1000" + ($0.isAlwaysGrouped ? "&group=currency" : "") } + movements)
    }

    private var movements: [String] {
        EdgeFacts.stores.flatMap { store in
            EdgeFacts.products.suffix(10).map {
                "stock/movements?store=\(House.encoded(store))&product=\(House.encoded($0))&limit=1000"
            }
        }
    }

    /// Every page, by the words of its address; of those about something, one for each thing.
    var pages: [[String]] { some(allPages) }

    private var allPages: [[String]] {
        Screens.addresses.flatMap { address in
            address.path.split(separator: "/").map(String.init).reduce([[String]]([[]])) { some, word in
                let words = word.hasPrefix("{") ? values(String(word.dropFirst().dropLast())) : [word]
                return some.flatMap { begun in words.map { begun + [$0] } }
            }
        }
    }

    private func values(_ name: String) -> [String] {
        switch name {
        case "store": EdgeFacts.stores
        case "product": EdgeFacts.products.suffix(8)
        case "customer": EdgeFacts.customers
        case "day": days
        case "receipt", "event", "fact": receipts.prefix(60) + ["nobody:1"]
        case "kind": GoodsDocumentKind.all.map(\.name)
        default: ["1", "e\u{301}"]
        }
    }
}
