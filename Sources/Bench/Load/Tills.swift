/// The tills that post: sixty-four of them, two a shop, each in a book of its own over a connection of its own.
package final class Tills {
    package static let count = 64
    package static let linesPerReceipt = 5
    /// How many products they sell; the shops' first deliveries bring as many.
    package static let products = 500

    package let connections: TillConnections
    private let books: Books

    /// What the connections' closure changes.
    private final class Books {
        var books: [TillBook]
        var clock = TillClock()
        init(_ books: [TillBook]) { self.books = books }
    }

    /// - Parameters:
    ///   - batch: receipts a request; nil posts each alone.
    ///   - prefix: leads the tills' names, so that each set has books of its own.
    package init(port: Int, token: String, batch: Int?, prefix: String) throws {
        let books = Books(
            (0..<Self.count).map {
                TillBook(
                    till: $0, products: Self.products, lines: Self.linesPerReceipt, token: token, batch: batch != nil,
                    prefix: prefix)
            })
        self.books = books
        connections = try TillConnections(port: port, count: Self.count) { till, buffer in
            if let batch {
                books.books[till].request(of: batch, into: &buffer, time: books.clock.now())
            } else {
                books.books[till].request(into: &buffer, time: books.clock.now())
            }
        }
    }

    /// The id of the receipt that a till posted last.
    package func lastReceipt(of till: Int) -> (store: String, id: String) {
        let book = books.books[till]
        return (book.store, "\(book.writer):\(book.number)")
    }

    /// One receipt as it lies in a log, for references that write the same bytes.
    static func oneEvent() -> (store: String, bytes: [UInt8]) {
        var book = TillBook(
            till: 0, products: products, lines: linesPerReceipt, token: "", batch: false, prefix: "reference")
        var clock = TillClock()
        return (book.store, book.nextEvent(time: clock.now()))
    }
}
