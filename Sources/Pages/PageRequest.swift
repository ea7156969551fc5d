import Events
import Log
import Queries
import Rules
import Services
import Supervision

/// What a screen is asked for. The gateway has checked by then who asks.
package struct PageRequest: Sendable {
    /// The path's segments, decoded: `/stores/s1` is `["stores", "s1"]`, `/` is empty.
    package var path: [String]
    package var query: [(String, String)]
    package var language: Language
    /// Who is signed in; nil shows no menu.
    package var userName: String?
    /// By whose rights it is asked; nil: nobody's, who is shown no figures.
    package var principal: Principal?
    /// Goes into every form as the hidden field `token`.
    package var formToken: String
    /// How this server is reached, e.g. `https://davtari.example`; the commands that pages show are made with it.
    package var origin: String
    /// The log's end; nil when the log cannot be reached.
    package var logEnd: Position?
    package var now: Instant
    /// What went wrong in this house's processes lately.
    package var troubles: [Trouble]
    /// `light` or `dark`, as whoever is signed in likes it; nil: as the device is.
    package var theme: String?
    /// Where whoever is signed in begins; nil: at the overview.
    package var home: String?
    /// The role that whoever is signed in tries: they see what who has it sees, and change nothing.
    package var trying: TriedRole?
    /// How many requests wait for who is signed in.
    var waiting = 0
    /// How many of the reader's own requests others have decided since the reader last looked.
    var decided = 0
    /// A form of this page that was refused.
    package var form: FilledForm?
    /// What a form offers in the place of an id, by entity; one that is not here has too many, and its id is typed.
    var offered: [String: [ScreenName]] = [:]
    /// The record at a partition's offset, as it stands in the log.
    package var readRecord: @Sendable (Int, Int64) throws -> LogRecord?

    package init(
        path: [String], query: [(String, String)] = [], language: Language, userName: String?, principal: Principal?,
        formToken: String = "",
        origin: String = "http://127.0.0.1:8080",
        logEnd: Position?, now: Instant, troubles: [Trouble] = [],
        readRecord: @escaping @Sendable (Int, Int64) throws -> LogRecord? = { _, _ in nil }
    ) {
        (self.path, self.query, self.language, self.userName) = (path, query, language, userName)
        (self.origin, self.troubles, self.principal) = (origin, troubles, principal)
        (self.formToken, self.logEnd, self.now, self.readRecord) = (formToken, logEnd, now, readRecord)
    }

    /// The first value of a query's name; empty is none.
    func value(_ name: String) -> String? {
        query.first { $0.0 == name }.flatMap { $0.1.isEmpty ? nil : $0.1 }
    }

    /// The place as it is asked for, to come back to it.
    package var address: String { Path(segments: path.filter { !$0.isEmpty }, query: query).text }

    /// The same place in another language.
    func path(in language: Language) -> Path {
        Path(segments: path, query: query.filter { $0.0 != "lang" } + [("lang", language.rawValue)])
    }
}

/// A page, ready to be sent as `text/html; charset=utf-8`.
package struct PageAnswer: Sendable {
    package var status: Int
    package var title: String
    package var html: String
}
