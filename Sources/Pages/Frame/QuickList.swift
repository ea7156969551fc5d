/// A list that is narrowed, ordered and turned over in place where htmx is there, and by whole pages where it is not: the server
/// answers the same page either way, and htmx takes the list out of it.
package enum QuickList {
    /// What htmx says in `HX-Target` where it asks for a list.
    package static let id = "list"

    /// What is replaced: everything that depends on what is asked for.
    static func part(_ body: HTML) -> HTML { "<div id=\(id)>\(body)</div>" }

    /// For a form that narrows the list: as one types, at once where one chooses. The address says what is asked for, so that it
    /// can be sent to somebody; what was typed letter by letter is one step back.
    static func form(_ path: Path) -> HTML {
        """
         hx-get=\(path) hx-replace-url="true" hx-sync="this:replace" \
        hx-trigger="submit, change, input changed delay:250ms from:find input[type=search]"\(swap)
        """
    }

    /// For a field that takes an id: its list of choices (`ChoicesScreen`) follows what is typed.
    static func choices(_ path: Path, into list: String) -> HTML {
        """
         list=\(list) hx-get=\(path) hx-target=\("#" + list) hx-swap="innerHTML" hx-sync="this:replace" \
        hx-trigger="focus once, input changed delay:200ms"
        """
    }

    /// For a link to the same list, otherwise ordered or further on.
    static let link: HTML = " hx-boost=\"true\" hx-push-url=\"true\"\(swap)"

    private static let swap: HTML = " hx-target=\("#" + id) hx-select=\("#" + id) hx-swap=\"outerHTML\""

    /// How htmx is let work: under our content security policy, and the browser alone keeps what was seen before.
    static let settings = """
        {"allowEval":false,"includeIndicatorStyles":false,"allowScriptTags":false,"historyCacheSize":0,\
        "refreshOnHistoryMiss":true,"selfRequestsOnly":true}
        """
}
