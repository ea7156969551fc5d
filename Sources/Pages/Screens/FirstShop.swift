import Queries

/// What an empty chain shows: the form that opens its first shop, and how a till comes to sell in it.
struct FirstShop {
    let request: PageRequest
    let models: ScreenModels
    let say: Words

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
    }

    func page() -> PageAnswer {
        let steps: [(Text, Text, String)] = [(.stepTill, .stepTillMore, till), (.stepSell, .stepSellMore, sale)]
        let items = steps.map { title, more, code -> HTML in
            "<li><h3>\(say(title))</h3><p>\(say(more))</p>\(Parts.code(code))</li>"
        }
        return Frame(request, states: models.states).page(
            say(.firstShop),
            """
            \(Parts.heading(say(.firstShop), "\(say(.firstShopMore))"))
            <div class="part">\(Form.openShop.html(request))</div>
            \(Parts.section("tills", say(.thenTills), "<ol class=\"steps\">\(items)</ol>"))
            \(Parts.section("models", say(.readModels), ModelStates(say, models.states, end: request.logEnd).html))
            """)
    }

    // MARK: The commands

    private var till: String {
        """
        davtari command PUT stores/TBS-01/tills/TBS-01-t1 '{"till": "1"}' --postgres "$CONNINFO"
        TILL=$(davtari token create --kind till --name 'TBS-01, till 1' --stores TBS-01 --writers TBS-01-t1 \\
          --postgres "$CONNINFO")
        echo $TILL
        """
    }

    private var sale: String {
        """
        curl \(request.origin)/v1/stores/TBS-01/writers/TBS-01-t1/events \\
          -H "Authorization: Bearer $TILL" -H 'Content-Type: application/cloudevents+json' \\
          -d '{"specversion": "1.0", "type": "receipt.completed.v1", "source": "/stores/TBS-01/writers/TBS-01-t1",
               "id": "TBS-01-t1:1", "writer": "TBS-01-t1", "writerseq": 1,
               "time": "'$(date -u +%FT%TZ)'",
               "data": {"number": "1", "businessDate": "'$(TZ=Asia/Tbilisi date +%F)'",
                        "currency": "GEL", "gross": 250,
                        "lines": [{"line": 1, "kind": "sale", "product": "bread", "quantity": 1000, "gross": 250}],
                        "tenders": [{"tender": 1, "kind": "cash", "amount": 250}]}}'
        """
    }
}
