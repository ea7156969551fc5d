import JSON
import Pages

/// What people look at, and what belongs to it.
extension Routes {
    static let pages: [Route] =
        Screens.addresses.map { path, id in
            Route(
                "GET", path,
                Operation(
                    "\(id)Page", .pages, .person, "A page; in Georgian or English (`?lang=`).",
                    parameters: names(path).map { .path($0, Schema.text, "what the page is about") },
                    answers: [html, Operation.Answer(status: 303, description: "to the sign-in"), notThere])
            ) { gateway, call, responder in gateway.page(call.request, responder) }
        } + [
            Route(
                "GET", "/reference",
                Operation("reference", .pages, .anyone, "This description, for people.", answers: [html])
            ) { gateway, call, responder in gateway.reference(call.request, responder) },
            Route("GET", "/sign-in", Operation("signInPage", .pages, .anyone, "The form to sign in.", answers: [html]))
            {
                gateway, call, responder in gateway.signIn(call.request, responder)
            },
            Route(
                "POST", "/sign-in",
                Operation(
                    "signIn", .pages, .anyone, "Signs in.", body: form(["token", "name", "password", "next"]),
                    answers: [html, Operation.Answer(status: 303, description: "signed in")])
            ) { gateway, call, responder in gateway.signIn(call.request, responder) },
            Route(
                "POST", "/sign-in/code",
                Operation(
                    "signInCode", .pages, .anyone, "Signs in by a code, where there is a second factor.",
                    body: form(["token", "step", "code", "next"]),
                    answers: [html, Operation.Answer(status: 303, description: "signed in")])
            ) { gateway, call, responder in gateway.signInCode(call.request, responder) },
            Route(
                "GET", "/invitation/{link}",
                Operation(
                    "invitationPage", .pages, .anyone, "The form to choose a password by a link.",
                    parameters: [.path("link", Schema.text, "the link’s secret")], answers: [html, linkOver])
            ) { gateway, call, responder in gateway.invitation(call["link"], call.request, responder) },
            Route(
                "POST", "/invitation/{link}",
                Operation(
                    "invitation", .pages, .anyone, "Chooses a password by a link, which ends with it.",
                    parameters: [.path("link", Schema.text, "the link’s secret")],
                    body: form(["token", "password", "language"]),
                    answers: [html, linkOver] + [403, 409, 422].map { refusedForm($0) })
            ) { gateway, call, responder in gateway.invitation(call["link"], call.request, responder) },
            Route(
                "GET", "/me",
                Operation("ownPage", .pages, .person, "One’s own sign-in.", answers: [html, toSignIn])
            ) { gateway, call, responder in gateway.own(call.request, responder) { try $0.page() } },
            Route(
                "GET", "/me/second-factor",
                Operation(
                    "secondFactorPage", .pages, .person, "A new secret for an app, and the form to set it up.",
                    answers: [html, toSignIn])
            ) { gateway, call, responder in gateway.own(call.request, responder) { $0.setUp() } },
            Route(
                "POST", "/me/{form}",
                Operation(
                    "own", .pages, .person, "Changes one’s own sign-in.",
                    parameters: [.path("form", Schema.text, "the form, e.g. `password`")], body: form(["token"]),
                    answers: [
                        html, Operation.Answer(status: 303, description: "done; or to the sign-in"), notThere,
                    ] + [403, 409, 422].map { refusedForm($0) })
            ) { gateway, call, responder in gateway.own(call.request, responder) { try $0.take(call["form"]) } },
            Route(
                "POST", "/sign-out",
                Operation(
                    "signOut", .pages, .person, "Signs out.", body: form(["token"]),
                    answers: [Operation.Answer(status: 303, description: "signed out")])
            ) { gateway, call, responder in gateway.signOut(call.request, responder) },
            Route(
                "POST", "/trial/end",
                Operation(
                    "endTrial", .pages, .person, "Ends looking at the pages as who has a role.", body: form(["token"]),
                    answers: [html, Operation.Answer(status: 303, description: "to the overview, where none is tried")])
            ) { gateway, call, responder in gateway.endTrial(call.request, responder) },
            Route(
                "POST", "/forms/{form}",
                Operation(
                    "form", .pages, .person, "Asks for the command of a page’s form.",
                    parameters: [.path("form", Schema.text, "the form, e.g. `open-shop`")],
                    body: form(["token", "key"]),
                    answers: [
                        Operation.Answer(status: 303, description: "done, to the page of it; or to the sign-in"),
                        notThere,
                    ] + [400, 403, 409, 422, 428].map { refusedForm($0) })
            ) { gateway, call, responder in gateway.form(call["form"], call.request, responder) },
            Route(
                "POST", "/imports",
                Operation(
                    "takeImport", .pages, .person, "Takes a spreadsheet for a list, and looks at it.",
                    body: .init([
                        (
                            "multipart/form-data",
                            [
                                "type": "object",
                                "properties": .object(["token", "entity", "file"].map { .init($0, Schema.text) }),
                            ]
                        )
                    ]),
                    answers: [
                        Operation.Answer(status: 303, description: "to its page; or to the sign-in"), notThere,
                        refusedForm(403),
                    ])
            ) { gateway, call, responder in gateway.takeImport(call.request, responder) },
            Route(
                "GET", "/drafts/{draft}",
                Operation(
                    "draftPage", .pages, .person, "Goes on with a document that was put aside, on its form’s page.",
                    parameters: [.path("draft", Schema.text, "which one")], answers: [html, toSignIn, notThere])
            ) { gateway, call, responder in gateway.draft(call["draft"], call.request, responder) },
            Route(
                "POST", "/drafts/{draft}",
                Operation(
                    "dropDraft", .pages, .person, "Drops a document that was put aside.",
                    parameters: [.path("draft", Schema.text, "which one")], body: form(["token"]),
                    answers: [
                        Operation.Answer(status: 303, description: "to those put aside; or to the sign-in"), notThere,
                    ])
            ) { gateway, call, responder in gateway.draft(call["draft"], call.request, responder) },
            Route(
                "GET", "/imports/{import}",
                Operation(
                    "importPage", .pages, .person, "How far a spreadsheet is, and what changes by it.",
                    parameters: [.path("import", Schema.text, "which one")], answers: [html, toSignIn, notThere])
            ) { gateway, call, responder in gateway.importFile(call["import"], call.request, responder) },
            Route(
                "POST", "/imports/{import}",
                Operation(
                    "import", .pages, .person,
                    "Has a spreadsheet looked at again (`act=look`), or imported (`act=run`).",
                    parameters: [.path("import", Schema.text, "which one")],
                    body: form(["token", "act", "doubles", "encoding", "separator", "sign"]),
                    answers: [Operation.Answer(status: 303, description: "to its page; or to the sign-in"), notThere])
            ) { gateway, call, responder in gateway.importFile(call["import"], call.request, responder) },
            Route(
                "GET", "/imports/{import}/rows.csv",
                Operation(
                    "importRows", .pages, .person, "The rows of a spreadsheet that are to be mended, and why.",
                    parameters: [.path("import", Schema.text, "which one")],
                    answers: [
                        .init(status: 200, description: "the rows", contents: [("text/csv", Schema.text)]), toSignIn,
                        notThere,
                    ])
            ) { gateway, call, responder in gateway.importRows(call["import"], call.request, responder) },
            Route(
                "GET", "/live",
                Operation(
                    "live", .pages, .person, "What moves on the overview, as Server-Sent Events.",
                    parameters: [.query("have", Schema.text, "marks of the parts that the page came with")],
                    answers: [
                        .init(
                            status: 200, description: "while both stay", contents: [("text/event-stream", Schema.text)]),
                        .problem(401, "nobody has signed in"),
                    ])
            ) { gateway, call, responder in gateway.follow(call.request, responder) },
            Route(
                "GET", "/assets/{name}",
                Operation(
                    "asset", .pages, .anyone, "Styles, scripts, fonts.",
                    parameters: [.path("name", Schema.text, "the file")],
                    answers: [
                        .init(
                            status: 200, description: "the file",
                            contents: ["text/css", "text/javascript", "font/ttf", "image/svg+xml"].map {
                                ($0, Schema.text)
                            }),
                        Operation.Answer(status: 304, description: "unchanged"),
                        .problem(404, "no such file"),
                    ])
            ) { gateway, call, responder in responder.respond(gateway.asset(call["name"], call.request)) },
        ]

    private static let html = Operation.Answer(
        status: 200, description: "a page", contents: [("text/html", Schema.text)])
    private static let notThere = Operation.Answer(
        status: 404, description: "nothing is known of it", contents: [("text/html", Schema.text)])

    private static let linkOver = Operation.Answer(
        status: 404, description: "the link was used, is over, or never was", contents: [("text/html", Schema.text)])
    private static let toSignIn = Operation.Answer(status: 303, description: "to the sign-in")

    private static func refusedForm(_ status: Int) -> Operation.Answer {
        .init(
            status: status, description: "refused: the form again, with what stands against it",
            contents: [("text/html", Schema.text)])
    }

    private static func form(_ names: [String]) -> Operation.Body {
        .init([
            (
                "application/x-www-form-urlencoded",
                ["type": "object", "properties": .object(names.map { .init($0, Schema.text) })]
            )
        ])
    }

    private static func names(_ path: String) -> [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}
