import Events
import Testing

@testable import Simulation

@Suite struct `The catalogue` {
    @Test func `has barcodes whose check digits are right and which are its own`() {
        let articles = Catalogue.articles(of: .demo(now: Instant("2026-03-31T12:00:00Z")!))
        #expect(articles.count == 2_000)
        #expect(Set(articles.map(\.barcode)).count == articles.count)
        for article in articles {
            #expect(article.barcode.count == 13 && article.barcode.hasPrefix("486"))
            #expect(GTIN.checkDigit(of: String(article.barcode.dropLast())) == article.barcode.last!.wholeNumberValue)
        }
    }

    @Test func `computes the check digit of GS1's own example`() {
        // GS1 General Specifications, 7.9.1: 629104150021 has the check digit 3.
        #expect(GTIN.checkDigit(of: "629104150021") == 3)
    }

    @Test func `names every product once, in both languages`() {
        let articles = Catalogue.articles(of: .demo(now: Instant("2026-03-31T12:00:00Z")!))
        let twice = Dictionary(grouping: articles) { $0.name.en! }.filter { $0.value.count > 1 }
        #expect(twice.isEmpty, "\(twice.keys.sorted())")
        #expect(Dictionary(grouping: articles) { $0.name.ka! }.allSatisfy { $0.value.count == 1 })
    }

    @Test func `has no second series in the demo`() {
        let articles = Catalogue.articles(of: .demo(now: Instant("2026-03-31T12:00:00Z")!)).filter { !$0.isKit }
        #expect(articles.allSatisfy { !$0.name.en!.contains("№") })
    }

    @Test func `sells above cost`() {
        for article in Catalogue.articles(of: .demo(now: Instant("2026-03-31T12:00:00Z")!)) where !article.isKit {
            #expect(article.cost * 118 < article.listPrice * 100, "\(article.name.en!)")
        }
    }

    @Test func `says the price that a receipt asks, by the fact that the receipt names`() throws {
        let told = Told.small
        for (fact, receipt) in told.receipts {
            for line in receipt.lines where line.original == nil {
                guard let priceFact = line.priceFact else { continue }
                let event = try #require(told.events[FactID(priceFact)!])
                #expect(event.envelope.occurredAt < fact.occurredAt)
                switch event.fact {
                case .productListed(let product), .productChanged(let product):
                    #expect(product.product == line.product && product.listPrice == line.listPrice)
                default: Issue.record("\(priceFact) sets no price")
                }
            }
        }
        #expect(told.facts.contains { $0.type == "product.changed.v1" })
    }
}
