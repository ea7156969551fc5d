import CZint

/// A number as bars: EAN-13, EAN-8 and UPC-A where it is one (GS1 General Specifications, 5.2), else any text as Code 128.
package struct BarcodePicture: Sendable, Equatable {
    /// Bars and gaps in turn, a bar first, in modules.
    package let widths: [Int]

    /// In modules.
    package var width: Int { widths.reduce(0, +) }

    private static let longest = 80
    /// More than the longest text takes as Code 128.
    private static let mostModules = 1_200

    /// nil where the text is empty or too long, or a character of it has no bars.
    package init?(_ text: String) {
        guard (1...Self.longest).contains(text.utf8.count), text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let symbology: davtari_symbology? =
            switch (isNumber, text.utf8.count) {
            case (true, 8), (true, 13): davtari_ean
            case (true, 12): davtari_upc
            default: nil
            }
        // A number whose check digit is wrong is no EAN, but it may be printed.
        guard let widths = symbology.flatMap({ Self.bars(text, $0) }) ?? Self.bars(text, davtari_code128) else {
            return nil
        }
        self.widths = widths
    }

    private static func bars(_ text: String, _ symbology: davtari_symbology) -> [Int]? {
        let bytes = Array(text.utf8)
        var modules = [UInt8](repeating: 0, count: mostModules)
        let count = davtari_bars(symbology, bytes, Int32(bytes.count), &modules, Int32(modules.count))
        var widths: [Int] = []
        var isBar = false
        for module in modules.prefix(Int(count)) {
            let isDark = module != 0
            if let last = widths.indices.last, isDark == isBar {
                widths[last] += 1
            } else if isDark || !widths.isEmpty {
                widths.append(1)
                isBar = isDark
            }
        }
        // Behind the last bar is the margin's.
        if !isBar, !widths.isEmpty { widths.removeLast() }
        return widths.isEmpty ? nil : widths
    }

    /// Its bars as the path of an SVG, a unit a module, so many units high.
    package func path(height: Int) -> String {
        var (path, place) = ("", 0)
        for (number, width) in widths.enumerated() {
            if number.isMultiple(of: 2) { path += "M\(place) 0h\(width)v\(height)h-\(width)z" }
            place += width
        }
        return path
    }
}
