import Foundation
import JSON
import Synchronization

/// Reads workbooks (XLSX, XLS, ODS) by `tools/sheets/worker.py`, a process of its own that may take so much memory and so long;
/// one for all, a file at a time, begun where it is needed and again after it failed.
package final class WorkbookReader: Sendable {
    private let folder: String?
    private let process = Mutex<WorkerProcess?>(nil)
    /// Beyond it the process is ended.
    private static let seconds = 40.0

    package static let shared = WorkbookReader()

    /// - Parameter folder: a Python with the worker beside it; nil: where `scripts/sheets` leaves it.
    package init(folder: String? = nil) { self.folder = folder ?? Self.installed }

    /// One that is not installed.
    init(nowhere: Void) { folder = nil }

    package var isInstalled: Bool { folder != nil }

    package func read(_ bytes: [UInt8]) throws(SheetError) -> [[SheetCell]] {
        guard let folder else { throw .notInstalled }
        let answer: [UInt8]? = process.withLock { process in
            if process == nil { process = WorkerProcess(folder) }
            let answer = process?.ask(bytes, seconds: Self.seconds)
            // It died of this file or by itself: the next file has a new one.
            if answer == nil { process = nil }
            return answer
        }
        // What it dies of is its limits.
        guard let answer else { throw .large }
        guard let json = try? JSON(parsing: answer) else { throw .broken }
        switch json["error"]?.string {
        case nil: return (json["rows"]?.array ?? []).map { ($0.array ?? []).map(Self.cell) }
        case "locked"?: throw .locked
        case "large"?: throw .large
        case "empty"?: throw .empty
        default: throw .broken
        }
    }

    private static func cell(_ json: JSON) -> SheetCell {
        switch json {
        case .string(let text): .text(text)
        case .int(let number): .number(Double(number))
        case .double(let number): .number(number)
        case .bool(let isSo): .flag(isSo)
        default:
            json["day"]?.string.map { .day($0) } ?? json["moment"]?.string.map { .moment($0) } ?? .empty
        }
    }

    /// The executable's folder and those around it: a build has its products three folders below its own.
    private static let installed: String? = {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<4 {
            let place = folder.path + "/share/davtari/sheets"
            if FileManager.default.isExecutableFile(atPath: place + "/bin/python"),
                FileManager.default.isReadableFile(atPath: place + "/worker.py")
            {
                return place
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }()
}
