import JSON
import Queries
import Rules

/// A transfer on its way.
extension GoodsDocumentScreens {
    /// How far a transfer is, and what is said of it next.
    func onItsWay(_ document: GoodsDocument, _ currency: String) throws -> HTML {
        guard document.kind.name == GoodsDocumentKind.transfer.name, !document.isReversed else { return .empty }
        let lines = try ScreenGoodsDocuments.onItsWay(models, document.fact, for: sight)
        guard !lines.isEmpty else { return .empty }
        let measures: [(column: String, title: Text)] = [
            ("sent", .sent), ("received", .arrived), ("missing", .missingGoods), ("damaged", .damagedGoods),
            ("surplus", .surplusGoods), ("in_transit", .onTheWay),
        ]
        func name(_ line: JSON) -> String {
            let product = line["product"]?.string ?? ""
            return say.name(ScreenName(id: product, ka: line["name_ka"]?.string, en: line["name_en"]?.string))
        }
        let table = Table(
            caption: say(.onTheWay), columns: [.text(say(.product))] + measures.map { .number(say($0.title)) },
            rows: lines.map { line in
                [Parts.link((line["product"]?.string).map { EntityShape.product.page($0) }, name(line))]
                    + measures.map { "\(say.numbers.quantity(line[$0.column]?.int ?? 0))" as HTML }
            }, kind: "dense"
        ).html
        let isClosed = lines.allSatisfy { $0["is_closed"]?.bool == true }
        let isOpen = lines.contains { $0["in_transit"]?.int ?? 0 > 0 }
        let steps = isClosed || !isOpen ? [] : try TransferStep.all.map { try form($0, document, lines) }
        return "\(Parts.section("on-its-way", say(.howFar), table))\(scanning(document, isOpen && !isClosed))\(steps)"
    }

    /// For the shop that they go to.
    private func scanning(_ document: GoodsDocument, _ isOpen: Bool) -> HTML {
        guard isOpen, let to = document.members["to"]?.string, let id = document.id else { return .empty }
        let button = ReceivingForms.openTransfer.buttonHTML(
            request, carrying: [ReceivingForms.store: to, ReceivingForms.transfer: id])
        return button.isEmpty ? .empty : "<div class=\"pager\">\(button) <span>\(say(.receivingHere))</span></div>"
    }

    private func form(_ step: TransferStep, _ document: GoodsDocument, _ lines: [JSON]) throws -> HTML {
        var initial = GoodsDocumentForms.carrying(document)
        if step.isOfReceiver { initial[GoodsDocumentForms.store] = document.members["to"]?.string ?? "" }
        // What is still expected stands in the rows: most arrive as they were sent.
        if step.name == TransferStep.arrival.name {
            let expected = lines.filter { $0["in_transit"]?.int ?? 0 > 0 }
            for (row, line) in expected.enumerated() {
                initial["lines-\(row)-product"] = line["product"]?.string
                initial["lines-\(row)-quantity"] = line["in_transit"]?.int.map {
                    TypedText.figure($0, decimals: TypedText.quantityDecimals, isExact: false, request.language)
                }
                initial["lines-\(row)-dispatchLine"] = line["line"]?.int.map(String.init)
            }
        }
        let html = GoodsDocumentForms.step(step).html(request, initial: initial, isQuiet: true)
        return html.isEmpty ? .empty : "<div class=\"part\">\(html)</div>"
    }
}
