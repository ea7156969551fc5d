/// Boxes that stand in tables: of each row, what may be ticked.
struct Grid: Sendable {
    struct Part: Sendable {
        let caption: Caption
        let columns: [Caption]
        let rows: [Row]
    }

    struct Row: Sendable {
        let caption: Caption
        /// The value of each column's box; nil where there is none.
        let values: [String?]
        /// Whether it is a part of the row above it that is none.
        var isPart = false
    }

    let parts: [Part]

    var values: [String] { parts.flatMap(\.rows).flatMap { $0.values.compactMap { $0 } } }
}

extension Control {
    /// What is chosen and stands in no table follows as boxes below.
    func grid(_ field: String, _ grid: Grid, _ value: String) -> HTML {
        let chosen = FieldInput.words(value)
        let others = chosen.filter { !grid.values.contains($0) }
        let rest = others.map { box(field, $0, true, $0) }
        return """
            \(grid.parts.map { table(field, $0, chosen) })\
            \(rest.isEmpty ? .empty : "<div class=\"boxes\">\(rest)</div>" as HTML)
            """
    }

    private func table(_ field: String, _ part: Grid.Part, _ chosen: [String]) -> HTML {
        let heads = part.columns.map { "<th scope=\"col\">\(say($0))</th>" as HTML }
        let rows = part.rows.map { row -> HTML in
            let cells = zip(part.columns, row.values).map { column, value -> HTML in
                guard let value else { return "<td></td>" }
                return """
                    <td><input class="form-check-input" type="checkbox" name=\(field) value=\(value)\
                    \(flag: "checked", chosen.contains(value)) aria-label=\("\(say(row.caption)): \(say(column))")></td>
                    """
            }
            return "<tr><th scope=\"row\" class=\(row.isPart ? "part-of" : "")>\(say(row.caption))</th>\(cells)</tr>"
        }
        return """
            <table class="grid"><caption>\(say(part.caption))</caption>\
            <thead><tr><td></td>\(heads)</tr></thead><tbody>\(rows)</tbody></table>
            """
    }
}
