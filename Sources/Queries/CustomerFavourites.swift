import Events
import JSON
import Postgres
import Rules

/// What a customer buys most, by turnover: products, and categories as they were when they were bought.
///
/// Of the last time only, so that a look at a customer of ten years takes no longer than at one of ten weeks.
/// The figures are those that `/v1/margins?group=product&customer=` and `group=department,category` give. They are summed
/// here, since a customer's page needs both at every look: one pass over the arrays of lines as they stand in their rows takes
/// a third of the time of grouping them in Postgres.
package struct CustomerFavourites {
    /// Days up to the customer's last purchase, where nobody says how many.
    package static let usualDays = 90
    /// As good as all of them: a hundred years.
    package static let mostDays = 36_500

    let products: [JSON]
    let categories: [JSON]

    /// The receipts, `r`, of the days up to the last one. What is seen is the caller's to say.
    static func isRecent(_ receipts: SQL, of customers: [String], days: Int, isSeen: SQL) -> SQL {
        let last: SQL = """
            SELECT effective_at FROM \(receipts) WHERE customer = ANY(\(customers)) AND \(isSeen) AND status = 'counted'
                AND effective_at <= \(QueryDay.now)
            ORDER BY effective_at DESC LIMIT 1
            """
        return "r.effective_at > (\(last)) - \(Int64(days) * 86_400_000)::int8"
    }

    /// Asks for the customer's lines, ahead. The answer asks for their categories and names, ahead again.
    ///
    /// - Parameters:
    ///   - customers: every id of the person.
    ///   - days: of how many, up to the last purchase.
    static func ahead(
        _ connection: Connection, _ scene: Scene, of customers: [String], days: Int, limit: Int
    ) throws -> Awaited<Awaited<CustomerFavourites>> {
        try connection.ahead(
            """
            SELECT effective_at, line_kind, line_product,
                \(ReceiptLines.figures(from: "quantity", through: "gross", of: "r"))
            FROM \(scene.trade("receipt")) r
            WHERE customer = ANY(\(customers)) AND \(scene.isSeen("store")) AND status = 'counted'
                AND \(isRecent(scene.trade("receipt"), of: customers, days: days, isSeen: scene.isSeen("store")))
            """
        ).map { rows in
            let lines = try Lines(rows)
            let best = lines.byProduct.best(limit, <)
            let versions = try connection.ahead(
                """
                SELECT product, from_ms, until_ms, department, category FROM \(scene.entities("product_version"))
                WHERE product = ANY(\(lines.byProduct.sums.keys.map(\.text)))
                """)
            let names = try connection.ahead(
                """
                SELECT product, name_ka, name_en FROM \(scene.entities("product"))
                WHERE product = ANY(\(best.map(\.key.text)))
                """)
            return versions.map { versions in
                let categories = try lines.byCategory(Versions(versions)).best(limit, <)
                return CustomerFavourites(
                    products: try self.products(best, try names()),
                    categories: categories.map { category, sums in
                        .object(
                            [
                                .init("department", .text(category.department?.text)),
                                .init("category", .text(category.category?.text)),
                            ] + sums.json)
                    })
            }
        }
    }

    private static func products(_ best: [(key: ExactText, sums: Sums)], _ names: Rows) throws -> [JSON] {
        let named = ByID(try names.map { (try $0.text(0), $0) })
        return try best.map { product, sums in
            .object(
                [
                    .init("product", .string(product.text)),
                    .init("name_ka", .text(try named[product.text]?.optionalText(1))),
                    .init("name_en", .text(try named[product.text]?.optionalText(2))),
                ] + sums.json)
        }
    }

    // MARK: Sums

    /// Quantity in thousandths, gross in minor units.
    private struct Sums {
        var receipts: Int64 = 0
        var quantity: Int64 = 0
        var gross: Int64 = 0
        /// The receipt that was added last: one with two lines of a product is one receipt.
        private var last = -1

        mutating func add(_ line: Line) {
            if last != line.receipt { receipts += 1 }
            last = line.receipt
            quantity = quantity.plus(line.quantity)
            gross = gross.plus(line.gross)
        }

        var json: [JSON.Member] {
            [.init("receipts", .int(receipts)), .init("quantity", .int(quantity)), .init("gross", .int(gross))]
        }
    }

    private struct Grouped<Key: Hashable> {
        private(set) var sums: [Key: Sums] = [:]

        mutating func add(_ line: Line, to key: Key) { sums[key, default: Sums()].add(line) }

        /// Those with the greatest turnover, the greatest first.
        func best(_ limit: Int, _ areInOrder: (Key, Key) -> Bool) -> [(key: Key, sums: Sums)] {
            sums.map { (key: $0.key, sums: $0.value) }
                .sorted {
                    $0.sums.gross == $1.sums.gross ? areInOrder($0.key, $1.key) : $0.sums.gross > $1.sums.gross
                }
                .prefix(limit).map { $0 }
        }
    }

    // MARK: Lines

    private struct Line {
        /// The receipt's place among those that were read.
        let receipt: Int
        let effectiveMs: Int64
        let product: String
        let quantity: Int64
        let gross: Int64
    }

    /// The lines of the customer's receipts that are turnover in a product.
    private struct Lines {
        private(set) var lines: [Line] = []
        private(set) var byProduct = Grouped<ExactText>()

        init(_ rows: Rows) throws {
            for (receipt, row) in rows.enumerated() {
                let effectiveMs = try row.int64(0)
                let (kinds, products, figures) = (try row.textArray(1), try row.textArray(2), try row.int64Array(3))
                for place in kinds.indices
                where ReceiptLines.turnover.contains(kinds[place]) && !products[place].isEmpty {
                    let line = Line(
                        receipt: receipt, effectiveMs: effectiveMs, product: products[place], quantity: figures[place],
                        gross: figures[kinds.count + place])
                    lines.append(line)
                    byProduct.add(line, to: ExactText(line.product))
                }
            }
        }

        func byCategory(_ versions: Versions) throws -> Grouped<Category> {
            var grouped = Grouped<Category>()
            for line in lines { grouped.add(line, to: versions.category(of: line.product, at: line.effectiveMs)) }
            return grouped
        }
    }

    /// nil of a product that was not in the catalogue when it was bought.
    private struct Category: Hashable, Comparable {
        var department: ExactText?
        var category: ExactText?

        static func < (a: Self, b: Self) -> Bool {
            let (one, other) = ([a.department, a.category], [b.department, b.category])
            for (one, other) in zip(one, other) where one != other {
                return (one ?? ExactText("")) < (other ?? ExactText(""))
            }
            return false
        }
    }

    private struct Versions {
        private var byProduct = ByID<[(from: Int64, until: Int64, category: Category)]>()

        init(_ rows: Rows) throws {
            for row in rows {
                let category = Category(
                    department: try row.optionalText(3).map { ExactText($0) },
                    category: try row.optionalText(4).map { ExactText($0) })
                byProduct[try row.text(0), default: []].append((try row.int64(1), try row.int64(2), category))
            }
        }

        func category(of product: String, at milliseconds: Int64) -> Category {
            let versions = byProduct[product] ?? []
            return versions.first { $0.from <= milliseconds && milliseconds < $0.until }?.category ?? Category()
        }
    }
}
