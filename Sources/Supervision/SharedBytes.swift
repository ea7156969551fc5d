import CLinux
import Glibc

/// Bytes that a process leaves for its next life, in memory that its parent holds for it.
package struct SharedBytes: Sendable {
    /// What was left last: in which half, and how many bytes.
    private struct Head {
        var half: UInt32 = 0
        var count: UInt32 = 0
    }

    private static let halfBytes = 8 << 20
    private static let headBytes = MemoryLayout<Head>.size

    private let file: Int32

    /// Memory to be handed to a child; nil where the system has none. What is not written takes none.
    package static func sharedFile() -> Int32? {
        let file = linux_memory_file("davtari-left", off_t(headBytes + 2 * halfBytes))
        return file < 0 ? nil : ChildProcess.raised(file)
    }

    /// - Parameter file: what `sharedFile` gave.
    package init(_ file: Int32) { self.file = file }

    /// Leaves these bytes in the place of the last; one writer only. Ended in the middle of it, the last are still there.
    ///
    /// - Returns: false where they are too many.
    @discardableResult
    package func leave(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= Self.halfBytes else { return false }
        var head = Head(half: 1 - self.head.half, count: UInt32(bytes.count))
        guard pwrite(file, bytes, bytes.count, place(of: head)) == bytes.count else { return false }
        return pwrite(file, &head, Self.headBytes, 0) == Self.headBytes
    }

    /// What was left; nothing where nothing was.
    package func found() -> [UInt8] {
        let head = head
        var bytes = [UInt8](repeating: 0, count: Int(head.count))
        return pread(file, &bytes, bytes.count, place(of: head)) == bytes.count ? bytes : []
    }

    private var head: Head {
        var head = Head()
        guard pread(file, &head, Self.headBytes, 0) == Self.headBytes, head.half <= 1, head.count <= Self.halfBytes
        else { return Head() }
        return head
    }

    private func place(of head: Head) -> off_t { off_t(Self.headBytes + Int(head.half) * Self.halfBytes) }
}
