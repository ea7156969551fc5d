import Projections

/// What an empty chain shows: the way to its first shop.
struct FirstShop {
    let request: PageRequest
    let models: ScreenModels
    let say: Words

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
    }

    func page() -> PageAnswer {
        let steps: [(Text, Text, String)] = [
            (.stepToken, .stepTokenMore, Self.token), (.stepShop, .stepShopMore, Self.shop),
            (.stepTill, .stepTillMore, Self.till), (.stepSell, .stepSellMore, Self.sale),
        ]
        let items = steps.map { title, more, code -> HTML in
            "<li><h2>\(say(title))</h2><p>\(say(more))</p>\(Parts.code(code))</li>"
        }
        return Frame(request, states: models.states).page(
            say(.firstShop),
            """
            \(Parts.heading(say(.firstShop), "\(say(.firstShopMore))"))
            <ol class="steps">\(items)</ol>
            \(Parts.section("models", say(.readModels), ModelStates(say, models.states, end: request.logEnd).html))
            """)
    }

    // MARK: The commands

    private static let token = """
        davtari token create office --kind office --writers office --postgres CONNINFO
        export OFFICE=...
        """

    private static let shop = event(
        "/v1/chain/writers/office/events", "OFFICE", "store.opened.v1", "/chain", "office", 1,
        #"{"store": "s1", "name": {"ka": "ვაკე", "en": "Vake"}, "zone": "Asia/Tbilisi", "currency": "GEL"}"#)

    private static let till = event(
        "/v1/chain/writers/office/events", "OFFICE", "till.registered.v1", "/chain", "office", 2,
        #"{"writer": "s1-t1", "store": "s1", "till": "1"}"#)

    private static let sale =
        """
        davtari token create till-1 --kind till --store s1 --writers s1-t1 --postgres CONNINFO
        export TILL=...

        """
        + event(
            "/v1/stores/s1/writers/s1-t1/events", "TILL", "receipt.completed.v1", "/stores/s1", "s1-t1", 1,
            """
            {"number": "1", "businessDate": "'$(date +%F)'", "currency": "GEL", "gross": 250,
                "lines": [{"line": 1, "kind": "sale", "product": "bread", "quantity": 1000, "gross": 250}],
                "tenders": [{"tender": 1, "kind": "cash", "amount": 250}]}
            """)

    private static func event(
        _ path: String, _ token: String, _ type: String, _ place: String, _ writer: String, _ number: Int,
        _ data: String
    ) -> String {
        """
        curl http://127.0.0.1:8080\(path) \\
          -H "Authorization: Bearer $\(token)" -H 'Content-Type: application/cloudevents+json' -d '{
            "specversion": "1.0", "id": "\(writer):\(number)", "source": "\(place)/writers/\(writer)",
            "type": "\(type)", "time": "'$(date -u +%FT%TZ)'", "writer": "\(writer)", "writerseq": \(number),
            "data": \(data)}'
        """
    }
}
