import Events
import Postgres
import Queries
import Rules
import Supervision

/// What needs a person, by harm: what is wrong with the house itself, then what loses facts, then what loses money, then what
/// only misleads. Each count leads to the very list.
struct Attention {
    /// More shops than this are left to the list.
    private static let shopLimit = 6

    struct Counts {
        let books: DashboardBooks.Counts
        let negative: Int64
        let due: DashboardDue.Counts

        static func ahead(_ models: ScreenModels, at now: Instant) throws -> Awaited<Counts> {
            let books = try DashboardBooks.counts(models)
            let (negative, due) = (try DashboardStock.negativeCount(models), try DashboardDue.counts(models, at: now))
            return books.map { Counts(books: $0, negative: try negative(), due: try due()) }
        }
    }

    let say: Words
    private let now: Instant
    private let troubles: [Trouble]
    private let counts: Counts
    /// Requests that the reader may decide on.
    private let waiting: Int
    private let decided: Int
    /// Of each shop, and of the chain under an empty id.
    private let books: ByID<Books>
    /// What shops are called.
    private let names: ByID<String>

    init(
        _ say: Words, now: Instant, troubles: [Trouble], counts: Counts, waiting: Int, decided: Int, books: ByID<Books>,
        names: ByID<String>
    ) {
        (self.say, self.now, self.troubles, self.counts) = (say, now, troubles, counts)
        (self.waiting, self.decided, self.books, self.names) = (waiting, decided, books, names)
    }

    var html: HTML { "\(house)\(tiles)\(shops)" }

    // MARK: Counts

    private enum Harm: String { case bad, warn }

    /// Only what there is, the most harmful first.
    private var tiles: HTML {
        let all: [(Int64, Text, Harm, Path)] = facts + money + people + misleading
        let tiles = all.filter { $0.0 > 0 }.map { count, text, harm, path -> HTML in
            """
            <li><a class=\("count count-\(harm.rawValue)") href=\(path)><b>\(say.numbers.count(count))</b> \
            <span>\(say(text))</span></a></li>
            """
        }
        return tiles.isEmpty ? .empty : "<ul class=\"counts\">\(tiles)</ul>"
    }

    /// What the figures are without.
    private var facts: [(Int64, Text, Harm, Path)] {
        let missing = books.all.reduce(Int64(0)) { $0 &+ $1.missing }
        return [
            (missing, .missingFacts, .bad, .list(.incomplete)),
            (counts.books.setAside, .setAside, .bad, Path(.quarantine)),
            (counts.books.unreadable, .unreadable, .bad, .list(.unreadable)),
            (counts.books.unknown, .unknownTypes, .bad, .list(.unknown)),
            (counts.books.unapplied, .unapplied, .bad, .list(.unapplied)),
            (counts.books.quarantine, .inQuarantine, .bad, Path(.quarantine)),
        ]
    }

    /// What money counts nowhere, or too much.
    private var money: [(Int64, Text, Harm, Path)] {
        [
            (counts.books.suspects, .suspects, .bad, .list(.suspects)),
            (counts.books.refused, .refusedReactions, .bad, .list(.refused)),
            (counts.books.cards, .cardTroubles, .bad, .list(.cards)),
            (counts.books.suspectFacts, .suspectFacts, .warn, .list(.suspectFacts)),
        ]
    }

    /// What people wait for: a decision, goods that were promised, what somebody wanted to be reminded of.
    private var people: [(Int64, Text, Harm, Path)] {
        [
            (Int64(waiting), .approvalsWaiting, .warn, Path(.approvals)),
            (Int64(decided), .approvalsNews, .warn, Path(.approvals)),
            (counts.due.orders, .ordersPromised, .warn, Path(.tradeDocuments(TradeDocumentKind.order.path))),
            (counts.due.reminders, .remindersDue, .warn, EntityShape.reminder.page()),
        ]
    }

    private var misleading: [(Int64, Text, Harm, Path)] {
        let silent = books.all.reduce(Int64(0)) { $0 &+ Int64($1.silent.count) }
        return [
            (silent, .silentTills, .warn, .list(.incomplete)),
            (counts.negative, .negativeStock, .warn, Path(.stock, query: [("negative", "1")])),
            (counts.books.tenders, .unknownTenders, .warn, .list(.tenders)),
            (counts.books.ahead, .factsAhead, .warn, .list(.ahead)),
            (counts.books.kept, .keptTypes, .warn, .list(.kept)),
        ]
    }

    // MARK: The house itself

    private var house: HTML {
        guard !troubles.isEmpty else { return .empty }
        let items = troubles.map { trouble -> HTML in
            let (first, last) = (moment(trouble.first), moment(trouble.last))
            let count = say.numbers.count(Int64(trouble.count))
            let sentence =
                switch trouble.kind {
                case .append where trouble.isOver: say(.appendsFailed, first, last, count)
                case .append: say(.appendsFail, first, count)
                case .ended: say(.processEnded, say.word(trouble.subject, Words.processes), last, count)
                }
            return "<li>\(sentence) <span class=\"error-text\">\(trouble.reason)</span></li>"
        }
        return "<ul class=\"limits troubles\">\(items)</ul>"
    }

    private func moment(_ milliseconds: Int64) -> String {
        say.dates.moment(Instant(milliseconds: milliseconds), Zone.home, now: now)
    }

    // MARK: Shops

    /// Books with gaps first, then silence; one line a shop, which leads to its tills.
    private var shops: HTML {
        let troubled = books.sorted.filter(\.value.needsAttention)
            .sorted { ($1.value.missing, ExactText($0.id)) < ($0.value.missing, ExactText($1.id)) }
        guard !troubled.isEmpty else { return Parts.nothing(say(.allComplete)) }
        let items = troubled.prefix(Self.shopLimit).map { store, books -> HTML in
            let name = store.isEmpty ? say(.chain) : names[store] ?? store
            let path = store.isEmpty ? Path.list(.incomplete) : Path(.store(store), part: "tills")
            return "<li><a href=\(path)>\(name)</a>\(books.sentence)</li>"
        }
        let more = troubled.count - items.count
        let rest: HTML =
            more > 0 ? "<p><a href=\(Path.list(.incomplete))>\(say(.andMore, String(more)))</a></p>" : .empty
        return "<h3>\(say(.incomplete))</h3><ul class=\"limits\">\(items)</ul>\(rest)"
    }
}
