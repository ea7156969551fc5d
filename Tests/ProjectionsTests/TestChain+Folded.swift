import Log
import Postgres
import Projections
import TestSupport

extension TestChain {
    /// A new chain that has folded facts in batches of so many, and the digest of what one read model makes of them.
    static func folded(
        _ facts: [(store: String?, bytes: [UInt8])], batch: Int, _ model: any ReadModel.Type
    ) throws -> (chain: TestChain, digest: String) {
        let chain = try TestChain()
        try chain.appendAll(facts.map { ($0.store, $0.bytes) })
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        return (chain, try Digest.serving(Connection(chain.conninfo), model, .facts))
    }
}
