import CLinux
import Glibc
import JSON
import Synchronization

/// Something that went wrong in one of the house's processes, for people to see on the overview.
package struct Trouble: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// The log took nothing: tills are told to come back.
        case append
        /// A process ended by itself and was started again.
        case ended
    }

    package var kind: Kind
    /// What it concerns: a process's name; empty where the kind says it all.
    package var subject: String
    /// The last time's reason.
    package var reason: String
    package var count: Int
    /// Milliseconds since 1970.
    package var first: Int64
    package var last: Int64
    /// It is over; told a while longer.
    package var isOver: Bool
}

/// What goes wrong now, noted where the other processes of the house see it though nothing else works: in memory that they share.
///
/// Each process writes a page of its own and reads those of all.
package final class Troubles: @unchecked Sendable {
    /// Bytes of a process's page: its length, and JSON.
    private static let pageBytes = 16 << 10
    private static let pages = 4
    /// What is over is told for so long.
    private static let toldMilliseconds: Int64 = 3_600_000
    private static let reasonLimit = 600

    // @unchecked: the file is a number; what is noted is under the lock.
    private let noted = Mutex<[String: Trouble]>([:])
    private let file: Int32?
    private let page: Int

    /// Memory for all of a house's processes, to be handed to children; nil where the system has none.
    package static func sharedFile() -> Int32? {
        let file = linux_memory_file("davtari-troubles", off_t(pageBytes * pages))
        return file < 0 ? nil : ChildProcess.raised(file)
    }

    /// - Parameters:
    ///   - file: what `sharedFile` gave; nil keeps everything to this process.
    ///   - page: this process's own, 0 to 3.
    package init(sharing file: Int32? = nil, page: Int = 0) {
        (self.file, self.page) = (file, page)
        // A process that begins again knows what its last life noted.
        if let file { noted.withLock { $0 = Dictionary(Self.read(file, page).map { (Self.key($0), $0) }) { $1 } } }
    }

    package func note(_ kind: Trouble.Kind, _ subject: String, _ reason: String, at now: Int64 = milliseconds()) {
        noted.withLock { noted in
            let key = "\(kind.rawValue) \(subject)"
            let told = String(reason.prefix(Self.reasonLimit))
            var trouble =
                noted[key].flatMap { $0.isOver && kind == .append ? nil : $0 }
                ?? Trouble(kind: kind, subject: subject, reason: told, count: 0, first: now, last: now, isOver: false)
            (trouble.reason, trouble.count, trouble.last) = (told, trouble.count + 1, now)
            trouble.isOver = kind == .ended
            noted[key] = trouble
            write(noted)
        }
    }

    /// Whether there was anything to end.
    @discardableResult
    package func end(_ kind: Trouble.Kind, _ subject: String = "") -> Bool {
        noted.withLock { noted in
            guard noted["\(kind.rawValue) \(subject)"]?.isOver == false else { return false }
            noted["\(kind.rawValue) \(subject)"]?.isOver = true
            write(noted)
            return true
        }
    }

    /// Of all processes: what is now, and what was within the last hour; the latest first.
    package func all(at now: Int64 = milliseconds()) -> [Trouble] {
        let found =
            file.map { file in (0..<Self.pages).flatMap { Self.read(file, $0) } } ?? noted.withLock { Array($0.values) }
        return found.filter { !$0.isOver || now - $0.last < Self.toldMilliseconds }.sorted { $0.last > $1.last }
    }

    package static func milliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    // MARK: The shared memory

    private static func key(_ trouble: Trouble) -> String { "\(trouble.kind.rawValue) \(trouble.subject)" }

    private func write(_ noted: [String: Trouble]) {
        guard let file else { return }
        let json = JSON.array(
            noted.values.map { trouble in
                [
                    "kind": .string(trouble.kind.rawValue), "subject": .string(trouble.subject),
                    "reason": .string(trouble.reason), "count": .int(Int64(trouble.count)),
                    "first": .int(trouble.first),
                    "last": .int(trouble.last), "over": .bool(trouble.isOver),
                ]
            }
        ).bytes
        guard json.count + 4 <= Self.pageBytes else { return }
        let length = withUnsafeBytes(of: UInt32(json.count)) { Array($0) }
        _ = (length + json).withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, off_t(page * Self.pageBytes)) }
    }

    /// None where a page is being written: the next look finds it whole.
    private static func read(_ file: Int32, _ page: Int) -> [Trouble] {
        var bytes = [UInt8](repeating: 0, count: pageBytes)
        guard pread(file, &bytes, pageBytes, off_t(page * pageBytes)) == pageBytes else { return [] }
        let length = bytes.withUnsafeBytes { Int($0.load(as: UInt32.self)) }
        guard (1...pageBytes - 4).contains(length), let json = try? JSON(parsing: Array(bytes[4..<4 + length])) else {
            return []
        }
        return (json.array ?? []).compactMap { json in
            guard let kind = json["kind"]?.string.flatMap({ Trouble.Kind(rawValue: $0) }),
                let subject = json["subject"]?.string, let reason = json["reason"]?.string,
                let count = json["count"]?.int, let first = json["first"]?.int, let last = json["last"]?.int
            else { return nil }
            return Trouble(
                kind: kind, subject: subject, reason: reason, count: Int(count), first: first, last: last,
                isOver: json["over"]?.bool ?? false)
        }
    }
}
