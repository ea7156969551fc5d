import Rules
import Testing

@testable import Pages

/// Links lead to pages that there are.
@Suite struct `Links` {
    static let links: [(link: Link, screen: String)] = [
        (.store("S01"), "store"), (.day("S01", "2026-03-01"), "day"), (.receipt("a:1"), "receipt"),
        (.receiptEvent("a:1"), "receiptEvent"), (.event("a:1"), "event"), (.stock, "stock"),
        (.movements("S01", "milk"), "movements"), (.topCustomers, "topCustomers"), (.completeness, "completeness"),
        (.quarantine, "quarantine"), (.choices("product"), "choices"),
        (.tradeDocuments("purchase-orders"), "purchase-orders"), (.tradeDocument("orders", "o"), "order"),
        (.newTradeDocument("payments"), "paymentNew"), (.changeTradeDocument("orders", "o"), "orderChange"),
        (.accountEntry("c", "a:1"), "accountEntry"),
    ]

    @Test func `lead to the page of what they name`() {
        for (link, screen) in Self.links { #expect(Screen.at(link.segments)?.screen.id == screen, "\(link)") }
        #expect(Set(Self.links.map(\.screen)).count == Self.links.count)
    }

    @Test func `of an entity lead to its list, its forms and its card`() {
        for shape in EntityShapes.all {
            #expect(Screen.at(shape.segments)?.screen.id == shape.path)
            #expect(Screen.at(shape.segments + ["new"])?.screen.id == "\(shape.name)New")
            #expect(Screen.at(shape.segments + ["x"])?.screen.id == shape.name)
            #expect((Screen.at(shape.segments + ["x", "change"]) == nil) == shape.isFixed)
        }
    }
}
