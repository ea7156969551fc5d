import Glibc

/// How a process ended, as wait(2) tells it.
package enum Ending: Sendable, Equatable, CustomStringConvertible {
    case code(Int32)
    case signal(Int32)

    init(status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)
    }

    /// For a process that ends as its child did, as shells count it.
    package var exitCode: Int32 {
        switch self {
        case .code(let code): code
        case .signal(let signal): 128 + signal
        }
    }

    package var description: String {
        switch self {
        case .code(let code): "with exit code \(code)"
        case .signal(let signal): "by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }
}
