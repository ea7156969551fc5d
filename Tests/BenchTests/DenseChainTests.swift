import Events
import JSON
import Log
import Testing

@testable import Bench

@Suite struct `The dense chain` {
    private func small() -> DenseChain {
        var chain = DenseChain(lastDay: 20_000)
        (chain.shops, chain.products, chain.days, chain.lines, chain.linesPerReceipt) = (3, 50, 10, 600, 5)
        return chain
    }

    private func written(_ chain: DenseChain) -> [(key: PartitionKey, bytes: [UInt8])] {
        var facts: [(PartitionKey, [UInt8])] = []
        chain.write { facts.append(($0, $1)) }
        return facts
    }

    @Test func `writes facts without a fault`() throws {
        let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
        for (_, bytes) in written(small()) {
            #expect(try Event.read(bytes, with: parser).allFaults.isEmpty)
        }
    }

    @Test func `keeps every writer's numbers without a gap`() throws {
        let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
        var last: [String: Int64] = [:]
        for (_, bytes) in written(small()) {
            let id = try Event.read(bytes, with: parser).id
            #expect(id.sequence == last[id.writer, default: 0] + 1)
            last[id.writer] = id.sequence
        }
    }

    @Test func `sells as many lines as it says, and never more than was delivered`() throws {
        let chain = small()
        let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
        var sold = 0
        var onHand: [String: Int64] = [:]
        for (key, bytes) in written(chain) {
            switch try Event.read(bytes, with: parser).fact {
            case .receiptCompleted(let receipt):
                sold += receipt.lines.count
                for line in receipt.lines {
                    onHand["\(key) \(line.product!)", default: 0] -= line.quantity!
                    #expect(onHand["\(key) \(line.product!)"]! >= 0)
                }
            case .goodsReceived(let delivery):
                for line in delivery.lines { onHand["\(key) \(line.product!)", default: 0] += line.quantity! }
            default: break
            }
        }
        #expect(sold == chain.receiptLines)
    }

    @Test func `sells of everything, and most of what is popular`() throws {
        let chain = small()
        let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
        var sold: [String: Int] = [:]
        for (_, bytes) in written(chain) {
            guard case .receiptCompleted(let receipt) = try Event.read(bytes, with: parser).fact else { continue }
            for line in receipt.lines { sold[line.product!, default: 0] += 1 }
        }
        #expect(sold.count > chain.products / 2)
        // The square root of a tenth: almost a third of all lines.
        let popular = (0..<chain.products / 10).reduce(0) { $0 + sold[DenseChain.productName($1), default: 0] }
        #expect((20...45).contains(popular * 100 / chain.receiptLines))
    }

    @Test func `is the same from the same seed`() {
        #expect(written(small()).map(\.bytes) == written(small()).map(\.bytes))
    }
}
