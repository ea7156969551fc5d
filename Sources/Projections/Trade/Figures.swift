import Rules

/// Sums of receipts, wide enough for whatever tills write, so that what was added can be taken out again.
///
/// People read them as far as 64 bits reach (`shown`).
package struct Figures: Equatable {
    package var receipts: Int128 = 0
    package var returns: Int128 = 0
    package var quantity: Int128 = 0
    package var gross: Int128 = 0
    package var discount: Int128 = 0
    package var net: Int128 = 0
    package var tax: Int128 = 0
    package var cost: Int128 = 0
    package var booked: Int128 = 0

    mutating func add(_ other: Figures, times sign: Int64) {
        let sign = Int128(sign)
        receipts &+= other.receipts &* sign
        returns &+= other.returns &* sign
        quantity &+= other.quantity &* sign
        gross &+= other.gross &* sign
        discount &+= other.discount &* sign
        net &+= other.net &* sign
        tax &+= other.tax &* sign
        cost &+= other.cost &* sign
        booked &+= other.booked &* sign
    }

    private var all: [Int128] { [receipts, returns, quantity, gross, discount, net, tax, cost, booked] }

    init() {}

    // cannot trap: there are as many as there are figures, where they are shown and where they are kept
    private init(all: [Int128]) {
        (receipts, returns, quantity, gross) = (all[0], all[1], all[2], all[3])
        (discount, net, tax, cost, booked) = (all[4], all[5], all[6], all[7], all[8])
    }

    // MARK: As people read them

    /// How many there are.
    static let count = 9

    package struct Shown: Equatable {
        package var discount: Int64
        package var net: Int64
        package var tax: Int64
        package var cost: Int64
        package var booked: Int64
        /// In the order of the columns.
        package let all: [Int64]
    }

    /// Each as far as 64 bits reach.
    package var shown: Shown {
        let all = all.map { Int64(clamping: $0) }
        // cannot trap: there are nine
        return Shown(discount: all[4], net: all[5], tax: all[6], cost: all[7], booked: all[8], all: all)
    }

    // MARK: As they are kept

    /// Of those that reach further; nil of all others, which are what is shown of them.
    static func beyond(_ figures: [Figures]) -> [UInt8]? {
        guard figures.contains(where: { $0.all.contains { Int64(exactly: $0) == nil } }) else { return nil }
        return figures.flatMap(\.all).flatMap { figure in withUnsafeBytes(of: figure.littleEndian) { Array($0) } }
    }

    /// - Parameters:
    ///   - shown: one after the other.
    ///   - beyond: what `beyond` gave for them.
    static func kept(_ shown: [Int64], beyond: [UInt8]?) -> [Figures] {
        let size = MemoryLayout<Int128>.size
        let all =
            if let beyond, beyond.count == shown.count * size {
                beyond.withUnsafeBytes { bytes in
                    shown.indices.map {
                        Int128(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Int128.self))
                    }
                }
            } else {
                shown.map { Int128($0) }
            }
        return stride(from: 0, to: all.count - all.count % count, by: count).map {
            Figures(all: Array(all[$0..<($0 + count)]))
        }
    }
}
