import Events
import JSON
import Queries
import Rules

/// The list of goods documents, by kind and shop.
extension GoodsDocumentScreens {
    func list(drafts: DraftScreen) throws -> PageAnswer {
        let entered = GoodsDocumentKind.all.filter { $0.isEntered && mayEnter($0) }
        return try DocumentList(
            request: request, models: models, sight: sight, report: Reports.goodsDocuments, place: .goodsDocuments,
            title: say(.goodsDocuments), more: .goodsDocumentsMore,
            entering: entered.map { (Path(.newGoodsDocument($0.name)), say($0.one)) }
                + [(Path(.countings), say(.countTogether)), (Path(.receivings), say(.receive))],
            others: try drafts.link(),
            narrowing: [
                DocumentList.choice(
                    "kind", .text(.documentKind), all: .allKinds,
                    GoodsDocumentKind.all.map { .init(value: $0.name, caption: .title($0.many)) }),
                DocumentList.choice(
                    "lacks_waybill", .text(.waybill), all: .withAndWithout,
                    [.init(value: "true", caption: .text(.waybillLacking))]),
                DocumentList.choice(
                    "lacks_cost", .text(.cost), all: .withAndWithout,
                    [.init(value: "true", caption: .text(.costLacking))]),
                DocumentList.choice(
                    "store", .text(.shop), all: .allShops, DocumentList.choices(try sight.shops(models, request), say)),
            ]
        ).page(table)
    }

    private func table(_ answer: Report.Answer) throws -> HTML {
        let records = answer.records
        func texts(_ column: String) -> [String] { records.compactMap { $0[column]?.string } }
        let names = try ThingNames(
            say, models, suppliers: texts("supplier"), stores: texts("store") + texts("to"))
        let seesCost = sight.scopes.contains(.cost)
        let rows = records.map { row -> [HTML] in
            let fact = row["fact"]?.string ?? ""
            let kind = GoodsDocumentKind.named(row["kind"]?.string ?? "")
            let number = row["number"]?.string ?? row["document"]?.string
            let called = [kind.map { say($0.one) }, number].compactMap { $0 }.joined(separator: " · ")
            let when = row["effective_at"]?.string.flatMap { Instant($0) }
            let other =
                row["supplier"]?.string.map(names.supplierLink) ?? row["to"]?.string.map(names.storeLink)
            let amount = row["amount"]?.int.map {
                say.numbers.money($0, row["currency"]?.string ?? Currency.home)
            }
            return [
                Parts.link(Path(.goodsDocument(fact)), called),
                "\(when.map { say.dates.moment($0, Zone.home, now: request.now) } ?? "–")",
                row["store"]?.string.map(names.storeLink) ?? "–", other ?? "–",
                "\(say.numbers.count(row["lines"]?.int ?? 0))",
            ] + (seesCost ? ["\(amount ?? "–")"] : []) + [
                "\(row["operator"]?.string.map(Parts.author) ?? "–")", status(row["status"]?.string ?? ""),
            ]
        }
        return Table(
            caption: say(.goodsDocuments),
            columns: [
                .text(say(.documentKind)), .moment(say(.historyWhen)), .text(say(.shop)), .text(say(.documentParty)),
                .number(say(.lines)),
            ] + (seesCost ? [.number(say(.amount))] : []) + [.name(say(.enteredBy)), .text(say(.documentStatus))],
            rows: rows, kind: "dense"
        ).html
    }
}
