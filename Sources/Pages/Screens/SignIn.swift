extension Screens {
    package enum SignInFailure: Sendable {
        case wrong, tooOften, formTooOld, over, codeWrong
        case locked(seconds: Int)

        fileprivate var status: Int {
            switch self {
            case .wrong, .formTooOld, .over, .codeWrong: 403
            case .tooOften, .locked: 429
            }
        }
    }

    /// The sign-in page. Its form posts `name`, `password`, `token` and `next` to `/sign-in`.
    ///
    /// - Parameters:
    ///   - next: where to go afterwards; a path of ours, which the gateway checks again when it comes back.
    ///   - isChosen: whether a password was just chosen by a link.
    ///   - kept: a form that came when nobody was signed in any more: it comes back filled afterwards.
    package static func signIn(
        _ request: PageRequest, error: SignInFailure? = nil, name: String = "", next: String? = nil,
        keeping kept: KeptForm? = nil, isChosen: Bool = false
    ) -> PageAnswer {
        let say = Words(language: request.language)
        let fields: HTML = """
            <label for="name">\(say(.userName))</label>
            <input class="form-control" id="name" name="name" value=\(name) autocomplete="username" autocapitalize="none" \
            spellcheck="false" required\(flag: "autofocus", name.isEmpty)\(describedBy(error))>
            <label for="password">\(say(.password))</label>
            <input class="form-control" id="password" name="password" type="password" autocomplete="current-password" \
            required\(flag: "autofocus", !name.isEmpty)\(describedBy(error))>
            """
        return signIn(
            request, "/sign-in", .signIn, .signInMore, error, fields, notice: isChosen ? .passwordChosen : nil, next,
            kept)
    }

    /// The second page of it: the code of an app. Its form posts `step`, `code`, `token` and `next` to `/sign-in/code`.
    ///
    /// - Parameter step: the secret that stands for the password, which was right.
    package static func signInCode(
        _ request: PageRequest, step: String, error: SignInFailure? = nil, next: String? = nil,
        keeping kept: KeptForm? = nil
    ) -> PageAnswer {
        let say = Words(language: request.language)
        let fields: HTML = """
            <input type="hidden" name="step" value=\(step)>
            <label for="code">\(say(.codeOfApp))</label>
            <input class="form-control" id="code" name="code" autocomplete="one-time-code" autocapitalize="none" \
            spellcheck="false" required autofocus\(describedBy(error))>
            """
        return signIn(request, "/sign-in/code", .signInCode, .signInCodeMore, error, fields, next, kept)
    }

    private static func describedBy(_ error: SignInFailure?) -> HTML {
        "\(attribute: "aria-describedby", error == nil ? nil : "sign-in-error")"
    }

    private static func signIn(
        _ request: PageRequest, _ address: String, _ title: Text, _ more: Text, _ error: SignInFailure?, _ fields: HTML,
        notice: Text? = nil, _ next: String?, _ kept: KeptForm?
    ) -> PageAnswer {
        let frame = Frame(request)
        let say = frame.say
        let alert = error.map {
            "<p class=\"notice notice-bad\" id=\"sign-in-error\" role=\"alert\">\(text(of: $0, say))</p>" as HTML
        }
        return frame.page(
            say(title), status: error?.status ?? 200,
            """
            <form class="sign-in" method="post" action=\(address)>
            <h1>\(say(title))</h1>
            <p class="below">\(say(more))</p>
            \(alert)
            \(notice.map { Frame.notice(say($0)) })
            \(kept == nil ? .empty : Frame.notice(say(.formWaits)))
            <input type="hidden" name="token" value=\(request.formToken)>
            \(kept?.html)
            \(next.map { "<input type=\"hidden\" name=\"next\" value=\($0)>" as HTML })
            \(fields)
            <button class="btn btn-primary" type="submit">\(say(.signIn))</button>
            </form>
            """)
    }

    private static func text(of failure: SignInFailure, _ say: Words) -> String {
        switch failure {
        case .wrong: say(.signInWrong)
        case .tooOften: say(.signInTooOften)
        case .formTooOld: say(.signInTooOld)
        case .over: say(.signInOver)
        case .codeWrong: say(.signInCodeWrong)
        case .locked(let seconds): say(.signInLocked, "\(seconds)")
        }
    }
}
