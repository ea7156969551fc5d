/// A table whose rows become cards on a phone. Its first cell names the row.
struct Table {
    struct Column {
        var title: String
        /// For the style sheet.
        var kind: String?
        /// Where its heading leads, to have the rows ordered by it.
        var order: Order?
        /// Whether the reader sees it; else neither its heading nor its cells are in the table.
        var isShown = true

        struct Order {
            let path: Path
            /// nil where the rows are ordered by something else.
            let isDescending: Bool?

            /// As `aria-sort` says it.
            var word: String? { isDescending.map { $0 ? "descending" : "ascending" } }
        }

        static func text(_ title: String) -> Column { Column(title: title) }
        static func number(_ title: String) -> Column { Column(title: title, kind: "number") }
        /// A person's name, which does not break inside a word.
        static func name(_ title: String) -> Column { Column(title: title, kind: "moment") }
        /// A day or a time, which does not break inside.
        static func moment(_ title: String) -> Column { Column(title: title, kind: "moment") }

        func shown(if isShown: Bool) -> Column {
            var column = self
            column.isShown = isShown
            return column
        }

        func ordered(by order: Order?) -> Column {
            var column = self
            column.order = order
            return column
        }
    }

    /// Said to those who cannot see where it stands.
    var caption: String
    /// Headings above columns that belong together, with how many; the first column has none.
    var groups: [(title: String, span: Int)] = []
    var columns: [Column]
    var rows: [[HTML]]
    var total: [HTML]?
    /// For the style sheet.
    var kind: String?

    // The roles are spelled because a style that makes a row a card takes its meaning away.
    var html: HTML {
        guard columns.allSatisfy(\.isShown) else { return withoutHidden.html }
        let openings = openings
        return """
            <table class=\("table-calm \(kind ?? "")") role="table">
            <caption class="visually-hidden">\(caption)</caption>
            <thead role="rowgroup">\(groupRow)<tr role="row">\(columns.map(head))</tr></thead>
            <tbody role="rowgroup">\(rows.map { row($0, openings) })</tbody>
            \(total.map { "<tfoot role=\"rowgroup\">\(row($0, openings))</tfoot>" as HTML })
            </table>
            """
    }

    private var withoutHidden: Table {
        func shown<Element>(_ all: [Element]) -> [Element] { zip(columns, all).filter { $0.0.isShown }.map(\.1) }
        var table = self
        table.rows = rows.map(shown)
        table.total = total.map(shown)
        table.columns = shown(columns)
        return table
    }

    private func head(_ column: Column) -> HTML {
        let title: HTML =
            column.order.map { "<a class=\"order\" href=\($0.path)\(QuickList.link)>\(column.title)</a>" }
            ?? "\(column.title)"
        return """
            <th scope="col" role="columnheader"\(attribute: "class", column.kind)\
            \(attribute: "aria-sort", column.order?.word)>\(title)</th>
            """
    }

    private var groupRow: HTML {
        guard !groups.isEmpty else { return .empty }
        let heads = groups.map { group -> HTML in
            "<th scope=\"colgroup\" role=\"columnheader\" class=\"group\" colspan=\(String(group.span))>\(group.title)</th>"
        }
        return "<tr role=\"row\" class=\"groups\"><td role=\"cell\"></td>\(heads)</tr>"
    }

    /// A number's attributes are the same in every row: each column's opening tag is made once.
    private var openings: [HTML] {
        columns.enumerated().map { index, column in
            if index == 0 { return "<th scope=\"row\" role=\"rowheader\" class=\"lead\">" }
            return """
                <td role="cell"\(attribute: "class", column.kind)\
                \(attribute: "data-group", groupBeginning(at: index))\(attribute: "data-label", column.title)>
                """
        }
    }

    private func row(_ cells: [HTML], _ openings: [HTML]) -> HTML {
        var row = HTML(raw: "<tr role=\"row\">")
        for (index, (opening, cell)) in zip(openings, cells).enumerated() {
            row += opening
            row += cell
            row += index == 0 ? "</th>" : "</td>"
        }
        row += "</tr>"
        return row
    }

    private func groupBeginning(at index: Int) -> String? {
        var start = 1
        for group in groups {
            if start == index { return group.title }
            start += group.span
        }
        return nil
    }
}
