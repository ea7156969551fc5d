import JSON
import Rules

/// The lists of a fact as tables: a row each, a column for whatever any of them says, and what lies in a row's own lists (the
/// taxes of a line) in a table below, each row led by the row that it lies in.
struct FactTables {
    let say: Words
    let cells: FactCells

    private struct Row {
        /// Names the row that it lies in.
        let lead: FactCells.Cell?
        let json: JSON
        let currency: String
    }

    /// What has a heading of its own.
    func html(_ group: FactCells.Group) -> HTML {
        let title: HTML = "<h3>\(say(group.member.title))</h3>"
        guard case .part(let members) = group.member.kind else { return "\(title)\(table([(nil, group)]))" }
        let said = cells.said(members, group.json, group.currency)
        return "\(title)\(Parts.facts(said.cells.map { ($0.title, $0.html) }))\(said.groups.map(html))"
    }

    /// - Parameter groups: of one member, each with the cell that names the row that it lies in.
    private func table(_ groups: [(lead: FactCells.Cell?, group: FactCells.Group)]) -> HTML {
        guard let member = groups.first?.group.member else { return .empty }
        switch member.kind {
        case .lines(let members):
            return table(
                member, members,
                groups.flatMap { lead, group in
                    (group.json.array ?? []).map { Row(lead: lead, json: $0, currency: group.currency) }
                })
        case .part(let members):
            return table(
                member, members, groups.map { Row(lead: $0, json: $1.json, currency: $1.currency) })
        case .value, .sealed, .free: return .empty
        }
    }

    private func table(_ member: MemberShape, _ members: [MemberShape], _ all: [Row]) -> HTML {
        let said = all.map { cells.said(members, $0.json, $0.currency) }
        let rows = zip(all, said).map { row, said in [row.lead].compactMap(\.self) + said.cells }
        let columns = columns(rows, members)
        // What should be objects are none.
        guard !columns.isEmpty else { return Parts.code(JSON.array(all.map(\.json)).text) }
        let table = Table(
            caption: say(member.title),
            columns: columns.enumerated().map { place, column in
                column.isNumber && place > 0 ? .number(column.title) : .text(column.title)
            },
            rows: rows.map { row in
                columns.map { column in row.first { $0.path == column.path }?.html ?? "–" }
            }, kind: "dense"
        ).html
        return "\(table)\(below(members, zip(rows, said).map { (lead: $0.first, groups: $1.groups) }))"
    }

    /// The lists in the rows, by their member.
    private func below(_ members: [MemberShape], _ rows: [(lead: FactCells.Cell?, groups: [FactCells.Group])]) -> HTML {
        let tables = FactCells.order(members).map { path -> HTML in
            let found = rows.flatMap { row in
                row.groups.filter { $0.member.path == path }.map { (lead: row.lead, group: $0) }
            }
            guard let title = found.first?.group.member.title else { return .empty }
            return "<h4>\(say(title))</h4>\(table(found))"
        }
        return "\(tables)"
    }

    /// One of every path that a row has: in the order of the declaration, then what is unknown by its name.
    private func columns(_ rows: [[FactCells.Cell]], _ members: [MemberShape]) -> [FactCells.Cell] {
        let declared = FactCells.order(members)
        let named = Dictionary(rows.joined().map { ($0.path, $0) }) { first, _ in first }
        let lead = rows.compactMap(\.first).first { !declared.contains($0.path) }.map { [$0] } ?? []
        let known = declared.compactMap { named[$0] }
        let taken = Set((lead + known).map(\.path))
        return lead + known + named.keys.filter { !taken.contains($0) }.sorted().compactMap { named[$0] }
    }
}
