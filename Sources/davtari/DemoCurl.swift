import Events
import JSON
import Rules
import Simulation

/// The till that a visitor sells with by hand: a book of its own, so that its numbers begin at 1.
enum DemoCurl {
    static let writer = "curl-1"
    /// The demo's own office book; the chain's is numbered by the simulation.
    static let officeWriter = "demo-office"
    /// How many facts of that book are said here; what it says besides comes behind them.
    static let officeNumbers: Int64 = 1

    private static let taxRate: Int64 = 180_000

    /// The fact that registers the till, the same bytes every time.
    static func registration(in chain: SimulatedChain) -> [UInt8] {
        var fact = TillRegistered()
        fact.writer = writer
        fact.store = chain.shops[0].id
        fact.till = "curl"
        fact.name = "curl"
        let envelope = Envelope(
            id: FactID(writer: officeWriter, sequence: 1), source: "/chain/writers/\(officeWriter)",
            type: "till.registered.v1", occurredAt: ChainPlan.zone.start(of: chain.plan.firstDay))
        return envelope.encoded(data: fact.encoded, zone: ChainPlan.zone)
    }

    /// The command that sells one piece of something. Pasted again it is answered `duplicate`.
    static func command(
        url: String, token: String, chain: SimulatedChain, sequence: Int64, now: Instant
    ) -> String? {
        guard let (product, price) = product(of: chain) else { return nil }
        let store = chain.shops[0].id
        let net = share(price, 1_000_000, of: 1_000_000 + taxRate)
        let time = now.text(in: ChainPlan.zone)
        return """
            curl \(url)\(PostedEvent.path(.store(store), writer: writer)) \\
              -H 'Authorization: Bearer \(token)' \\
              -H 'Content-Type: application/cloudevents+json' -d '{
              "specversion": "1.0", "id": "\(writer):\(sequence)", "type": "receipt.completed.v1", "time": "\(time)",
              "source": "/stores/\(store)/writers/\(writer)", "writer": "\(writer)", "writerseq": \(sequence),
              "data": {
                "number": "\(sequence)", "businessDate": "\(ChainPlan.zone.day(of: now))", "till": "curl", "currency": "GEL",
                "gross": \(price), "net": \(net), "tax": \(price - net),
                "lines": [{"line": 1, "kind": "sale", "product": "\(product)", "quantity": 1000, "gross": \(price),
                  "listPrice": {"amount": \(price), "per": 1000},
                  "taxes": [{"code": "vat", "rate": \(taxRate), "base": \(net), "amount": \(price - net)}]}],
                "tenders": [{"tender": 1, "kind": "card", "amount": \(price)}]
              }}'
            """
    }

    /// The first product sold by the piece, at its price when it was listed.
    private static func product(of chain: SimulatedChain) -> (id: String, price: Int64)? {
        for fact in chain.openingFacts where fact.type == "product.listed.v1" {
            guard let data = try? JSON(parsing: fact.bytes)["data"], data["unit"]?.string == "pcs",
                let id = data["product"]?.string, let price = data["listPrice"]?["amount"]?.int
            else { continue }
            return (id, price)
        }
        return nil
    }
}
