import Events
import Rules
import Services

/// One's own sign-in: how pages look and begin, the password, sessions, the second factor; and the page that a link leads to.
///
/// The gateway reads what stands on them and takes their forms: much of it is secret, and none of it figures.
extension Screens {
    /// What `/me` shows.
    package struct Own: Sendable {
        let listing: SignInListing
        let sessions: [SessionListing]
        /// The id of the session in which it is read.
        let here: String
        let theme: String?
        let home: String?
        /// The form that was done before.
        let done: String?

        package init(_ listing: SignInListing, _ sessions: [SessionListing], _ user: User, here: String, done: String?)
        {
            (self.listing, self.sessions, self.here, self.done) = (listing, sessions, here, done)
            (theme, home) = (user.theme, user.home)
        }
    }

    /// - Parameter status: of a form that came back.
    package static func own(_ request: PageRequest, _ own: Own, status: Int = 200) -> PageAnswer {
        let say = Words(language: request.language)
        let initial = [
            OwnForms.language: own.listing.language, OwnForms.theme: own.theme ?? "", OwnForms.home: own.home ?? "",
        ]
        let sessions = SessionTable(request: request, sessions: own.sessions, here: own.here) {
            OwnForms.endSession.buttonHTML(request, carrying: [OwnForms.session: $0.id])
        }
        let others: HTML =
            own.sessions.count > 1 ? OwnForms.endOthers.buttonHTML(request, carrying: [:]) : .empty
        return Frame(request).page(
            say(.ownSignIn), status: status,
            """
            \(Parts.heading(say(.ownSignIn), "\(own.listing.name)"))
            \(own.done == nil || request.form != nil ? .empty : Frame.notice(say(.savedNow)))
            \([OwnForms.endSession, OwnForms.endOthers].map { $0.problemsHTML(request) })
            <div class="part">\(OwnForms.preferences(request.principal).html(request, initial: initial))</div>
            <div class="part">\(OwnForms.changePassword.html(request, isQuiet: true))</div>
            \(Parts.section("second-factor", say(.secondFactor), secondFactor(request, own, say)))
            \(Parts.section("sessions", say(.openSessions), "\(sessions.html)\(others)"))
            """)
    }

    private static func secondFactor(_ request: PageRequest, _ own: Own, _ say: Words) -> HTML {
        guard !own.listing.hasSecondFactor else {
            return """
                <p>\(say(.secondFactorIsOn))</p>
                \(OwnForms.removeSecondFactor.html(request, isQuiet: true))
                """
        }
        return """
            <p>\(say(.secondFactorMore))</p>
            <p><a class="btn btn-outline-secondary" href="/me/second-factor">\(say(.secondFactorSetUp))</a></p>
            """
    }

    /// - Parameters:
    ///   - secret: as an app takes it when it is typed.
    ///   - link: the same as an app on this device opens it.
    package static func secondFactorSetUp(
        _ request: PageRequest, secret: String, link: String, status: Int = 200
    ) -> PageAnswer {
        let say = Words(language: request.language)
        return Frame(request).page(
            say(.secondFactorSetUp), status: status,
            """
            \(ownCrumbs(say))
            \(Parts.heading(say(.secondFactorSetUp)))
            <div class="part"><p>\(say(.secondFactorSteps))</p>
            <code class="secret" tabindex="0">\(spaced(secret))</code>
            <p class="below"><a href=\(link)>\(say(.openInApp))</a></p></div>
            <div class="part">\(OwnForms.setSecondFactor.html(
                request, initial: [OwnForms.secret: secret], cancel: Path("me")))</div>
            """)
    }

    package static func recoveryCodes(_ request: PageRequest, _ codes: [String]) -> PageAnswer {
        let say = Words(language: request.language)
        return Frame(request).page(
            say(.recoveryCodes),
            """
            \(ownCrumbs(say))
            \(Parts.heading(say(.recoveryCodes)))
            <div class="part" role="status"><p>\(say(.recoveryCodesMore))</p>
            <ul class="secrets">\(codes.map { "<li><code>\($0)</code></li>" as HTML })</ul>
            <p><a class="btn btn-primary" href="/me">\(say(.recoveryCodesKept))</a></p></div>
            """)
    }

    private static func ownCrumbs(_ say: Words) -> HTML {
        Parts.crumbs(say(.whereYouAre), [(Path("me"), say(.ownSignIn))])
    }

    /// In fours, as people type it.
    private static func spaced(_ secret: String) -> String {
        stride(from: 0, to: secret.count, by: 4).map { String(secret.dropFirst($0).prefix(4)) }.joined(separator: " ")
    }

    // MARK: By a link

    package static func choosePassword(
        _ request: PageRequest, name: String, language: String, link: String, isFirst: Bool, status: Int = 200
    ) -> PageAnswer {
        let say = Words(language: request.language)
        let form = OwnForms.choosePassword(link: link, isFirst: isFirst)
        return Frame(request).page(
            say(isFirst ? .choosePassword : .chooseNewPassword), status: status,
            """
            \(Parts.heading(say(.youSignInAs, name)))
            <div class="part">\(form.html(
                request, initial: [OwnForms.language: language],
                below: "<input type=\"hidden\" name=\"username\" value=\(name) autocomplete=\"username\">"))</div>
            """)
    }

    /// A link that was used, is over, or never was: which of these is not told.
    package static func linkOver(_ request: PageRequest) -> PageAnswer {
        let say = Words(language: request.language)
        return Frame(request).page(
            say(.linkOver), status: 404,
            """
            <div class="alone"><h1>\(say(.linkOver))</h1><p>\(say(.linkOverMore))</p>
            <p><a class="btn btn-primary" href="/sign-in">\(say(.signIn))</a></p></div>
            """)
    }
}
