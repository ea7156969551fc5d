import Events

extension Fault {
    /// A figure that is not what the rest of the fact comes to; nil where it is.
    ///
    /// - Parameter what: what it comes to, in words: “the sum of the lines”.
    static func sum(
        _ path: String, _ rule: String, said: Int64, found: Int64, _ what: String
    ) -> Fault? {
        guard said != found else { return nil }
        return Fault(path, rule, "\(path) is \(said), \(what) is \(found)", Numbers(said: said, found: found))
    }
}
