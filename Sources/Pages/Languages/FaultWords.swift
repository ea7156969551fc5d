import Events

/// Broken rules in the reader's language; how programs call them stands apart.
extension Words {
    /// What a rule is called; its own name where this version does not know it.
    func rule(_ rule: String) -> String { RuleText.names[rule].map { Self.side($0, language) } ?? rule }

    /// Why a command was refused; in the words of the command where this page has none.
    func refusal(_ fault: Fault) -> String {
        if let text = RuleText.refusals[fault.rule] { return Self.side(text, language) + "." }
        if language == .ka, let text = RefusalText.georgian[fault.rule] { return text + "." }
        return RuleText.names[fault.rule].map { Self.side($0, language) + "." } ?? fault.message
    }

    /// Where and what is wrong, in the currency's own units: “Payments make ₾13.45, the receipt ₾12.55”.
    ///
    /// - Parameter currency: of the fact's amounts; without it no amount is told.
    func sentence(_ fault: Fault, _ currency: String?) -> String {
        let text: String
        if let currency, let numbers = fault.numbers, let sum = RuleText.sums[fault.rule] {
            let amounts = [numbers.said, numbers.found].map { self.numbers.money($0, currency) }
            text = Self.filled(Self.side(sum, language), amounts)
        } else {
            text = rule(fault.rule)
        }
        return place(fault.path).map { "\($0): \(text)" } ?? text
    }

    /// The line or payment that a path leads into; nil for a member of the whole.
    private func place(_ path: String) -> String? {
        for (list, text) in [("lines", Text.lineNo), ("tenders", .tenderNo)] {
            guard let open = path.utf8.firstIndex(of: UInt8(ascii: "[")),
                let close = path.utf8[open...].firstIndex(of: UInt8(ascii: "]")),
                let index = Int(path[path.utf8.index(after: open)..<close])
            else { return nil }
            if path[..<open].split(separator: ".").last.map(String.init) == list {
                return self(text, numbers.count(Int64(index) + 1))
            }
        }
        return nil
    }

    /// What mends it.
    func advice(_ faults: [Fault]) -> [String] {
        let isForm = faults.contains { RuleText.isOfForm($0.rule) }
        let isContent = faults.contains { !RuleText.isOfForm($0.rule) }
        return [isContent ? self(.adviceCorrect) : nil, isForm ? self(.adviceProgram) : nil].compactMap { $0 }
    }

    /// What programs call it, folded away.
    func forPrograms(_ faults: [Fault]) -> HTML {
        let items = faults.map { fault -> HTML in
            "<li lang=\"en\"><code>\(fault.rule)</code> <code>\(fault.path)</code> \(fault.message)</li>"
        }
        return
            "<details class=\"as-table for-programs\"><summary>\(self(.forPrograms))</summary><ul>\(items)</ul></details>"
    }

    /// Each fault in a line of its own, and what programs call them.
    func faults(_ faults: [Fault], _ currency: String? = nil) -> HTML {
        "\(faults.map { "<div>\(sentence($0, currency))</div>" as HTML })\(forPrograms(faults))"
    }
}
