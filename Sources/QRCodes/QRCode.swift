import CQRencode

/// A text as a QR code (ISO/IEC 18004): its dark and light modules, row by row.
package struct QRCode: Sendable, Equatable {
    /// Modules a side.
    package let side: Int
    private let modules: [Bool]

    /// What of a code may be dirty or torn and it is read all the same: a sixth.
    private static let correction = QR_ECLEVEL_M
    /// A module of libqrencode's is dark by its lowest bit.
    private static let dark: UInt8 = 1

    /// nil where the text is empty, or longer than any QR code holds.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let code = QRcode_encodeData(Int32(clamping: bytes.count), bytes, 0, Self.correction) else { return nil }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side &* side).map { $0 & Self.dark != 0 }
    }

    /// nil beyond its edge.
    package func isDark(row: Int, column: Int) -> Bool? {
        guard (0..<side).contains(row), (0..<side).contains(column) else { return nil }
        return modules[row &* side &+ column]
    }

    /// Its dark modules as the path of an SVG, a unit a module: runs of each row.
    package var path: String {
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                let start = column
                while column < side, modules[row &* side &+ column] { column &+= 1 }
                if column > start { path += "M\(start) \(row)h\(column &- start)v1H\(start)z" }
                column &+= 1
            }
        }
        return path
    }
}
