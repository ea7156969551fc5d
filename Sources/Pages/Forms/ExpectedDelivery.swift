import Events
import JSON
import Queries
import Rules

/// A delivery as a purchase order has it expected: what has not come yet, with its part of the cost for who sees costs.
struct ExpectedDelivery {
    private let request: PageRequest
    private let models: ScreenModels
    private let sight: Sight

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        sight = request.principal?.sight(to: .read(.orders)) ?? .nothing
    }

    /// What stands in the form of the delivery; nothing where the reader sees no such order.
    func filled(_ order: String) throws -> [String: String] {
        guard let head = try ScreenTradeDocuments.one(models, .purchaseOrder, order, for: sight) else { return [:] }
        var filled = [GoodsDocumentForms.store: head["store"]?.string ?? "", "purchaseOrder": order]
        for name in ["supplier", "currency"] { filled[name] = head[name]?.string }
        let currency = head["currency"]?.string ?? Currency.home
        let expected = try ScreenTradeDocuments.lines(models, .purchaseOrder, order, for: sight)
            .filter { $0["open"]?.int ?? 0 > 0 }
        for (row, line) in expected.enumerated() {
            let open = line["open"]?.int ?? 0
            filled["lines-\(row)-product"] = line["product"]?.string
            filled["lines-\(row)-quantity"] = TypedText.figure(
                open, decimals: TypedText.quantityDecimals, isExact: false, request.language)
            guard let cost = line["cost"]?.int, let ordered = line["ordered"]?.int, cost > 0 else { continue }
            filled["lines-\(row)-cost"] = TypedText.figure(
                share(cost, open, of: ordered), decimals: Currency.decimals(of: currency), isExact: true,
                request.language)
        }
        return filled
    }
}
