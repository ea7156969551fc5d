import Queries
import Rules

/// Lists of documents that stand under one entry of the menu.
enum DocumentTabs {
    static let lists: [Link] = [.goodsDocuments] + TradeDocumentKind.all.map { Link.tradeDocuments($0.path) }

    /// Those that the reader sees; nothing where that is one alone.
    static func html(_ request: PageRequest, here: Link) -> HTML {
        let say = Words(language: request.language)
        let shown = lists.filter { Screens.isShown($0.segments, to: request.principal) }
        guard shown.count > 1 else { return .empty }
        let links = shown.map { list -> HTML in
            let isThis = list.segments == here.segments
            return "<a href=\(Path(list))\(attribute: "aria-current", isThis ? "page" : nil)>\(title(list, say))</a>"
        }
        return "<nav class=\"tabs\" aria-label=\(say(.menuDocuments))>\(links)</nav>"
    }

    private static func title(_ list: Link, _ say: Words) -> String {
        TradeDocumentKind.all.first { Link.tradeDocuments($0.path).segments == list.segments }.map { say($0.many) }
            ?? say(.goodsDocuments)
    }
}
