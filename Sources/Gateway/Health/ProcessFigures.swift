import Glibc

/// What the processes of this house take of the machine (proc(5)).
enum ProcessFigures {
    /// The processes beside this one that began with it, this one among them; named by their part.
    static func write(to text: inout PrometheusText) {
        let parts = parts()
        let page = Int64(sysconf(Int32(_SC_PAGESIZE)))
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        var (memory, processor): ([PrometheusText.Sample], [PrometheusText.Sample]) = ([], [])
        for (part, pid) in parts {
            // What has just ended has none.
            guard let stat = read("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { continue }
            // The fields behind the name, which may hold blanks; the first of them is the third.
            let fields = stat[end...].split(separator: " ").dropFirst()
            guard fields.count > 21, let user = Double(fields[fields.startIndex + 11]),
                let system = Double(fields[fields.startIndex + 12]),
                let pages = Int64(fields[fields.startIndex + 21])
            else { continue }
            memory.append(.init(pages &* page, ("part", part)))
            processor.append(.init((user + system) / ticks, ("part", part)))
        }
        text.family(
            "davtari_resident_memory_bytes", .gauge, "Memory that a process of the house holds.", memory)
        text.family(
            "davtari_cpu_seconds_total", .counter, "Processor time that a process of the house has taken.", processor)
    }

    private static func parts() -> [(part: String, pid: Int32)] {
        let parent = getppid()
        let children = (read("/proc/\(parent)/task/\(parent)/children") ?? "").split(separator: " ")
        return children.compactMap { Int32($0) }.compactMap { pid in
            let words = (read("/proc/\(pid)/cmdline") ?? "").split(separator: "\0")
            guard let flag = words.firstIndex(of: "--part"), flag + 1 < words.endIndex else { return nil }
            return (String(words[flag + 1]), pid)
        }
    }

    private static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
