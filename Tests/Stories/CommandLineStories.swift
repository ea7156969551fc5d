import Events
import Foundation
import JSON
import Log
import Postgres
import Services
import TestSupport
import Testing

/// What whoever runs Davtari types.
@Suite(.long) struct `The command line` {
    private static let commands = [
        "serve", "user", "token", "log", "projections", "command", "customer", "keys", "office", "schemas", "bench",
        "import", "demo",
    ]

    @Test(arguments: commands) func `tells of each command, asked in either way`(name: String) throws {
        let one = try Typed(["help", name])
        let other = try Typed([name, "--help"])
        #expect(one.status == 0 && other.status == 0 && one.output == other.output)
        #expect(one.output.hasPrefix("davtari \(name) ") && one.output.contains("--kafka-file FILE"), "\(one.output)")
        #expect(try Typed(["help"]).output.contains(one.output.split(separator: "\n")[0]))
    }

    @Test func `says which build it is`() throws {
        let said = try Typed(["--version"])
        #expect(said.status == 0 && said.output.hasPrefix("davtari ") && said.output.contains(", build "))
    }

    @Test(arguments: [
        (["tokne"], "“tokne” is no command; did you mean davtari token?"),
        (["help", "projection"], "“projection” is no command; did you mean davtari projections?"),
        (["xyzzy"], "“xyzzy” is no command; davtari help lists them"),
        (["token", "creat"], "davtari token cannot “creat”; did you mean create? (davtari help token tells more)"),
        (["user"], "say what davtari user is to do: add, list, password, disable"),
        (["token", "create", "--knid", "till"], "davtari token has no --knid; did you mean --kind?"),
        (["token", "create", "--kind"], "--kind needs a value"),
        (["projections", "digest", "--booked=1"], "--booked takes no value"),
    ])
    func `names what somebody meant who missed it`(words: [String], sentence: String) throws {
        let said = try Typed(words)
        #expect(said.status == 2 && said.errors.hasPrefix("davtari: \(sentence)"), "\(said.errors)")
        #expect(said.errors.split(separator: "\n").count == 1)
    }

    /// Each with where the log is, though only some of them look at it.
    @Test func `understands of every command where the log is`() throws {
        let conninfo = try LaidOut.database(partitions: 4)
        let words = ["--postgres", conninfo, "--log", "postgres", "--partitions", "4"]
        for command in [
            ["projections", "digest"], ["user", "list"], ["token", "list"], ["log", "position"], ["office", "show"],
        ] {
            let said = try Typed(command + words)
            #expect(said.status == 0, "\(command): \(said.errors)")
        }
        let other = try Typed(["log", "position", "--postgres", conninfo, "--partitions", "5"])
        #expect(
            other.status == 1 && other.errors.contains("has 4 partitions, for ever; 5 were asked for"),
            "\(other.errors)")
        let none = try Typed(["projections", "digest", "--postgres", conninfo, "--log"])
        #expect(none.status == 2 && none.errors.contains("--log needs a value"))
        let kafka = try Typed(["log", "position", "--postgres", conninfo, "--log", "kafka"])
        #expect(kafka.status == 2 && kafka.errors.contains("needs --brokers HOST:PORT"), "\(kafka.errors)")
    }

    @Test func `keeps people: who they are, what they are let do, where they are signed in`() throws {
        let conninfo = try LaidOut.database(partitions: 4)
        let accounts = Accounts(pool: Pool(conninfo, limit: 1))
        func user(_ words: String..., input: String = "") throws -> Typed {
            try Typed(["user"] + words, environment: ["DAVTARI_POSTGRES": conninfo], input: input)
        }
        func signIn(_ password: String) throws -> String? {
            let home = SignInOrigin(address: "192.0.2.7", browser: nil)
            guard case .opened(let session, _) = try accounts.signIn(name: "nino", password: password, from: home)
            else {
                return nil
            }
            return session
        }
        #expect(try user("add", "nino", "--language", "en", input: "nino-nino\n").status == 0)
        let session = try #require(try signIn("nino-nino"))
        #expect(try user("list").output.hasPrefix("nino\ten\towner\tcreated "))
        let signedIn = try user("list").output
        #expect(signedIn.contains("\tmay sign in\tlast sign-in 2") && signedIn.hasSuffix("\topen sessions 1\n"))

        let listed = try user("sessions", "nino").output
        #expect(listed.split(separator: "\n").count == 1 && !listed.contains(session))
        let id = String(try #require(listed.split(separator: "\t").first))
        let unknown = try user("sign-out", "nino", "0123456789ab")
        #expect(unknown.status == 1 && unknown.errors == "davtari: nino has no session “0123456789ab”\n")
        #expect(try user("sign-out", "nino", id).output == "1 session of nino ended\n")
        #expect(try accounts.session(session) == nil)

        let other = try #require(try signIn("nino-nino"))
        #expect(try user("password", "nino", input: "short\n").errors.contains("at least 8 characters"))
        #expect(try user("password", "nino", input: "nino-nino-2\n").status == 0)
        #expect(try accounts.session(other) == nil && signIn("nino-nino") == nil)
        let third = try #require(try signIn("nino-nino-2"))

        let last = try user("disable", "nino")
        #expect(last.status == 1 && last.errors.hasPrefix("davtari: nino is the last owner"), "\(last.errors)")
        #expect(try user("role", "nino", "cashier").errors == last.errors)
        #expect(try accounts.session(third) != nil)
        #expect(try user("add", "ana", "--role", "shop-manager", input: "ana-ana-ana\n").status == 0)
        #expect(try user("role", "ana", "owner").output == "ana has the role owner from now on\n")
        let nothing = try user("role", "ana", "boss")
        #expect(nothing.status == 1 && nothing.errors.contains("“boss” is no role; there are owner, accountant"))

        #expect(try user("disable", "nino").output == "nino can sign in no more\n")
        #expect(try accounts.session(third) == nil && signIn("nino-nino-2") == nil)
        #expect(try user("list").output.contains("\tdisabled "))
        #expect(try user("enable", "nino").status == 0)
        #expect(try signIn("nino-nino-2") != nil)
        #expect(try user("sign-out", "nino").output == "1 session of nino ended\n")
        #expect(try user("role", "gia", "owner").errors == "davtari: there is no user “gia”\n")
        for verb in ["password", "disable", "enable", "sessions", "sign-out"] {
            let said = try user(verb, "gia", input: "gia-gia-gia\n")
            #expect(said.status == 1 && said.errors == "davtari: there is no user “gia”\n", "\(verb): \(said.errors)")
        }
    }

    @Test func `erases nobody unless it is told twice`() throws {
        let conninfo = try LaidOut.database(partitions: 4)
        let environment = ["DAVTARI_POSTGRES": conninfo]
        let made = try Typed(["command", "PUT", "customers/c", #"{"name": "Nino"}"#], environment: environment)
        #expect(made.status == 0, "\(made.errors)")
        let asked = try Typed(["customer", "erase", "c"], environment: environment, input: "c\n")
        #expect(asked.status == 2 && asked.errors.contains("nobody to ask here: say --yes"), "\(asked.errors)")
        #expect(try Typed(["customer", "show", "c"], environment: environment).output.contains("Nino"))
        let told = try Typed(["customer", "erase", "c", "--yes"], environment: environment)
        #expect(told.status == 0 && told.output == "customer c is erased\n", "\(told.errors)")
        #expect(try Typed(["customer", "show", "c"], environment: environment).status == 1)
    }

    @Test func `says in a sentence which file it was`() throws {
        let conninfo = try LaidOut.database(partitions: 4)
        let nowhere = "/nowhere/at/all"
        for words in [
            ["schemas", nowhere], ["command", "PUT", "products/p", "@\(nowhere)"], ["keys", "check", nowhere],
            ["import", nowhere, "--url", "http://127.0.0.1:1", "--token", "t"],
            ["log", "position", "--log", "kafka", "--brokers", "127.0.0.1:1", "--kafka-file", nowhere],
        ] {
            let said = try Typed(words, environment: ["DAVTARI_POSTGRES": conninfo])
            #expect(said.status != 0 && said.errors.hasPrefix("davtari: \(nowhere)"), "\(words): \(said.errors)")
            #expect(said.errors.hasSuffix(": No such file or directory\n"), "\(words): \(said.errors)")
        }
    }

    @Test(arguments: [":8080", "8080", "nowhere.invalid:8080", "1.2.3:99999", "256.1.1.1:80"])
    func `takes no address that is none`(address: String) throws {
        let said = try Typed(["serve", "--listen", address, "--postgres", "host=/nowhere"])
        #expect(said.status == 2 && said.errors.contains("--listen takes "), "\(said.errors)")
        #expect(!said.errors.contains("badAddress"))
    }

    @Test func `gives up on an address where nobody answers`() throws {
        let conninfo = try LaidOut.database(partitions: 4)
        let file = NSTemporaryDirectory() + "/davtari-\(UUID().uuidString).jsonl"
        try Data("{}\n".utf8).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        let dead = "http://127.0.0.1:1"
        try atOnce([
            {
                let said = try Typed(["import", file, "--url", dead], environment: ["DAVTARI_TOKEN": "t"])
                #expect(
                    said.status == 1 && said.errors.contains("davtari: \(dead) does not answer, after "),
                    "\(said.errors)")
            },
            {
                let said = try Typed(["demo", "--url", dead, "--postgres", conninfo])
                #expect(
                    said.status == 1 && said.errors.contains("davtari: \(dead) does not answer, after "),
                    "\(said.errors)")
            },
        ])
        let token = try Typed(["import", file, "--url", dead])
        #expect(token.status == 2 && token.errors.contains("--token, or DAVTARI_TOKEN, is needed"))
    }

    @Test func `shows no secret to who lists processes`() throws {
        let said = try Typed([
            "log", "position", "--log", "kafka", "--brokers", "b:1", "--kafka", "sasl.password=hunter2", "--postgres",
            "x",
        ])
        #expect(said.status == 2 && !said.errors.contains("hunter2"))
        #expect(
            said.errors.contains("in a file (--kafka-file FILE) or in DAVTARI_KAFKA_SASL_PASSWORD"), "\(said.errors)")
        let misspelt = try Typed(
            ["log", "position", "--log", "kafka", "--brokers", "b:1", "--postgres", "x"],
            environment: ["DAVTARI_KAFKA_SECURITY_PROTOCL": "SSL"])
        #expect(
            misspelt.errors.contains(
                "DAVTARI_KAFKA_SECURITY_PROTOCL: librdkafka has no property security.protocl; did you mean security.protocol?"
            ),
            "\(misspelt.errors)")
    }
}
