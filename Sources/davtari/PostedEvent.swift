import HTTP
import Log

/// An event on its way to the gateway.
struct PostedEvent: Sendable {
    /// Where it is posted to.
    let path: String
    let token: String
    let bytes: [UInt8]
    /// Its place in what is sent: a file's line.
    var line = 0
    /// What it weighs in the progress: a file's bytes.
    var weight = 0
    /// The lines of the receipt, when it is one.
    var receiptLines = 0

    static func path(_ key: PartitionKey, writer: String) -> String {
        switch key {
        case .store(let store): "/v1/stores/\(percentEncode(store))/writers/\(percentEncode(writer))/events"
        case .chain: "/v1/chain/writers/\(percentEncode(writer))/events"
        }
    }
}
