import Events
import Queries
import Rules

/// What surrounds every screen: the head, the menu, the languages, and what limits all figures.
struct Frame {
    let request: PageRequest
    let say: Words
    /// How far the read models are; nil where a page shows no figures.
    var states: [ScreenModels.State]?
    /// What of the page moves; nil where nothing does.
    var live: [LivePart]?
    /// Whether it draws charts.
    var hasCharts = false
    /// Whether parts of it are asked for by themselves (htmx): a list, or what a field offers.
    var isQuick = false
    /// After how many seconds the page is asked for again, while something is at work; nil: it stays.
    var refreshSeconds: Int?

    init(
        _ request: PageRequest, states: [ScreenModels.State]? = nil, live: [LivePart]? = nil, hasCharts: Bool = false,
        isQuick: Bool = false
    ) {
        (self.request, self.states, self.live) = (request, states, live)
        (self.hasCharts, self.isQuick) = (hasCharts, isQuick)
        say = Words(language: request.language)
    }

    func page(_ title: String, status: Int = 200, _ body: HTML) -> PageAnswer {
        // With what the page has already, so that only what has moved since is sent.
        let live = live.map { parts in
            let marks = parts.map { "\($0.id):\($0.mark)" }.joined(separator: ",")
            return Path("live", query: [("lang", request.language.rawValue), ("have", marks)]).text
        }
        let html: HTML = """
            <!doctype html>
            <html lang=\(request.language.rawValue)\(attribute: "data-theme", request.theme)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content=\(request.theme ?? "light dark")>
            \(refreshSeconds.map { "<meta http-equiv=\"refresh\" content=\(String($0))>" as HTML })
            <title>\(title) · \(say(.brand))</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/bootstrap.css">
            <link rel="stylesheet" href="/assets/davtari.css">
            \(hasCharts ? "<script defer src=\"/assets/chart.js\"></script>" as HTML : .empty)
            \(isQuick ? quick : .empty)
            <script defer src="/assets/davtari.js"></script>
            </head>
            <body\(attribute: "data-live", live)>
            <a class="skip" href="#main">\(say(.skipToContent))</a>
            \(top)
            <main id="main" tabindex="-1">
            \(trial)
            \(notice)
            \(body)
            </main>
            <footer class="foot">\(say(.footer)) · <a href="/reference">\(say(.reference))</a></footer>
            \(request.userName == nil ? .empty : menu(.phone))
            </body>
            </html>
            """
        return PageAnswer(status: status, title: title, html: html.text)
    }

    /// As whom the pages are seen, and the way back.
    private var trial: HTML {
        guard let role = request.trying else { return .empty }
        let shops =
            role.shops.isEmpty || role.role.reach != Reach.own.rawValue
            ? "" : " (\(role.shops.joined(separator: ", ")))"
        return """
            <form class="notice trial" method="post" action="/trial/end" role="status">\
            <input type="hidden" name="token" value=\(request.formToken)>\
            <span>\(say(.trialNotice, role.title + shops))</span> \
            <button class="btn btn-outline-secondary btn-sm" type="submit">\(say(.trialEnd))</button></form>
            """
    }

    private var quick: HTML {
        """
        <meta name="htmx-config" content=\(QuickList.settings)>
        <script defer src="/assets/htmx.min.js"></script>
        """
    }

    private var top: HTML {
        """
        <header class="top"><div class="top-inner">
        <a class="brand" href=\(request.home ?? "/")>\(Icons.book)<span>\(say(.brand))</span></a>
        \(request.userName == nil ? .empty : menu(.wide))
        <div class="top-end">\(search)\(languages)\(user)</div>
        </div></header>
        """
    }

    /// On a phone there is room for its sign alone, which leads to the page.
    private var search: HTML {
        guard request.userName != nil, Screens.isShown(Link.search.segments, to: request.principal) else {
            return .empty
        }
        let isThere = request.path == Link.search.segments
        return """
            <form class="find" role="search" method="get" action=\(Path(.search))>\
            <input class="form-control" type="search" name="q" value=\(isThere ? request.value("q") ?? "" : "") \
            placeholder=\(say(.searchAll)) aria-label=\(say(.searchAll)) aria-keyshortcuts="s" autocomplete="off"></form>\
            <a class="find-link" href=\(Path(.search)) aria-label=\(say(.searchAll))>\(Icons.search)</a>
            """
    }

    private var languages: HTML {
        let links = Language.allCases.map { language -> HTML in
            let isThis = language == request.language
            return """
                <a href=\(request.path(in: language)) lang=\(language.rawValue) hreflang=\(language.rawValue)\
                \(attribute: "aria-current", isThis ? "true" : nil)>\(language.ownName)</a>
                """
        }
        return "<nav class=\"languages\" aria-label=\(say(.languages))>\(links)</nav>"
    }

    private var user: HTML {
        guard let name = request.userName else { return .empty }
        return """
            <form class="user" method="post" action="/sign-out">
            <input type="hidden" name="token" value=\(request.formToken)>
            <a class="own" href="/me" aria-label=\(say(.ownSignInOf, name))>\(Icons.person)<span class="user-name">\(name)</span></a><button type="submit">\(say(.signOut))</button></form>
            """
    }

    private enum Width { case wide, phone }

    private func menu(_ width: Width) -> HTML {
        let here = Screen.at(request.path)?.screen.menu
        let links = Screens.menu(of: request.principal).map { entry, segments -> HTML in
            """
            <a href=\(Path(segments: segments, query: []))\(attribute: "aria-current", entry == here ? "page" : nil)>\
            \(entry.icon)<span>\(say(entry.title))</span>\(mark(entry))</a>
            """
        }
        let kind = width == .wide ? "menu menu-wide" : "menu menu-phone"
        return "<nav class=\(kind) aria-label=\(say(.menu))>\(links)</nav>"
    }

    /// How much of it waits for the reader, or has been decided on their asking.
    private func mark(_ entry: Menu) -> HTML {
        guard entry == .approvals, request.waiting + request.decided > 0 else { return .empty }
        let count = say.numbers.count(Int64(request.waiting + request.decided))
        let what = [(request.waiting, Text.approvalsWaiting), (request.decided, .approvalsNews)].filter { $0.0 > 0 }
            .map { "\(say.numbers.count(Int64($0.0))) \(say($0.1))" }.joined(separator: ", ")
        return """
            <span class="menu-count"><span aria-hidden="true">\(count)</span>\
            <span class="visually-hidden"> \(what)</span></span>
            """
    }

    /// The log moves all the time; only being this far behind is worth a word on every page.
    private static let noteworthyLag: Int64 = 1_000

    /// Said when figures are older than the log, or may stay so.
    private var notice: HTML {
        guard let states else { return .empty }
        guard let end = request.logEnd else { return Self.notice(say(.noticeLogAway)) }
        let lag = states.map { $0.position.distance(to: end) }.max() ?? 0
        if states.contains(where: { $0.lastError != nil }), lag > 0 { return Self.notice(say(.noticeFoldFails)) }
        return lag > Self.noteworthyLag ? Self.notice(say(.noticeBehind, say.numbers.count(lag))) : .empty
    }

    static func notice(_ text: String) -> HTML { "<p class=\"notice\" role=\"status\">\(text)</p>" }
}
