/// Line drawings of our own, in the text's colour.
enum Icons {
    static let book = icon(
        "<path d=\"M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zM5 19.5A1.5 1.5 0 0 0 6.5 21H19M9 7.5h6M9 11h6\"/>"
    )
    static let overview = icon("<path d=\"M4 20V11M10 20V4M16 20v-7M21 20H3\"/>")
    static let stock = icon("<path d=\"M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8\"/>")
    static let documents = icon(
        "<path d=\"M6 3h9l4 4v14H6zM14.5 3v4.5H19M9 12h7M9 16h7\"/>")
    static let customers = icon(
        "<circle cx=\"9\" cy=\"8\" r=\"3.5\"/><path d=\"M2.5 20a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.8\"/>"
    )
    static let directories = icon(
        "<path d=\"M2.5 6h11v10h-11zM13.5 9.5h4l4 3.5v3h-8z\"/><circle cx=\"7\" cy=\"17.5\" r=\"2\"/><circle cx=\"17.5\" cy=\"17.5\" r=\"2\"/>"
    )
    static let completeness = icon("<circle cx=\"12\" cy=\"12\" r=\"8.5\"/><path d=\"M8 12.5l2.8 2.8L16 9.5\"/>")
    static let quarantine = icon(
        "<path d=\"M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6zM12 8v5M12 16v.500\"/>")

    static let audit = icon(
        "<circle cx=\"8\" cy=\"8\" r=\"3.5\"/><path d=\"M2.500 20a6 6 0 0 1 9-5M14 7h7M14 12h7M14 17h7\"/>")
    static let approvals = icon("<path d=\"M5 4h14v16H5zM8.500 12l2.500 2.500L15.500 9.500\"/>")
    static let signIns = icon(
        "<circle cx=\"8\" cy=\"15\" r=\"4.5\"/><path d=\"M11.2 11.8L20 3M16.500 6.500l3 3M14 9l2 2\"/>")
    static let sales = icon("<path d=\"M3 17l6-6 4 4 8-9M15 6h6v6\"/>")
    static let search = icon(
        "<circle cx=\"10.500\" cy=\"10.500\" r=\"6.500\"/><path d=\"M20.500 20.500l-5.300-5.300\"/>")
    static let person = icon("<circle cx=\"12\" cy=\"8\" r=\"4\"/><path d=\"M4.500 20.500a7.500 7.500 0 0 1 15 0\"/>")

    private static func icon(_ drawing: HTML) -> HTML {
        """
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.6" \
        stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">\(drawing)</svg>
        """
    }
}
