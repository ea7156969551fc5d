/// A table whose rows become cards on a phone. Its first cell names the row.
struct Table {
    struct Column {
        var title: String
        var isNumber: Bool
        static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
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
        """
        <table class=\("table-calm \(kind ?? "")") role="table">
        <caption class="visually-hidden">\(caption)</caption>
        <thead role="rowgroup">\(groupRow)<tr role="row">\(columns.map(head))</tr></thead>
        <tbody role="rowgroup">\(rows.map { row($0) })</tbody>
        \(total.map { "<tfoot role=\"rowgroup\">\(row($0))</tfoot>" as HTML })
        </table>
        """
    }

    private func head(_ column: Column) -> HTML {
        "<th scope=\"col\" role=\"columnheader\"\(attribute: "class", column.isNumber ? "number" : nil)>\(column.title)</th>"
    }

    private var groupRow: HTML {
        guard !groups.isEmpty else { return .empty }
        let heads = groups.map { group -> HTML in
            "<th scope=\"colgroup\" role=\"columnheader\" class=\"group\" colspan=\(String(group.span))>\(group.title)</th>"
        }
        return "<tr role=\"row\" class=\"groups\"><td role=\"cell\"></td>\(heads)</tr>"
    }

    private func row(_ cells: [HTML]) -> HTML {
        let pieces = zip(columns, cells).enumerated().map { index, pair -> HTML in
            let (column, cell) = pair
            if index == 0 { return "<th scope=\"row\" role=\"rowheader\" class=\"lead\">\(cell)</th>" }
            return """
                <td role="cell"\(attribute: "class", column.isNumber ? "number" : nil)\
                \(attribute: "data-group", groupBeginning(at: index))\(attribute: "data-label", column.title)>\(cell)</td>
                """
        }
        return "<tr role=\"row\">\(pieces)</tr>"
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
