extension Screens {
    package enum SignInFailure: Sendable {
        case wrong, tooOften, formTooOld
        case locked(seconds: Int)

        fileprivate var status: Int {
            switch self {
            case .wrong, .formTooOld: 403
            case .tooOften, .locked: 429
            }
        }
    }

    /// The sign-in page. Its form posts `name`, `password`, `token` and `next` to `/sign-in`.
    ///
    /// - Parameters:
    ///   - next: where to go afterwards; a path of ours, which the gateway checks again when it comes back.
    ///   - kept: a form that came when nobody was signed in any more: it comes back filled afterwards.
    package static func signIn(
        _ request: PageRequest, error: SignInFailure? = nil, name: String = "", next: String? = nil,
        keeping kept: KeptForm? = nil
    ) -> PageAnswer {
        let frame = Frame(request)
        let say = frame.say
        let message = error.map { text(of: $0, say) }
        let alert = message.map {
            "<p class=\"notice notice-bad\" id=\"sign-in-error\" role=\"alert\">\($0)</p>" as HTML
        }
        let describedBy = message == nil ? nil : "sign-in-error"
        return frame.page(
            say(.signIn), status: error?.status ?? 200,
            """
            <form class="sign-in" method="post" action="/sign-in">
            <h1>\(say(.signIn))</h1>
            <p class="below">\(say(.signInMore))</p>
            \(alert)
            \(kept == nil ? .empty : Frame.notice(say(.formWaits)))
            <input type="hidden" name="token" value=\(request.formToken)>
            \(kept?.html)
            \(next.map { "<input type=\"hidden\" name=\"next\" value=\($0)>" as HTML })
            <label for="name">\(say(.userName))</label>
            <input class="form-control" id="name" name="name" value=\(name) autocomplete="username" autocapitalize="none" \
            spellcheck="false" required\(flag: "autofocus", name.isEmpty)\(attribute: "aria-describedby", describedBy)>
            <label for="password">\(say(.password))</label>
            <input class="form-control" id="password" name="password" type="password" autocomplete="current-password" \
            required\(flag: "autofocus", !name.isEmpty)\(attribute: "aria-describedby", describedBy)>
            <button class="btn btn-primary" type="submit">\(say(.signIn))</button>
            </form>
            """)
    }

    private static func text(of failure: SignInFailure, _ say: Words) -> String {
        switch failure {
        case .wrong: say(.signInWrong)
        case .tooOften: say(.signInTooOften)
        case .formTooOld: say(.signInTooOld)
        case .locked(let seconds): say(.signInLocked, "\(seconds)")
        }
    }
}
