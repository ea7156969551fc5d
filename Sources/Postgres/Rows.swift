internal import CLibpq

/// Owns a PGresult.
///
/// `@unchecked Sendable`: libpq never changes a result once it is handed out, and says so (libpq, "Behavior in
/// Threaded Programs").
final class ResultBox: @unchecked Sendable {
    let result: OpaquePointer
    let rowCount: Int
    /// Read once per result, so that looking a column up by name costs a few comparisons and no allocation.
    let columns: [String]

    init(_ result: OpaquePointer) {
        self.result = result
        rowCount = Int(PQntuples(result))
        // A COPY's result has columns without names.
        columns = (0..<PQnfields(result)).map { column in PQfname(result, column).map { String(cString: $0) } ?? "" }
    }

    deinit { PQclear(result) }
}

/// What a statement yielded, held in libpq's memory for as long as a row of it is held.
package struct Rows: RandomAccessCollection, Sendable {
    let box: ResultBox

    init(_ box: ResultBox) { self.box = box }

    package var startIndex: Int { 0 }
    package var endIndex: Int { box.rowCount }
    package var columns: [String] { box.columns }

    /// A row that is not there does not trap: its getters throw.
    package subscript(index: Int) -> Row { Row(box: box, index: index) }

    /// How many rows the statement inserted, updated, deleted, selected or moved.
    package var affected: Int { Int(String(cString: PQcmdTuples(box.result))) ?? 0 }
}
