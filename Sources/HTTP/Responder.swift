import Synchronization

/// The right to answer one request, once, from any thread.
///
/// Dropped without an answer it answers 500: a client never waits for what nobody remembers.
package final class Responder: Sendable {
    let exchange: Exchange
    private let packs: Bool
    private let isUsed = Atomic(false)

    /// - Parameter packs: whether the answer is packed where the client takes it so, by the thread that answers.
    init(_ exchange: Exchange, packs: Bool) {
        (self.exchange, self.packs) = (exchange, packs)
    }

    /// Answers. Cheap but for packing: the response is put down and the server's thread is poked.
    ///
    /// A client that has gone meanwhile, or a server that stopped, is not an error: the answer has nobody to reach.
    package func respond(_ response: Response) {
        let isFirst = !isUsed.exchange(true, ordering: .relaxed)
        assert(isFirst, "a request was answered twice")
        guard isFirst else { return }
        exchange.settle(packs ? response.packed(for: exchange.head.headers) : response)
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
