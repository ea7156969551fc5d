import Events
import JSON
import Queries
import Rules
import Services

/// Has the rows of a plan decided, as the person who asked: tried, or done.
package struct Importer {
    let commands: CommandHandler
    let principal: Principal

    package init(_ commands: CommandHandler, as principal: Principal) {
        (self.commands, self.principal) = (commands, principal)
    }

    /// What happens on the way: how many rows are decided; it ends where this says so.
    package typealias Progress = (_ rows: Int) throws -> Void

    /// What would become of the rows, both ways to treat those that stand twice; nothing is changed.
    package func tried(_ plan: ImportPlan, progress: Progress = { _ in }) throws -> ImportReport {
        try report(plan, without: later(plan), isTrial: true, progress: progress).report
    }

    /// Imports them.
    ///
    /// - Returns: what became of them, and the last fact that was said.
    package func done(
        _ plan: ImportPlan, _ choice: DoublesChoice, progress: Progress = { _ in }
    ) throws -> (report: ImportReport, last: FactID?) {
        let left = choice == .first ? later(plan) : Set(plan.doubles.joined())
        return try report(plan, without: left, isTrial: false, progress: progress)
    }

    /// Rows that stood before.
    private func later(_ plan: ImportPlan) -> Set<Int> {
        var (taken, later): (Set<Int>, Set<Int>) = ([], [])
        for group in plan.doubles {
            guard let first = group.first(where: { !later.contains($0) }) else { continue }
            taken.insert(first)
            later.formUnion(group.filter { $0 != first && !taken.contains($0) })
        }
        return later
    }

    private func report(
        _ plan: ImportPlan, without left: Set<Int>, isTrial: Bool, progress: Progress
    ) throws -> (report: ImportReport, last: FactID?) {
        let doubles = Set(plan.doubles.joined())
        var (report, last) = (ImportReport(), FactID?.none)
        report.rows = plan.rows.count
        var faults: [Int: [RowFault]] = [:]
        var open: [Int] = []
        for (place, row) in plan.rows.enumerated() {
            faults[place] = row.faults + row.doubts.filter(\.isDouble)
            let isDoubted = row.doubts.contains { !$0.isDouble }
            // Whether an entry says already what is doubted, a trial finds out; then nothing changes.
            if row.faults.isEmpty, !left.contains(place), isTrial || !isDoubted { open.append(place) }
        }
        let shape = plan.shape
        let maker = ImportPlan.RowMaker(shape, plan.sheet, plan.reading)
        var decided = 0
        func decide(_ places: [Int], isTrial: Bool) throws -> [EntryOutcome] {
            let (outcomes, fact) = try commands.perform(
                places.map { plan.rows[$0].order }, of: shape, by: principal, isTrial: isTrial)
            last = fact ?? last
            return outcomes
        }
        func note(_ place: Int, _ outcome: EntryOutcome) {
            let row = plan.rows[place]
            let doubts = row.doubts.filter { !$0.isDouble }
            switch outcome {
            case .refused(let refusal):
                faults[place, default: []] += Self.faults(refusal, row, shape, maker) + doubts
            case .added where !doubts.isEmpty, .changed where !doubts.isEmpty: faults[place, default: []] += doubts
            case .added: count(place, \.added)
            case .changed: count(place, \.changed)
            case .same: count(place, \.same)
            }
        }
        func count(_ place: Int, _ path: WritableKeyPath<ImportReport.Counts, Int>) {
            report.first[keyPath: path] += 1
            if !doubles.contains(place) { report.none[keyPath: path] += 1 }
        }
        if !isTrial {
            // Those with a doubt are tried: what is so already is no fault.
            let doubted = plan.rows.indices.filter { place in
                plan.rows[place].faults.isEmpty && !left.contains(place)
                    && plan.rows[place].doubts.contains { !$0.isDouble }
            }
            for places in Self.batches(doubted) {
                for (place, outcome) in zip(places, try decide(places, isTrial: true)) { note(place, outcome) }
            }
        }
        for places in Self.batches(open) {
            for (place, outcome) in zip(places, try decide(places, isTrial: isTrial)) { note(place, outcome) }
            decided += places.count
            try progress(decided)
        }
        // What is left out as a double is told too, and what is wrong with both.
        for place in plan.rows.indices {
            let all = faults[place] ?? []
            // What is wrong by itself is not a double besides.
            let own = all.filter { !$0.isDouble }
            let told = own.isEmpty ? all : own
            guard !told.isEmpty else { continue }
            report.named += 1
            report.faults += told
        }
        return (report, last)
    }

    private static func batches(_ places: [Int]) -> [[Int]] {
        stride(from: 0, to: places.count, by: CommandHandler.mostAtOnce).map {
            Array(places[$0..<min($0 + CommandHandler.mostAtOnce, places.count)])
        }
    }

    /// What a command says of a row, under the headings of the sheet.
    private static func faults(
        _ refusal: Refusal, _ row: ImportRow, _ shape: EntityShape, _ maker: ImportPlan.RowMaker
    ) -> [RowFault] {
        refusal.faults.map { fault in
            // `barcodes[0]` and `listPrice.amount` are of one column.
            let whole = String(fault.path.prefix { $0 != "[" })
            let field =
                shape.field(whole) ?? shape.fields.first { whole.hasPrefix("\($0.path).") }
                ?? shape.fields.first { $0.path.hasPrefix("\(whole).") }
            let heading = field.map { maker.heading(of: $0.path) } ?? ""
            let value = field.flatMap { row.order.change.at($0.path) }
            let text = value?.string ?? value?.array?.compactMap(\.string).joined(separator: ", ") ?? ""
            return RowFault(row.number, heading, text, fault.rule, fault.message, path: field?.path ?? "")
        }
    }
}
