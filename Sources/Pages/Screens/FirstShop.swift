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
            (.stepToken, .stepTokenMore, officeToken), (.stepShop, .stepShopMore, shop),
            (.stepTill, .stepTillMore, till), (.stepSell, .stepSellMore, tillToken + "\n\n" + sale),
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

    private var officeToken: String {
        """
        OFFICE=$(davtari token create --kind office --name office --stores chain --writers office \\
          --postgres "$CONNINFO")
        echo $OFFICE
        """
    }

    private var tillToken: String {
        """
        TILL=$(davtari token create --kind till --name 'Vake, till 1' --stores s1 --writers s1-t1 \\
          --postgres "$CONNINFO")
        echo $TILL
        """
    }

    private var shop: String {
        post(
            to: "/chain/writers/office", "OFFICE", "store.opened.v1", number: 1,
            """
            {"store": "s1", "name": {"ka": "ვაკე", "en": "Vake"},
                     "zone": "Asia/Tbilisi", "currency": "GEL"}
            """)
    }

    private var till: String {
        post(
            to: "/chain/writers/office", "OFFICE", "till.registered.v1", number: 2,
            #"{"writer": "s1-t1", "store": "s1", "till": "1"}"#)
    }

    private var sale: String {
        post(
            to: "/stores/s1/writers/s1-t1", "TILL", "receipt.completed.v1", number: 1,
            """
            {"number": "1", "businessDate": "'$(TZ=Asia/Tbilisi date +%F)'",
                     "currency": "GEL", "gross": 250,
                     "lines": [{"line": 1, "kind": "sale", "product": "bread", "quantity": 1000, "gross": 250}],
                     "tenders": [{"tender": 1, "kind": "cash", "amount": 250}]}
            """)
    }

    /// - Parameter place: the writer's path, which is also the event's source.
    private func post(to place: String, _ token: String, _ type: String, number: Int, _ data: String) -> String {
        let writer = place.split(separator: "/").last ?? ""
        return """
            curl \(request.origin)/v1\(place)/events \\
              -H "Authorization: Bearer $\(token)" -H 'Content-Type: application/cloudevents+json' \\
              -d '{"specversion": "1.0", "type": "\(type)", "source": "\(place)",
                   "id": "\(writer):\(number)", "writer": "\(writer)", "writerseq": \(number),
                   "time": "'$(date -u +%FT%TZ)'",
                   "data": \(data)}'
            """
    }
}
