import QRCodes

/// A text as a QR code that a till's camera or a phone reads off the screen.
struct QRPicture {
    let text: String
    /// For those who cannot see it.
    let label: String

    /// Light modules around a code, without which it is not found (ISO/IEC 18004, 5.3.8).
    private static let margin = 4
    private static let begin = -4

    /// Dark on light in every theme; nothing where the text is too long for a code.
    var html: HTML {
        guard let code = QRCode(text) else { return .empty }
        let side = code.side &+ 2 &* Self.margin
        return """
            <svg class="qr" viewBox=\("\(Self.begin) \(Self.begin) \(side) \(side)") role="img" aria-label=\(label) \
            shape-rendering="crispEdges"><rect x=\("\(Self.begin)") y=\("\(Self.begin)") width=\("\(side)") height=\("\(side)") \
            fill="#fff"/><path d=\(code.path) fill="#000"/></svg>
            """
    }
}
