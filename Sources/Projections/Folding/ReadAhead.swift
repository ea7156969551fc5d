import Synchronization

/// Memory that is read before it is needed, much of it side by side: where one thing after the other is looked up, each waits for
/// the memory of its own.
enum ReadAhead {
    /// Where what was read goes, so that the compiler does not leave the reading out.
    private static let kept = Atomic<UInt64>(0)
    static func keep(_ read: UInt64) { kept.store(read, ordering: .relaxed) }
}
