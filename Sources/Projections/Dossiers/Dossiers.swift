import Events
import Postgres

/// What was said of one thing after the other (an order, a payment), and what follows from it.
///
/// Unlike `Trade`, whose facts are many and whose sums are large, the facts of one thing are few: they are kept together,
/// and everything about the thing is derived from all of them whenever something is said of it. The parts share one
/// owner because each owner costs every batch a transaction.
package final class Dossiers: ReadModel {
    package static let name = "dossiers"
    package static let format: Int32 = 4

    static let parts: [any DossierPart.Type] = [MergedPersons.self, Orders.self, Money.self]

    package static let tables = ([SaidBook.table] + parts.map { $0.tables }).joined(separator: "\n")
    package static let keys = ([SaidBook.key] + parts.map { $0.keys }).joined(separator: "\n")
    package static let contents: [Contents] = parts.flatMap { $0.contents }

    private static let derived = parts.flatMap { $0.derived }

    private let connection: Connection
    private let book: SaidBook

    package init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool) {
        self.connection = connection
        book = SaidBook(Self.name, connection, isRebuild ? SpilledRows(connection, keys: Self.keys) : nil)
    }

    package func fold(_ records: [FoldRecord], repeats: [FoldRecord]) throws {
        try book.fold(records) { event in Self.parts.flatMap { $0.subjects(of: event) } }
    }

    package func write() throws {
        let merged = Set(book.shelf.changes.lazy.map(\.key).filter { $0.kind == Persons.kind }.map(\.id))
        let people = try Persons(book.shelf).sets(of: merged)
        try book.write(Self.derived)
        try Persons.write(people, connection)
    }

    package func spill() throws { try spillRows() }
    package func finish(_ connection: Connection) throws { try finish(book.shelf) }

    package func forget() { book.shelf.forget() }
    package var inHand: Int { book.shelf.count }
}

/// An area of the dossiers: of what it speaks, and the tables that follow.
protocol DossierPart: SendableMetatype {
    static var tables: String { get }
    static var keys: String { get }
    static var contents: [Contents] { get }
    /// Of which things a fact speaks.
    static func subjects(of event: Event) -> [SaidKey]
    static var derived: [SaidBook.Table] { get }
}
