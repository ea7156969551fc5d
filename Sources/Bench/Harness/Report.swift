import Foundation

/// Writes BENCHMARKS.md: the figures of a run, and beside each what is known of where its time goes.
///
/// The texts are files of this repository, one a figure. What a run measures stands in the tables only, so that no text can be
/// wrong about it; a text has the numbers of a profile, which no run makes.
package struct Report {
    let figures: [Figure]
    let machine: Machine
    /// The folder of the texts.
    let texts: String

    package init(_ figures: [Figure], _ machine: Machine, texts: String) {
        (self.figures, self.machine, self.texts) = (figures, machine, texts)
    }

    package var text: String {
        let groups = Figure.Group.allCases.compactMap { group -> String? in
            let members = figures.filter { $0.group == group }
            return members.isEmpty ? nil : Self.section(group, members, texts)
        }
        return """
            # Benchmarks

            Made by `make bench`; `davtari bench` measures the same on servers of your own. Machines are shared and noisy, so every
            figure stands beside a reference that ran in turn with it, round by round, and it is the ratio that counts: minimum,
            median and maximum of the rounds. What is durable is never weakened for a figure: fsync on, `synchronous_commit` on
            where a lost commit could not be folded again from the log, `acks=all`.

            \(machine.table)

            \(groups.joined(separator: "\n\n"))

            """
    }

    private static func section(_ group: Figure.Group, _ figures: [Figure], _ texts: String) -> String {
        if group == .questions { return questions(figures, texts) }
        var lines = ["## \(group.title)", "", "| figure | min | median | max | goal | |", "|---|--:|--:|--:|---|---|"]
        for figure in figures { lines += rows(figure) }
        for figure in figures {
            lines += explained(
                figure, texts, figure.notes + ([.replay, .posting, .seeing].contains(group) ? busy(figure) : []))
        }
        return lines.joined(separator: "\n")
    }

    /// Whether processors are what bounds a figure.
    private static func busy(_ figure: Figure) -> [String] {
        func percent(_ samples: Samples) -> String? {
            samples.busy.map { "\(Number.text((Samples($0).median * 100).rounded())) %" }
        }
        guard let ours = percent(figure.ours) else { return [] }
        let reference = figure.reference.flatMap { percent($0.samples) }
        return ["The processors were \(ours) busy\(reference.map { ", and \($0) during the reference" } ?? "")."]
    }

    /// A paragraph of what people wrote about a figure, and of its notes.
    private static func explained(_ figure: Figure, _ texts: String, _ notes: [String]) -> [String] {
        let known = (try? String(contentsOfFile: "\(texts)/\(figure.name).md", encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard known != nil || !notes.isEmpty else { return [] }
        return [
            "", "**\(figure.title)** (`\(figure.name)`). " + ([known].compactMap { $0 } + notes).joined(separator: " "),
        ]
    }

    /// Many alike: a line each, with the medians of the rounds' p99.
    private static func questions(_ figures: [Figure], _ texts: String) -> String {
        var lines = [
            "## \(Figure.Group.questions.title)", "",
            "Milliseconds over HTTP, the 99th of a hundred (\(Questions.repetitions) are asked a round); the median of the rounds. Goals: ≤ 10 ms, and ≤ 1.2 × what it takes with a tenth of the history.",
            "", "| question | asked as | p99 | with a tenth | ratio | |", "|---|---|--:|--:|--:|---|",
        ]
        for figure in figures {
            let verdict = figure.isReached == true ? "reached" : "**not reached**"
            lines.append(
                "| \(figure.title) | \(figure.notes.first ?? "") | \(Number.text(figure.ours.median)) | \(Number.text(figure.reference?.samples.median ?? .nan)) | \(Number.text(figure.judged.median)) | \(verdict) |"
            )
        }
        // Their notes stand in the table.
        for figure in figures { lines += explained(figure, texts, []) }
        return lines.joined(separator: "\n")
    }

    private static func rows(_ figure: Figure) -> [String] {
        let verdict = figure.isReached.map { $0 ? "reached" : "**not reached**" } ?? ""
        let goal = figure.goal?.description ?? ""
        guard let reference = figure.reference else {
            return [row("\(figure.title), \(figure.unit)", figure.ours, goal, verdict)]
        }
        return [
            row("\(figure.title), \(figure.unit)", figure.ours, "", ""),
            row("↳ \(reference.title), \(figure.unit)", reference.samples, "", ""),
            row("↳ **ratio**", figure.judged, goal, verdict),
        ]
    }

    private static func row(_ title: String, _ samples: Samples, _ goal: String, _ verdict: String) -> String {
        "| \(title) | \(Number.text(samples.min)) | \(Number.text(samples.median)) | \(Number.text(samples.max)) | \(goal) | \(verdict) |"
    }

    /// One figure on one line, for the terminal.
    static func line(_ figure: Figure) -> String {
        func spread(_ samples: Samples) -> String {
            "\(Number.text(samples.min)) / \(Number.text(samples.median)) / \(Number.text(samples.max))"
        }
        var text = "= \(figure.title): \(spread(figure.ours)) \(figure.unit)"
        if figure.reference != nil { text += "; ratio \(spread(figure.judged))" }
        if let goal = figure.goal, let isReached = figure.isReached {
            text += "; goal \(goal) \(isReached ? "reached" : "NOT reached")"
        }
        return text
    }
}

extension Figure.Group {
    fileprivate var title: String {
        switch self {
        case .replay: "Replay: the log into read models"
        case .posting: "Posting: from the till into the log"
        case .seeing: "Seeing: from the log to the one who asks"
        case .questions: "Questions: a dashboard over a hundred shops"
        case .memory: "Memory"
        case .limits: "Limits: what stands behind the house, by itself"
        case .beside: "Beside"
        }
    }
}
