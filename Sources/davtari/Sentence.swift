import Foundation

/// What went wrong, in a sentence for whoever typed the command.
enum Sentence {
    static func of(_ error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)" }
        // Foundation's own words show its insides, and leave out which file it was.
        let file = error.userInfo[NSFilePathErrorKey] as? String ?? "a file"
        let reason = (error.userInfo[NSUnderlyingErrorKey] as? POSIXError).map {
            String(cString: strerror($0.code.rawValue))
        }
        return "\(file) cannot be read or written: \(reason ?? error.localizedDescription)"
    }
}
