import Postgres

/// A read model as its worker sees it: facts in, rows out.
///
/// Folding is pure of clock and chance; `write` puts what changed into the connection's schema, inside the worker's
/// transaction. After an error everything in hand is forgotten and fetched anew.
package protocol ReadModel: AnyObject, SendableMetatype {
    /// The name in the table of read models, and the schema's.
    static var name: String { get }
    /// Raised when a build keeps its rows otherwise than the one before: versions of another format are folded anew.
    static var format: Int32 { get }
    /// Tables without keys, in the connection's search path.
    static var tables: String { get }
    /// What a rebuild needs while it fills the tables.
    static var earlyKeys: String { get }
    /// What is built once the tables are filled.
    static var keys: String { get }
    /// The declared contents, for the digest and for comparing versions: every row as text, in key order.
    static var contents: [Contents] { get }

    /// - Parameter connection: where rows are fetched from and written to; in a rebuild nothing is fetched.
    init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool)

    /// Folds records that are new to this read model; `repeats` are those whose number was folded before.
    func fold(_ records: [FoldRecord], repeats: [FoldRecord]) throws
    func write() throws
    /// In a rebuild, after each batch: writes what is large and will hardly change, so that memory does not hold it all.
    func spill() throws
    /// In a rebuild, at its end: writes the rest and builds `keys`.
    func finish(_ connection: Connection) throws
    func forget()
    /// After a live batch: lets go of what weighs much and is hardly asked for again.
    func trim()
    /// Rows in hand; above `ReadModels.inHandLimit` a live worker forgets them.
    var inHand: Int { get }
}

extension ReadModel {
    package static var format: Int32 { 1 }
    package static var earlyKeys: String { "" }
    package func spill() throws {}
    package func trim() {}
    package func finish(_ connection: Connection) throws {
        try write()
        try connection.script(Self.keys)
    }
}

/// What a read model does in a rebuild whose shelf can spill.
extension ReadModel {
    func spillRows() throws {
        guard inHand > ReadModels.spillLimit else { return }
        try write()
        forget()
    }

    func finish(_ shelf: Shelf<some Hashable, some AnyObject>) throws {
        try write()
        try shelf.spilled?.buildKeys()
    }
}

/// What a fold may ask of the log: the bytes of a record that it has seen before.
package protocol LogAccess: AnyObject {
    func bytes(partition: Int, offset: Int64) throws -> [UInt8]
}

/// A table's declared contents, for the digest.
package struct Contents: Sendable {
    /// Turns a row's packed columns into lines of text; nil takes its columns as they are.
    package typealias Unpack = @Sendable (Row) throws -> [String]

    /// A query of text columns in key order.
    var query: String
    var unpack: Unpack?
    /// What is looked at only at a greater depth.
    var deeper: [(depth: Digest.Depth, query: String, unpack: Unpack?)] = []

    init(_ query: String, unpack: Unpack? = nil) { (self.query, self.unpack) = (query, unpack) }

    func with(_ depth: Digest.Depth, _ query: String, unpack: Unpack? = nil) -> Contents {
        var copy = self
        copy.deeper.append((depth, query, unpack))
        return copy
    }
}

/// The read models of the house, each with one owner at a time.
package enum ReadModels {
    package static let all: [any ReadModel.Type] = [
        Trade.self, Completeness.self, Dossiers.self, Entities.self, AuditTrail.self,
    ]
    /// Those of earlier builds, which are part of others now.
    static let gone = ["catalogue"]

    /// Above this a live worker forgets what it has in hand, to bound its memory.
    static let inHandLimit = 30_000
    /// Above this a rebuild writes what it has in hand of a thing-by-thing read model, and forgets it.
    static let spillLimit = 5_000

    package static func named(_ name: String) -> (any ReadModel.Type)? { all.first { $0.name == name } }

    /// What people call the parts of a read model.
    package static let aliases = [
        "stock": "trade", "margins": "trade", "receipts": "trade", "customers": "trade", "stores": "entities",
        "products": "entities", "quarantine": "completeness", "orders": "dossiers", "payments": "dossiers",
        "balances": "dossiers", "suppliers": "entities",
        "roles": "entities", "employees": "entities", "taxes": "entities", "contracts": "entities",
    ]
}
