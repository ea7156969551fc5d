import Events

/// Collects the rules that a fact breaks, each with its place, its name and a sentence.
struct Checks {
    private(set) var faults: [Fault] = []

    mutating func must(
        _ holds: Bool, _ path: @autoclosure () -> String, _ rule: String, _ message: @autoclosure () -> String
    ) {
        if !holds { faults.append(Fault(path(), rule, message())) }
    }

    /// What a revision is of.
    mutating func names(original: String) {
        must(FactID(original) != nil, "original", "factId", "original names a fact, as writer:writerseq")
    }

    /// An amount that only makes sense above 0; what is absent breaks nothing.
    mutating func positive(_ value: Int64?, _ path: @autoclosure () -> String, _ rule: String = "amount.positive") {
        guard let value, value <= 0 else { return }
        let path = path()
        must(false, path, rule, "\(path) must be above 0, and is \(value)")
    }

    mutating func notNegative(_ value: Int64?, _ path: @autoclosure () -> String, _ rule: String = "amount.negative") {
        guard let value, value < 0 else { return }
        let path = path()
        must(false, path, rule, "\(path) cannot be below 0, and is \(value)")
    }

    /// Millionths from nothing to all of it.
    mutating func percent(_ value: Int64?, _ path: @autoclosure () -> String) {
        guard let value, !(0...1_000_000).contains(value) else { return }
        let path = path()
        must(false, path, "percent.range", "\(path) must be 0 to 1000000 millionths, and is \(value)")
    }

    mutating func sum(_ said: Int64, _ path: String, _ rule: String, _ found: Int64, _ what: String) {
        if let fault = Fault.sum(path, rule, said: said, found: found, what) { faults.append(fault) }
    }

    /// `[from, to)` holds something. A date stands for its first millisecond in the fact's zone; that two dates are in the
    /// right order does not depend on any zone.
    mutating func interval(_ from: String?, _ to: String?, _ circumstances: Circumstances, _ path: String = "to") {
        let start = from ?? circumstances.effectiveAt
        guard let start, let to, let first = moment(start, circumstances), let end = moment(to, circumstances) else {
            return
        }
        must(end > first, path, "interval", "\(path) is \(to), which is not after \(start)")
    }

    mutating func interval(_ from: CalendarDay?, _ to: CalendarDay?, _ path: String = "to") {
        guard let from, let to else { return }
        must(to > from, path, "interval", "\(path) is \(to), which is not after \(from)")
    }

    private func moment(_ text: String, _ circumstances: Circumstances) -> Instant? {
        Instant(momentOrDay: text, in: circumstances.zone.flatMap { Zone($0) } ?? .utc)
    }

    /// Each number stands once, so that others can name a line by it.
    mutating func numbered(_ lines: some Sequence<Int64>, at name: String = "lines", member: String = "line") {
        var seen: Set<Int64> = []
        for (index, number) in lines.enumerated() where !seen.insert(number).inserted {
            must(false, "\(name)[\(index)].\(member)", "line.repeated", "\(member) number \(number) stands twice")
        }
    }

    /// Each text stands once, by its bytes.
    mutating func once(_ texts: some Sequence<String?>, _ rule: String, _ path: (Int) -> String) {
        var seen: Set<ExactText> = []
        for (index, text) in texts.enumerated() {
            guard let text, !seen.insert(ExactText(text)).inserted else { continue }
            must(false, path(index), rule, "\(text) stands twice")
        }
    }

    /// What a change clears is something that can be cleared.
    mutating func cleared(_ names: [String], among clearable: [String]) {
        for (index, name) in names.enumerated() {
            must(
                clearable.contains(name), "cleared[\(index)]", "cleared.unknown",
                "“\(name)” is no member that can be cleared")
        }
    }

    /// A document without a line says nothing.
    mutating func some(_ count: Int, _ path: String = "lines") {
        must(count > 0, path, "\(path).none", "\(path) needs at least one entry")
    }
}

extension Sequence {
    /// Sums wrap: a writer of absurd numbers must not stop a fold.
    func total(_ amount: (Element) -> Int64) -> Int64 { reduce(0) { $0 &+ amount($1) } }
}

extension Array {
    /// The same, of elements where they lie.
    @inline(__always) func total(_ amount: (Element) -> Int64) -> Int64 {
        withUnsafeBufferPointer { elements in
            var total: Int64 = 0
            for index in elements.indices { total &+= amount(elements[index]) }
            return total
        }
    }
}
