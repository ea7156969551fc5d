import Crypto
import Dispatch
import HTTP
import Services

/// Who may have how much of this house at once. The rest is told to come back.
extension Gateway {
    /// Questions take a connection and a processor each, for as long as half a minute.
    static let questionLimits = Lane.Limits(threads: 4, running: 2, waiting: 6, waitingInAll: 100)
    static let pageLimits = Lane.Limits(threads: 4, running: 3, waiting: 30, waitingInAll: 300)
    /// A password takes 64 MiB and a tenth of a second; hashes are made one at a time anyway.
    static let signInLimits = Lane.Limits(threads: 1, running: 1, waiting: 4, waitingInAll: 16)
    /// Each looks for less than a second, and all who look meanwhile are told by one look.
    static let watchLimits = Lane.Limits(threads: 6, running: 4, waiting: 30, waitingInAll: 100)
    /// An answer that says no is held back for so long: a client that asks again at once cannot keep anybody busy with it.
    private static let restSeconds = 1.0

    /// Runs what may block on one of a lane's threads, if the lane has room for this caller.
    ///
    /// - Parameter turnedAway: makes the answer of who finds no room, of the one for programs.
    func admit(
        _ request: Request, _ responder: Responder, to lane: Lane,
        turnedAway: @escaping @Sendable (Response) -> Response = { $0 }, _ body: @escaping @Sendable () -> Void
    ) {
        let admission = lane.run(caller(of: request)) { isLate in
            isLate ? responder.respond(Failure.busy) : body()
        }
        switch admission {
        case .admitted: break
        case .tooManyOfCaller: Self.respondLater(responder) { turnedAway(Failure.tooMany) }
        case .full: Self.respondLater(responder) { turnedAway(Failure.busy) }
        }
    }

    /// By what is counted: a token that is known, else the address. A made-up secret is nobody's name.
    private func caller(of request: Request) -> String {
        if let secret = Caller.bearer(request), case .known(let rights?) = accounts.tokenCached(secret) {
            return "token \(rights.id)"
        }
        return "address \(Origin.address(of: request))"
    }

    /// Whether somebody of whom nobody knows has asked too often from there; then it is answered. A secret that nobody knows says no
    /// more than none: with made-up ones nobody comes further than without.
    func turnsAway(_ request: Request, _ responder: Responder) -> Bool {
        let shown = Caller.shown(request)
        if let shown {
            switch acquaintances.standing(of: shown.hash) {
            case .known: return false
            case .due:
                lookUp(shown, from: Origin.address(of: request))
                return false
            case .stranger:
                // In this process's last life, or while the database is away.
                if case .bearer(let secret) = shown, accounts.hasSeenToken(secret) { return false }
            }
        }
        let address = Origin.address(of: request)
        guard gate.admits(address) else {
            Self.respondLater(responder) { Failure.tooMany }
            return true
        }
        if let shown { lookUp(shown, from: address) { [gate] in gate.giveBack(to: address) } }
        return false
    }

    /// Finds out whose a secret is, beside the request that shows it. Where that cannot be found out, it stays what it was.
    private func lookUp(
        _ shown: Caller.Shown, from address: String, found: @escaping @Sendable () -> Void = {}
    ) {
        _ = workers.run { [self] in
            guard let isSomebodys = try? shown.isSomebodys(accounts, from: address) else { return }
            acquaintances.keep(shown.hash, isSomebodys: isSomebodys)
            if isSomebodys { found() }
        }
    }

    private static func respondLater(_ responder: Responder, _ response: @escaping @Sendable () -> Response) {
        DispatchQueue.global().asyncAfter(deadline: .now() + restSeconds) { responder.respond(response()) }
    }
}
