import Events
import JSON
import Log

/// Where a line's event belongs, and what it weighs.
struct ImportLine {
    let key: PartitionKey
    let writer: String
    let receiptLines: Int

    /// Reads no more than it takes to send the event; whether it is a good one is for the gateway to say.
    ///
    /// - Throws: a sentence when the line is no event that could be sent anywhere.
    init(_ bytes: [UInt8], with parser: JSONParser) throws(CommandFailure) {
        let read: (source: String?, receiptLines: Int)
        do {
            read = try parser.parse(bytes) { root in
                let isReceipt = root["type"]?.string == "receipt.completed.v1"
                return (root["source"]?.string, isReceipt ? Self.count(root["data"]?["lines"]) : 0)
            }
        } catch {
            throw CommandFailure("this is not JSON: \(error)")
        }
        guard let source = read.source, let place = Self.place(source) else {
            throw CommandFailure(
                "an event's source is /stores/STORE/writers/WRITER or /chain/writers/WRITER, so it cannot be sent")
        }
        (key, writer) = place
        receiptLines = read.receiptLines
    }

    private static func count(_ lines: JSONValue?) -> Int { lines?.elements?.reduce(0) { count, _ in count + 1 } ?? 0 }

    private static func place(_ source: String) -> (PartitionKey, String)? {
        let parts = source.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 4 where parts[0].isEmpty && parts[1] == "chain" && parts[2] == "writers" && !parts[3].isEmpty:
            return (.chain, parts[3])
        case 5
        where parts[0].isEmpty && parts[1] == "stores" && parts[3] == "writers"
            && !parts[2].isEmpty && !parts[4].isEmpty:
            return (.store(parts[2]), parts[4])
        default: return nil
        }
    }
}
