import JSON

extension AccountError {
    /// The same as commands and forms are refused: by rule and place, so that it is told beside its field in the reader's language.
    package var refusal: Refusal {
        let (kind, rule, path): (Refusal.Kind, String, String) =
            switch self {
            case .nameTaken: (.conflict, "signIn.taken", "signIn")
            case .badName: (.invalid, "signIn.name", "signIn")
            case .noSuchUser: (.missing, "signIn.unknown", "signIn")
            case .isDisabled: (.conflict, "signIn.disabled", "signIn")
            case .rolesNeeded: (.invalid, "required", "roles")
            case .unknownRole: (.invalid, "role.unknown", "roles")
            case .noSuchEmployee: (.invalid, "employee.unknown", "employee")
            case .employeeTaken: (.conflict, "signIn.employee", "employee")
            case .beyondRights: (.forbidden, "signIn.rights", "roles")
            case .lastOwner: (.conflict, "signIn.lastOwner", "roles")
            case .passwordTooShort: (.invalid, "password.short", "password")
            case .passwordUnfit: (.invalid, "password.long", "password")
            case .passwordCommon: (.invalid, "password.common", "password")
            case .passwordIsName: (.invalid, "password.name", "password")
            case .passwordWrong: (.invalid, "password.wrong", "oldPassword")
            case .hasSecondFactor: (.conflict, "secondFactor.set", "")
            case .codeWrong: (.invalid, "code.wrong", "code")
            case .linkOver: (.conflict, "link.over", "")
            case .tooManyTries: (.conflict, "signIn.wait", "")
            case .unknownLanguage: (.invalid, "choice", "language")
            case .unknownTheme: (.invalid, "choice", "theme")
            case .unknownHome: (.invalid, "choice", "home")
            case .noSuchSession: (.missing, "session.unknown", "session")
            case .tillNeedsBook: (.invalid, "token.till", "writers")
            case .writersNeeded: (.invalid, "token.writers", "writers")
            case .badWriter: (.invalid, "token.writer", "writers")
            case .officeWriter: (.invalid, "token.officeWriter", "writers")
            case .writerElsewhere: (.conflict, "token.elsewhere", "writers")
            case .apiWritesNothing: (.invalid, "token.reads", "writers")
            case .scopesNeeded: (.invalid, "required", "scopes")
            case .unknownScope: (.invalid, "choice", "scopes")
            case .scopesAreForAPI: (.invalid, "token.scopes", "scopes")
            case .unknownArea: (.invalid, "choice", "areas")
            case .areasAreForOffices: (.invalid, "token.areas", "areas")
            case .badTokenName: (.invalid, "token.name", "called")
            case .badStore: (.invalid, "store.unknown", "stores")
            case .badOverlap: (.invalid, "token.overlap", "hours")
            case .alreadyOver: (.invalid, "token.until", "until")
            case .tokenBeyondRights: (.forbidden, "token.rights", "")
            case .noSuchToken: (.missing, "token.unknown", "token")
            case .tokenOver: (.conflict, "token.over", "token")
            }
        return Refusal(kind, rule, description, path.isEmpty ? [] : [("path", .string(path))])
    }
}
