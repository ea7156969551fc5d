/// The tills that post: sixty-four of them, two a shop, each in a book of its own over a connection of its own.
package final class Tills {
    package static let count = 64
    package static let linesPerReceipt = 5
    /// How many products they sell; the shops' first deliveries bring as many.
    package static let products = 500

    private let port: Int
    private let books: Books
    private let make: TillConnections.Making

    /// What the connections' closure changes.
    private final class Books {
        var books: [TillBook]
        var clock = TillClock()
        init(_ books: [TillBook]) { self.books = books }
    }

    /// - Parameters:
    ///   - batch: receipts a request; nil posts each alone.
    ///   - prefix: leads the tills' names, so that each set has books of its own.
    package init(port: Int, token: String, batch: Int?, prefix: String) {
        let books = Books(
            (0..<Self.count).map {
                TillBook(
                    till: $0, products: Self.products, lines: Self.linesPerReceipt, token: token, batch: batch != nil,
                    prefix: prefix)
            })
        (self.port, self.books) = (port, books)
        make = { till, buffer in
            if let batch {
                books.books[till].request(of: batch, into: &buffer, time: books.clock.now())
            } else {
                books.books[till].request(into: &buffer, time: books.clock.now())
            }
        }
    }

    /// Posts for so long over fresh connections, since a server closes those that rest between two rounds.
    ///
    /// - Parameter onAnswer: told the till and the time of every answer, by `TillConnections.now`.
    package func post(
        seconds: Double, rate: Double? = nil, onAnswer: ((_ till: Int, _ time: Double) -> Void)? = nil
    ) throws -> TillConnections.Result {
        let connections = try TillConnections(port: port, count: Self.count, make)
        connections.onAnswer = onAnswer
        return try connections.run(seconds: seconds, rate: rate)
    }

    /// The id of the receipt that a till posted last.
    package func lastReceipt(of till: Int) -> (store: String, id: String) {
        let book = books.books[till]
        return (book.store, "\(book.writer):\(book.number)")
    }

    /// One receipt as it lies in a log, for references that write the same bytes.
    static func oneEvent() -> (store: String, bytes: [UInt8]) {
        let (store, events) = someEvents(1)
        return (store, events[0])
    }

    /// A till's first receipts as they lie in a log, all of them different.
    static func someEvents(_ count: Int, till: Int = 0) -> (store: String, events: [[UInt8]]) {
        var book = TillBook(
            till: till, products: products, lines: linesPerReceipt, token: "", batch: false, prefix: "reference")
        var clock = TillClock()
        let time = clock.now()
        return (book.store, (0..<count).map { _ in book.nextEvent(time: time) })
    }
}
