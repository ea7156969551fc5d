import Events
import JSON
import Postgres
import Rules

/// A question that people ask: its columns, and where they come from.
package struct Report: Sendable {
    /// Whose shops its rows are.
    enum Shops: Sendable {
        /// Rows of the shop that this SQL names; a reader of some shops sees those rows only.
        case column(String)
        /// What all shops sell by: whoever may read it reads all of it.
        case every
        /// Entries of the chain: who sees them at all sees all of them (`Sight.entries`).
        case entries
        /// Figures that belong to no shop: a reader of some shops sees none of them.
        case chain
        /// The source itself looks only at shops that may be seen (`Scene.isSeen`).
        case source
    }

    package let name: String
    /// One line for the reference.
    package let summary: String
    /// What a token of kind `api` needs to read it.
    package let scope: Scope
    package let columns: [Column]
    /// Columns that tell rows apart when nothing is grouped; empty: the report is always grouped.
    let key: [String]
    let defaultSort: [(column: String, isDescending: Bool)]
    /// Columns that are shown beside another, such as a product's name.
    let companions: [String: [String]]
    let shops: Shops
    /// Where its figures come from.
    package let leads: [Lead]
    /// What it takes besides filters.
    package let arguments: [Argument]
    /// The FROM clause.
    let source: @Sendable (Scene) -> SQL
    /// Measures by another name of their SQL, given the columns in use.
    let measures: @Sendable (Column, Set<String>) -> String

    init(
        _ name: String, _ summary: String, of scope: Scope, _ columns: [Column], key: [String], sort: [(String, Bool)],
        companions: [String: [String]] = [:], shops: Shops, leads: [Lead] = [],
        arguments: [Argument] = [],
        source: @escaping @Sendable (Scene) -> SQL,
        measures: (@Sendable (Column, Set<String>) -> String)? = nil
    ) {
        (self.name, self.summary, self.scope) = (name, summary, scope)
        if case .column(let store) = shops {
            self.columns = columns + [Self.groupsOfShops(of: store)]
        } else {
            self.columns = columns
        }
        (self.key, self.companions, self.shops, self.leads) = (key, companions, shops, leads)
        self.arguments = arguments
        defaultSort = sort.map { (column: $0.0, isDescending: $0.1) }
        self.source = source
        let isAlwaysGrouped = key.isEmpty
        self.measures = measures ?? { column, _ in isAlwaysGrouped ? column.sql : "sum(\(column.sql))" }
    }

    /// Which groups a row's shop is of now.
    static func groupsOfShops(of store: String) -> Column {
        Column.set("store_group", .text) { scene in
            """
            SELECT shops_of.id FROM \(scene.schemas.entries(at: .now, as: "shops_of"))
                CROSS JOIN LATERAL jsonb_array_elements_text(shops_of.members->'stores') AS of_group(store)
            WHERE shops_of.entity = 'storeGroup' AND NOT shops_of.is_ended AND of_group.store = \(unsafeSQL: store)
            """
        }
    }

    package var isAlwaysGrouped: Bool { key.isEmpty }

    package static let currencyName = "currency"
    /// In what its money is; nil where it has none that is summed.
    var currency: Column? { columns.first { $0.name == Self.currencyName && $0.role == .dimension } }

    /// Asks for the currency beside columns of money, where the report has one and others were named alone.
    package func nameCurrency(in request: inout QueryRequest) {
        guard currency != nil, let fields = request.fields, !fields.contains(Self.currencyName),
            columns.contains(where: { $0.kind == .money && fields.contains($0.name) })
        else { return }
        request.fields = fields + [Self.currencyName]
    }

    package struct Answer: Sendable {
        package var columns: [Column]
        package var rows: [[JSON]]
        /// Row by row, where its figures come from; empty unless asked for.
        package var links: [[(name: String, target: Lead.Target)]] = []
        /// The measures over everything that the filters pick; nil unless asked for.
        package var totals: Totals?
        /// For the next page; nil when this is the last.
        package var next: String?
        package var schemas: Schemas
    }

    /// Sums over everything. Money of several currencies is not added: it stands by currency, and nowhere else.
    package struct Totals: Sendable {
        package var sums: [(column: Column, value: JSON)]
        /// nil where there are several, or none.
        package var currency: String?
        /// nil in a report without a currency.
        package var byCurrency: [(currency: String?, sums: [(column: Column, value: JSON)])]?
    }

    private func totals(_ rows: Rows, _ columns: [Column]) throws -> Totals {
        var all: [(column: Column, value: JSON)] = []
        var parts: [(currency: String?, sums: [(column: Column, value: JSON)])] = []
        for row in rows {
            let sums = try columns.enumerated().map { (column: $1, value: try Self.cell(row, $0 + 2, $1)) }
            if try row.int(0) == 1 { all = sums } else { parts.append((try row.optionalText(1), sums)) }
        }
        guard currency != nil else { return Totals(sums: all) }
        // What is in no currency has no money either, unless somebody left it out.
        let some = parts.filter { part in
            part.currency != nil || part.sums.contains { $0.column.kind == .money && ($0.value.int ?? 0) != 0 }
        }
        let sums = all.map { sum in
            (column: sum.column, value: sum.column.isOfMoney && some.count > 1 ? JSON.null : sum.value)
        }
        return Totals(sums: sums, currency: some.count == 1 ? some[0].currency : nil, byCurrency: some)
    }

    func column(_ name: String, _ parameter: String, _ sight: Sight) throws(QueryRefusal) -> Column {
        guard let column = columns.first(where: { $0.name == name }) else {
            let known = columns.filter { sight.sees($0) }.map(\.name).joined(separator: ", ")
            throw QueryRefusal(parameter, "“\(name)” is no column of \(self.name); there are \(known)")
        }
        guard sight.sees(column.sensitivity) else {
            // The same to whoever lacks any of them.
            let scopes = column.sensitivity.words.joined(separator: ", ")
            throw .forbidden(parameter, "\(name) is not for this token: it needs the scope \(scopes)")
        }
        guard sight.sees(column) else { throw .forbidden(parameter, "\(name) is not for this role") }
        return column
    }

    /// Asks ahead within the caller's REPEATABLE READ transaction. A plan is made for the very values.
    ///
    /// - Parameter schemas: of the transaction.
    package func ahead(
        _ connection: Connection, _ request: QueryRequest, for sight: Sight, in schemas: Schemas
    ) throws -> Awaited<Answer> {
        let scene = Scene(schemas: schemas, columns: [], stores: sight.stores)
        var request = request
        // Known before the rest is planned: that a customer is one or two ids says how few rows there are.
        for place in request.filters.indices where isOfCustomers(request.filters[place]) {
            request.filters[place].values = try scene.ids(connection, of: request.filters[place].values)
        }
        let plan = try QueryPlan(self, request, sight, schemas)
        let rows = try connection.aheadOnce(try plan.sql())
        let totals = request.totals ? try plan.totals() : nil
        let sums = try totals.map { try connection.aheadOnce($0.sql) }
        return rows.map { rows in
            var answer = try answer(plan, request, schemas, rows)
            if let totals, let sums { answer.totals = try self.totals(try sums(), totals.columns) }
            return answer
        }
    }

    /// Asks ahead what a page asks at every look, for which a plan for all values does.
    ///
    /// - Parameter request: names every id of each customer, and wants no totals.
    func usualAhead(
        _ connection: Connection, _ request: QueryRequest, for sight: Sight, in schemas: Schemas
    ) throws -> Awaited<Answer> {
        let plan = try QueryPlan(self, request, sight, schemas)
        return try connection.ahead(try plan.sql()).map { try answer(plan, request, schemas, $0) }
    }

    private func answer(_ plan: QueryPlan, _ request: QueryRequest, _ schemas: Schemas, _ rows: Rows) throws -> Answer {
        var answer = Answer(columns: plan.shown, rows: [], next: nil, schemas: schemas)
        for row in rows.prefix(request.limit) {
            answer.rows.append(try plan.shown.indices.map { try Self.cell(row, $0, plan.shown[$0]) })
            if request.links { answer.links.append(try plan.links(of: row)) }
        }
        if rows.count > request.limit { answer.next = try plan.cursor(behind: rows[request.limit - 1]) }
        return answer
    }

    /// Whether a filter names customers, each of whom stands for all ids of the person.
    private func isOfCustomers(_ filter: QueryRequest.Filter) -> Bool {
        [.eq, .ne, .in].contains(filter.operator)
            && columns.contains { $0.name == filter.column && $0.rawCustomer != nil }
    }

    static func cell(_ row: Row, _ place: Int, _ column: Column) throws -> JSON {
        if try row.isNull(place) { return .null }
        switch column.kind {
        case .text, .date: return .string(try row.text(place))
        case .boolean: return .bool(try row.bool(place))
        case .instant: return .string(Instant(milliseconds: try row.int64(place)).description)
        default: return .int(try row.int64(place))
        }
    }
}
