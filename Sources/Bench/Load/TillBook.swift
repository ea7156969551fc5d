import Events
import Foundation
import Simulation

/// A till's receipts as whole HTTP requests: prepared bytes, in which only number and time are filled in.
struct TillBook {
    /// Bytes between which a number and a time are put.
    private enum Piece {
        case bytes([UInt8])
        case number
        case time
    }

    let writer: String
    let store: String
    private let head: [UInt8]
    /// Some receipts of other goods, taken in turn.
    private let receipts: [[Piece]]
    private(set) var number = 0
    private var body: [UInt8] = []

    /// Enough that no product is in every receipt of a till.
    private static let variants = 16

    /// - Parameters:
    ///   - till: counted over all tills; they share the shops two and two.
    ///   - products: how many of the chain's products are sold.
    ///   - batch: whether several are sent in one request.
    init(till: Int, products: Int, lines: Int, token: String, batch: Bool, prefix: String) {
        let (shop, store) = (till / 2, DenseChain.shopName(till / 2))
        (writer, self.store) = ("\(store)-\(prefix)\(till % 2 + 1)", store)
        let type = batch ? "application/cloudevents-batch+json" : "application/cloudevents+json"
        head = Array(
            """
            POST /v1/stores/\(store)/writers/\(writer)/events HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(token)\r
            Content-Type: \(type)\r
            Content-Length: \

            """.utf8)
        var random = SeededRandom(11, "till book", till)
        let writer = writer
        receipts = (0..<Self.variants).map { _ in
            let sold = (0..<lines).map { _ in
                DenseFacts.Sold(
                    product: random.below(products), units: 1 + random.below(3), isReduced: random.happens(percent: 15))
            }
            return Self.pieces(shop: shop, store: store, writer: writer, sold[...])
        }
    }

    private static func pieces(shop: Int, store: String, writer: String, _ sold: ArraySlice<DenseFacts.Sold>) -> [Piece]
    {
        let day = String(Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).description.prefix(10))
        var text = ByteText()
        text.put(Array("{\"specversion\":\"1.0\",\"id\":\"\(writer):".utf8))
        let first = text.take()
        text.put(
            Array(
                "\",\"source\":\"/stores/\(store)/writers/\(writer)\",\"type\":\"receipt.completed.v1\",\"time\":\""
                    .utf8))
        let second = text.take()
        text.put(Array("\",\"datacontenttype\":\"application/json\",\"writer\":\"\(writer)\",\"writerseq\":".utf8))
        let third = text.take()
        text.put(",\"data\":{\"number\":\"")
        let fourth = text.take()
        text.put(
            Array("\",\"businessDate\":\"\(day)\",\"channel\":\"store\",\"training\":false,\"currency\":\"GEL\"".utf8))
        ReceiptLines.put(sold, into: &text)
        text.put("}}")
        return [
            .bytes(first), .number, .bytes(second), .time, .bytes(third), .number, .bytes(fourth), .number,
            .bytes(text.take()),
        ]
    }

    /// Adds the next receipt, alone, as a whole request.
    mutating func request(into buffer: inout [UInt8], time: [UInt8]) {
        body.removeAll(keepingCapacity: true)
        event(time)
        frame(&buffer)
    }

    /// Adds the next receipts, together, as a whole request.
    mutating func request(of count: Int, into buffer: inout [UInt8], time: [UInt8]) {
        body.removeAll(keepingCapacity: true)
        for place in 0..<count {
            body.append(UInt8(ascii: place == 0 ? "[" : ","))
            event(time)
        }
        body.append(UInt8(ascii: "]"))
        frame(&buffer)
    }

    /// The next receipt alone, as the log would have it.
    mutating func nextEvent(time: [UInt8]) -> [UInt8] {
        body.removeAll(keepingCapacity: true)
        event(time)
        return body
    }

    private mutating func event(_ time: [UInt8]) {
        number += 1
        for piece in receipts[number % receipts.count] {
            switch piece {
            case .bytes(let bytes): body.append(contentsOf: bytes)
            case .number: ByteText.append(number, to: &body)
            case .time: body.append(contentsOf: time)
            }
        }
    }

    private func frame(_ buffer: inout [UInt8]) {
        buffer.append(contentsOf: head)
        ByteText.append(body.count, to: &buffer)
        buffer.append(contentsOf: "\r\n\r\n".utf8)
        buffer.append(contentsOf: body)
    }
}

/// The time as receipts carry it, made once a second.
struct TillClock {
    private var second = 0.0
    private(set) var text: [UInt8] = []

    mutating func now() -> [UInt8] {
        let now = Date().timeIntervalSince1970.rounded(.down)
        if now != second {
            second = now
            text = Array(Instant(milliseconds: Int64(now) * 1000).description.utf8)
        }
        return text
    }
}
