extension Screens {
    package enum SignInFailure: Sendable { case wrong, tooOften, formTooOld }

    /// The sign-in page. Its form posts `name`, `password`, `token` and `next` to `/sign-in`.
    ///
    /// - Parameter next: where to go afterwards; a path of ours, which the gateway checks again when it comes back.
    package static func signIn(
        _ request: PageRequest, error: SignInFailure? = nil, name: String = "", next: String? = nil
    ) -> PageAnswer {
        let frame = Frame(request)
        let say = frame.say
        let message = error.map { say(text(of: $0)) }
        let alert = message.map {
            "<p class=\"notice notice-bad\" id=\"sign-in-error\" role=\"alert\">\($0)</p>" as HTML
        }
        let describedBy = message == nil ? nil : "sign-in-error"
        return frame.page(
            say(.signIn), status: error == nil ? 200 : error == .tooOften ? 429 : 403,
            """
            <form class="sign-in" method="post" action="/sign-in">
            <h1>\(say(.signIn))</h1>
            <p class="below">\(say(.signInMore))</p>
            \(alert)
            <input type="hidden" name="token" value=\(request.formToken)>
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

    private static func text(of failure: SignInFailure) -> Text {
        switch failure {
        case .wrong: .signInWrong
        case .tooOften: .signInTooOften
        case .formTooOld: .signInTooOld
        }
    }
}
