internal import CMalloc

/// How the process asks the system for memory.
enum Memory {
    /// What is this large is asked of the system by itself, and given back at once when it is freed. Left alone, glibc raises
    /// the bound up to 32 MiB by what a process once freed, and then batches of all sizes leave holes in its heaps: a fifth
    /// of what a worker held.
    private static let largeBytes: Int32 = 512 << 10
    /// What may lie free at a heap's end; to give it back and ask for it again with every request would be felt.
    private static let spareBytes: Int32 = 4 << 20

    /// Before anything else is asked for.
    static func giveBackLargeBlocks() {
        mallopt(M_MMAP_THRESHOLD, largeBytes)
        mallopt(M_TRIM_THRESHOLD, spareBytes)
    }
}
