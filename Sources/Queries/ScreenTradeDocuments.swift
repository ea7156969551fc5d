import Events
import JSON
import Rules

/// Purchase orders, customers' orders and payments, as reports have them.
package enum ScreenTradeDocuments {
    /// The report of a kind, a row a document.
    package static func report(_ kind: TradeDocumentKind) -> Report {
        switch kind.name {
        case TradeDocumentKind.purchaseOrder.name: Reports.purchaseOrders
        case TradeDocumentKind.order.name: Reports.orders
        default: Reports.payments
        }
    }

    /// nil where there is none, or the reader does not see it.
    package static func one(
        _ models: ScreenModels, _ kind: TradeDocumentKind, _ id: String, for sight: Sight
    ) throws -> JSON? {
        try rows(models, report(kind), of: kind, id, for: sight).first
    }

    /// Its lines; those of a purchase order by product.
    package static func lines(
        _ models: ScreenModels, _ kind: TradeDocumentKind, _ id: String, for sight: Sight
    ) throws -> [JSON] {
        switch kind.name {
        case TradeDocumentKind.purchaseOrder.name: try rows(models, Reports.purchases, of: kind, id, for: sight)
        case TradeDocumentKind.order.name: try rows(models, Reports.orderLines, of: kind, id, for: sight)
        default: []
        }
    }

    /// The rows of a report that are of one document.
    package static func rows(
        _ models: ScreenModels, _ report: Report, of kind: TradeDocumentKind, _ id: String, for sight: Sight
    ) throws -> [JSON] {
        guard EntityID.isOne(id) else { return [] }
        var asked = QueryRequest()
        asked.filters = [.init(Reports.column(kind.name), .eq, [id])]
        asked.limit = QueryRequest.limitOfRows
        return try ScreenLists.page(models, report, asked, for: sight).answer.records
    }
}
