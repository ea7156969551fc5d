/// One line of BENCHMARKS.md: what was measured, and what stands beside it from the same run.
package struct Figure: Codable, Sendable {
    /// Names the figure for ever: its result's file and the text about it (docs/benchmarks/NAME.md) are called so.
    package var name: String
    package var title: String
    package var unit: String
    package var ours: Samples
    package var reference: Reference?
    /// For the ratio where there is a reference, else for the figure itself.
    package var goal: Goal?
    /// For the figure itself, beside a goal for its ratio.
    package var ceiling: Goal?
    /// Which figures this one belongs with; the report has a table for each.
    package var group: Group
    /// What the numbers were made of, a sentence each.
    package var notes: [String] = []

    package struct Reference: Codable, Sendable {
        package var title: String
        package var samples: Samples
        package init(_ title: String, _ samples: Samples) { (self.title, self.samples) = (title, samples) }
    }

    package enum Group: String, Codable, Sendable, CaseIterable {
        case replay, posting, seeing, questions, memory, limits, beside
    }

    package init(
        _ name: String, _ title: String, unit: String, _ ours: Samples, beside reference: Reference? = nil,
        goal: Goal? = nil, ceiling: Goal? = nil, group: Group, notes: [String] = []
    ) {
        (self.name, self.title, self.unit, self.ours) = (name, title, unit, ours)
        (self.reference, self.goal, self.ceiling, self.group, self.notes) = (reference, goal, ceiling, group, notes)
    }

    /// What is held against the goal: the ratio where there is a reference, else the figure itself.
    package var judged: Samples { reference.map { ours.ratios(to: $0.samples) } ?? ours }

    /// nil where there is no goal.
    package var isReached: Bool? {
        let verdicts = [goal.map { $0.isReached(by: judged.median) }, ceiling.map { $0.isReached(by: ours.median) }]
            .compactMap { $0 }
        return verdicts.isEmpty ? nil : verdicts.allSatisfy { $0 }
    }
}

/// What a figure should be.
package struct Goal: Codable, Sendable, CustomStringConvertible {
    private var bound: Double
    private var isFloor: Bool

    package static func atLeast(_ bound: Double) -> Goal { Goal(bound: bound, isFloor: true) }
    package static func atMost(_ bound: Double) -> Goal { Goal(bound: bound, isFloor: false) }

    package func isReached(by value: Double) -> Bool { isFloor ? value >= bound : value <= bound }
    package var description: String { "\(isFloor ? "≥" : "≤") \(Number.text(bound))" }
}
