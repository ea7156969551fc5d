import Events

/// A category of the catalogue, from whose kinds, makers and sizes its products are combined.
struct Shelf: Sendable {
    var department: String
    var category: String
    var supplier: String
    /// What the shop keeps of the price without tax, percent.
    var margin: Int
    /// How often something of this shelf is bought.
    var demand: Int
    /// Sold by the kilogram.
    var isWeighed: Bool
    /// Price in tetri of the plain size, with tax.
    var kinds: [(name: LocalName, price: Int)]
    var makers: [LocalName]
    /// A size's price in percent of the plain one's.
    var sizes: [(name: LocalName, percent: Int)]

    /// Tables are text, `Georgian|English|number;…`: a thousand literals of tuples would keep the type checker busy.
    init(
        _ department: String, _ category: String, from supplier: String, margin: Int, demand: Int,
        isWeighed: Bool = false, kinds: String, makers: String, sizes: String = ""
    ) {
        (self.department, self.category, self.supplier) = (department, category, supplier)
        (self.margin, self.demand, self.isWeighed) = (margin, demand, isWeighed)
        func rows(_ table: String) -> [(LocalName, Int)] {
            tableRows(table).map { row in (LocalName(pair: row), Int(row.split(separator: "|")[2])!) }
        }
        self.kinds = rows(kinds).map { (name: $0.0, price: $0.1) }
        self.makers = tableRows(makers).map { LocalName(pair: $0) }
        self.sizes = rows(sizes).map { (name: $0.0, percent: $0.1) }
    }

    static let all = bakery + dairy + fresh + grocery + drinks + household
}
