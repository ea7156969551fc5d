import JSON
import Spreadsheets

/// What somebody said of how a file is to be read; nil and empty: as it is recognised.
package struct ImportSettings: Sendable, Equatable {
    package var encoding: TextEncoding?
    package var separator: CSVSeparator?
    package var sign: DecimalSign?
    /// The names of what the columns mean, in their order; empty: left out. nil: as the headings say.
    package var columns: [String]?
    package var doubles = DoublesChoice.first
    /// Why the file could not be read, as a word (`ImportFile.word`), with two numbers that say where.
    package var trouble: String?
    package var troubleNumbers: [Int] = []

    package init() {}

    var json: JSON {
        var json: JSON = ["doubles": .string(doubles.rawValue)]
        json["encoding"] = encoding.map { .string($0.rawValue) }
        json["separator"] = separator.map { .string($0.name) }
        json["sign"] = sign.map { .string($0.rawValue) }
        json["columns"] = columns.map { .array($0.map { .string($0) }) }
        json["trouble"] = trouble.map { .string($0) }
        json["numbers"] = .array(troubleNumbers.map { .int(Int64($0)) })
        return json
    }

    init(_ json: JSON) {
        encoding = json["encoding"]?.string.flatMap { TextEncoding(rawValue: $0) }
        separator = json["separator"]?.string.flatMap { CSVSeparator(named: $0) }
        sign = json["sign"]?.string.flatMap { DecimalSign(rawValue: $0) }
        columns = json["columns"]?.array?.map { $0.string ?? "" }
        doubles = json["doubles"]?.string.flatMap { DoublesChoice(rawValue: $0) } ?? .first
        trouble = json["trouble"]?.string
        troubleNumbers = (json["numbers"]?.array ?? []).compactMap { $0.int.map { Int($0) } }
    }
}

/// A file that somebody brought, and how far it is.
package struct ImportFile: Sendable {
    package enum Stage: String, Sendable {
        /// It is being looked at.
        case checking
        /// It was looked at; whoever brought it decides.
        case ready
        /// It is being imported.
        case running
        case done
        /// It could not be read, or something broke (`ImportSettings.trouble`).
        case failed
    }

    package let id: String
    package let owner: String
    /// Its entity's address: `products`.
    package let entity: String
    package let name: String
    package var settings: ImportSettings
    package var stage: Stage
    /// Rows that are decided so far.
    package var decided = 0
    package var report: ImportReport?
    /// Whether whoever worked on it ended in the middle of it.
    package var isSilent = false

    package var isAtWork: Bool { (stage == .checking || stage == .running) && !isSilent }

    /// Work is told of at least so often.
    static let silentSeconds = 60.0
    /// More is for several files.
    package static let rowLimit = 50_000

    /// Why a file cannot be read, and where.
    package static func word(_ error: SheetError) -> (word: String, numbers: [Int]) {
        switch error {
        case .encoding(let line, let byte): ("encoding", [line, Int(byte)])
        case .notEncoded(_, let place): ("notEncoded", [place])
        case .openQuote(let row): ("openQuote", [row])
        case .empty: ("empty", [])
        case .notInstalled: ("notInstalled", [])
        case .locked: ("locked", [])
        case .large: ("large", [])
        case .broken: ("broken", [])
        }
    }
}
