import Synchronization

/// The right to answer one request, once, from any thread.
///
/// Dropped without an answer it answers 500: a client never waits for what nobody remembers.
package final class Responder: Sendable {
    let exchange: Exchange
    private let isUsed = Atomic(false)

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// Answers. Cheap: the response is put down and the server's thread is poked.
    ///
    /// A client that has gone meanwhile, or a server that stopped, is not an error: the answer has nobody to reach.
    package func respond(_ response: Response) {
        let isFirst = !isUsed.exchange(true, ordering: .relaxed)
        assert(isFirst, "a request was answered twice")
        if isFirst { exchange.settle(response) }
    }

    /// Answers many at once, as one log acknowledgement completes a whole batch.
    ///
    /// Nothing is done between one answer and the next, so the server's thread finds most of them at its first look:
    /// it scans everything suspended each time it is woken.
    package static func respondAll(_ answers: [(Responder, Response)]) {
        for (responder, response) in answers { responder.respond(response) }
    }

    deinit {
        if !isUsed.load(ordering: .relaxed) {
            exchange.settle(.problem(status: 500, detail: "The request was dropped without an answer."))
        }
    }
}
