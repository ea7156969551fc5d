/// The small parts that screens are made of.
enum Parts {
    enum Tone: String { case calm, good, warn, bad }

    static func badge(_ text: String, _ tone: Tone) -> HTML {
        "<span class=\("mark mark-\(tone.rawValue)")>\(text)</span>"
    }

    /// A link, or the text alone where there is nowhere to go.
    static func link(_ path: Path?, _ text: String) -> HTML {
        guard let path else { return "\(text)" }
        return "<a href=\(path)>\(text)</a>"
    }

    /// A second, quieter line under a cell's first.
    static func sub(_ text: HTML) -> HTML { "<span class=\"sub\">\(text)</span>" }

    /// A part of a page under a heading of its own. With an id it may move live.
    static func section(_ id: String, _ title: String, note: HTML = .empty, _ body: HTML) -> HTML {
        """
        <section class="part" aria-labelledby=\("\(id)-title")>
        <div class="part-head"><h2 id=\("\(id)-title")>\(title)</h2>\(note)</div>
        <div id=\(id)>\(body)</div>
        </section>
        """
    }

    /// A part that opens under its name: what is seldom done.
    static func folded(_ title: String, isOpen: Bool, _ body: HTML) -> HTML {
        "<details class=\"part folded\"\(flag: "open", isOpen)><summary>\(title)</summary>\(body)</details>"
    }

    /// A figure with its name, and what puts it in relation.
    static func tile(_ name: String, _ figure: String, _ more: [HTML], isFirst: Bool = false) -> HTML {
        """
        <div class=\(isFirst ? "tile tile-first" : "tile")><dt>\(name)</dt>
        <dd><span class="figure">\(figure)</span>\(more.map { "<span class=\"more\">\($0)</span>" as HTML })</dd></div>
        """
    }

    static func tiles(_ tiles: [HTML]) -> HTML { "<dl class=\"tiles\">\(tiles)</dl>" }

    static func nothing(_ text: String) -> HTML { "<p class=\"nothing\">\(text)</p>" }

    /// Names and values in two columns: what is known of one thing.
    static func facts(_ facts: [(String, HTML)]) -> HTML {
        let rows = facts.filter { !$0.1.isEmpty }.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as HTML }
        return "<dl class=\"facts\">\(rows)</dl>"
    }

    /// The way back, above a page's heading.
    static func crumbs(_ label: String, _ steps: [(Path, String)]) -> HTML {
        let items = steps.map { "<li><a href=\($0.0)>\($0.1)</a></li>" as HTML }
        return "<nav class=\"crumbs\" aria-label=\(label)><ol>\(items)</ol></nav>"
    }

    static func heading(_ title: String, _ below: HTML = .empty) -> HTML {
        "<div class=\"page-head\"><h1>\(title)</h1>\(below.isEmpty ? .empty : "<p class=\"below\">\(below)</p>" as HTML)</div>"
    }

    /// Whoever has said something: who signed in by its name, others by what the fact says.
    static func author(_ author: String) -> String {
        author.hasPrefix("user:") ? String(author.dropFirst("user:".count)) : author
    }

    static func code(_ text: String) -> HTML { "<pre class=\"code\" tabindex=\"0\"><code>\(text)</code></pre>" }
}
