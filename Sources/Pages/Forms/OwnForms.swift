import Rules

/// What people do to their own sign-in, for which nobody needs a right.
package enum OwnForms {
    package static let oldPassword = "oldPassword"
    package static let password = "password"
    package static let language = "language"
    package static let theme = "theme"
    package static let home = "home"
    package static let secret = "secret"
    package static let code = "code"
    package static let session = "session"

    static let languages: [Form.Field.Choice] = Language.allCases.map {
        .init(value: $0.rawValue, caption: .title(Title(ka: $0.ownName, en: $0.ownName)))
    }

    /// - Parameter principal: who begins at one of the pages that they may see.
    package static func preferences(_ principal: Principal?) -> Form {
        own(
            "preferences", .preferences, .save,
            [
                Form.Field(
                    name: language, label: .text(.languages), kind: .choice(languages), path: language),
                Form.Field(
                    name: theme, label: .text(.theme),
                    kind: .choice([
                        .init(value: "", caption: .text(.themeDevice)),
                        .init(value: "light", caption: .text(.themeLight)),
                        .init(value: "dark", caption: .text(.themeDark)),
                    ]), isRequired: false, path: theme),
                Form.Field(
                    name: home, label: .text(.homePage), hint: .homePageHint,
                    kind: .choice([.init(value: "", caption: .text(.homeUsual))] + homes(principal)), isRequired: false,
                    path: home),
            ])
    }

    private static func homes(_ principal: Principal?) -> [Form.Field.Choice] {
        Menu.allCases.compactMap { entry in
            entry.place(for: principal).map {
                .init(value: Path(segments: $0, query: []).text, caption: .text(entry.title))
            }
        }
    }

    /// Whether somebody may begin at an address.
    package static func isHome(_ address: String, of principal: Principal?) -> Bool {
        homes(principal).contains { $0.value == address }
    }

    package static let changePassword = own(
        "password", .changePassword, .changePassword,
        [
            Form.Field(
                name: oldPassword, label: .text(.oldPassword), kind: .secret("current-password"), path: oldPassword),
            newPassword,
        ])

    private static let newPassword = Form.Field(
        name: password, label: .text(.newPassword), hint: .newPasswordHint, kind: .secret("new-password"),
        path: password)

    package static let endOthers = own("sessions", .endOtherSessions, .endOtherSessions, [])
    package static let endSession = own("session", .endSession, .endSession, [], carried: [session])

    package static let setSecondFactor = own(
        "second-factor", .codeOfApp, .switchOn,
        [Form.Field(name: code, label: .text(.codeOfApp), hint: .codeOfAppHint, kind: .code, path: code)],
        carried: [secret])

    package static let removeSecondFactor = own(
        "second-factor-off", .secondFactorOff, .switchOff,
        [
            Form.Field(
                name: oldPassword, label: .text(.password), kind: .secret("current-password"), path: oldPassword)
        ])

    /// By a link; posted to where it leads.
    package static func choosePassword(link: String, isFirst: Bool) -> Form {
        own(
            "invitation", isFirst ? .choosePassword : .chooseNewPassword, .savePassword,
            [
                newPassword,
                Form.Field(
                    name: language, label: .text(.languages), kind: .choice(languages), path: language),
            ], to: Path("invitation", link))
    }

    private static func own(
        _ id: String, _ title: Text, _ button: Text, _ fields: [Form.Field], carried: [String] = [],
        to post: Path? = nil
    ) -> Form {
        Form(
            id: id, title: .text(title), button: .text(button), fields: fields, carried: carried, page: { _ in ["me"] },
            method: "POST", address: { _ in ["me", id] }, body: { _ in .object([]) }, own: post ?? Path("me", id),
            next: { _ in Path("me", query: [("done", id)]) })
    }
}
