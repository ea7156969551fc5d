import Foundation

/// Who sits before this process, if anybody does.
enum Terminal {
    static var isThere: Bool { isatty(STDIN_FILENO) != 0 }

    /// A secret, typed without being shown; nil where nobody can be asked.
    static func secret(_ question: String) -> String? {
        guard isThere else { return nil }
        return getpass(question).map { String(cString: $0) }
    }

    /// The answer to a question; nil where nobody can be asked or nothing came.
    static func answer(_ question: String) -> String? {
        guard isThere else { return nil }
        Console.write(question, to: FileHandle.standardError)
        return readLine()
    }
}
