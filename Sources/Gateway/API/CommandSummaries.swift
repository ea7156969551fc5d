import Services

/// What happens when a command is asked for, in one line each, for the reference.
enum CommandSummaries {
    static func of(_ action: Action) -> String {
        byAddress["\(action.method) \(action.path.joined(separator: "/"))"] ?? ""
    }

    /// By method and address; a test sees to it that none is left out, and none is of an address that is gone.
    static let byAddress = Dictionary(all) { first, _ in first }

    static let all =
        shops + catalogue + customers + goods + transfers + orders + money + loyalty + signIns + tokens + countings
        + receivings
        + priceChanges
        + approvals + words

    private static let shops = [
        (
            "PUT stores/{store}",
            "Opens a shop, or changes its name and address; its currency and time zone stay for ever."
        ),
        (
            "DELETE stores/{store}",
            "Closes a shop: no new till, order or transfer; what happened before may still be told."
        ),
        ("PUT legal-entities/{legalEntity}", "Says what a company is that the chain sells by."),
        ("PATCH legal-entities/{legalEntity}", "Changes what is given of a company, and clears what is null."),
        ("DELETE legal-entities/{legalEntity}", "Ends a company; what is said of it later brings it back."),
        ("PUT store-groups/{storeGroup}", "Says which shops are looked at together."),
        ("PATCH store-groups/{storeGroup}", "Changes what is given of a group of shops, and clears what is null."),
        ("DELETE store-groups/{storeGroup}", "Ends a group of shops."),
        ("PUT stores/{store}/tills/{writer}", "Gives a till its book, which it writes from then on."),
        ("DELETE stores/{store}/tills/{writer}", "Retires a till, so that its silence is no trouble."),
        (
            "PATCH stores/{store}",
            "Changes what is given of a shop, and clears what is null; a null closedOn opens it again."
        ),
        ("PUT tills/{writer}", "Gives a till of a shop its book."),
        ("PATCH tills/{writer}", "Changes what is given of a till, and clears what is null."),
        ("DELETE tills/{writer}", "Retires a till, so that its silence is no trouble."),
        ("POST stores/{store}/policies", "Sets how a shop works from a day on that is not closed."),
        ("POST chain/policies", "Sets what the chain decides for all its shops from a day on."),
        ("POST stores/{store}/periods", "Closes a shop’s books through a day; nothing is dated into it any more."),
    ]

    private static let catalogue = [
        ("PUT products/{product}", "Lists a product, or replaces what is known of it; what is left out is cleared."),
        ("PATCH products/{product}", "Changes what is given of a product, and clears what is null."),
        ("DELETE products/{product}", "Takes a product out of the range; what is there may still be sold."),
        ("PUT prices/{price}", "Sets a price of a product for shops and a time."),
        ("PATCH prices/{price}", "Changes what is given of a price, and clears what is null."),
        ("DELETE prices/{price}", "Ends a price at a moment, or now."),
        ("PUT discount-rules/{rule}", "Defines the next version of a discount rule; those before never change."),
        (
            "PATCH discount-rules/{rule}",
            "Defines the next version of a discount rule, otherwise in what is given; nothing where nothing is."
        ),
        ("DELETE discount-rules/{rule}", "Ends a discount rule at a moment, or now."),
        ("PUT exchange-rates/{rate}", "Sets what one currency is worth in another from a moment on."),
        ("PATCH exchange-rates/{rate}", "Changes what is given of an exchange rate, and clears what is null."),
        ("PUT taxes/{tax}", "Sets a tax with its rate from a day on."),
        ("PATCH taxes/{tax}", "Changes what is given of a tax, and clears what is null."),
        ("PUT tender-kinds/{kind}", "Defines a kind of tender of the chain’s own, such as a meal voucher."),
        ("PATCH tender-kinds/{kind}", "Changes what is given of a kind of tender, and clears what is null."),
    ]

    private static let customers = [
        ("POST customers", "Registers a person under a new random id; who they are is sealed in the log."),
        ("PUT customers/{customer}", "Registers a person, or replaces what is known of one."),
        ("PATCH customers/{customer}", "Changes what is given of a customer, and clears what is null."),
        ("PUT customers/{customer}/category", "Puts a customer into a category from now on."),
        ("POST customers/{customer}/merges", "Makes two ids one person: points, coupons, contracts and accounts join."),
        ("DELETE customers/{customer}/merges/{with}", "Makes two ids two persons again."),
        ("DELETE customers/{customer}", "Erases a person for ever, under every id of theirs."),
        ("PUT customer-categories/{category}", "Says what a category of customers is called."),
        ("PATCH customer-categories/{category}", "Changes a category’s names, and clears what is null."),
        ("PUT contracts/{contract}", "Signs a contract with a customer, or replaces its terms."),
        ("PATCH contracts/{contract}", "Changes what is given of a contract, and clears what is null."),
        ("DELETE contracts/{contract}", "Ends a contract."),
        ("PUT reminders/{reminder}", "Sets a reminder for somebody about something, for a moment."),
        ("PATCH reminders/{reminder}", "Changes what is given of a reminder, and clears what is null."),
        ("DELETE reminders/{reminder}", "Says that a reminder was seen to."),
        ("PUT documents/{document}", "Attaches a document’s name and hash to something."),
        ("PATCH documents/{document}", "Changes what is given of a document, and clears what is null."),
        ("DELETE documents/{document}", "Says that a document is gone."),
    ]

    private static let goods =
        [
            ("PUT suppliers/{supplier}", "Registers a supplier, or replaces what is known of it."),
            ("PATCH suppliers/{supplier}", "Changes what is given of a supplier, and clears what is null."),
            ("DELETE suppliers/{supplier}", "Ends a supplier; what is said of it later brings it back."),
            ("POST stores/{store}/purchase-orders", "Orders goods from a supplier under a new id."),
            (
                "PUT stores/{store}/purchase-orders/{purchaseOrder}",
                "Orders goods from a supplier, or changes the order."
            ),
            (
                "DELETE stores/{store}/purchase-orders/{purchaseOrder}",
                "Cancels a purchase order of which nothing has come."
            ),
            (
                "POST stores/{store}/purchase-orders/{purchaseOrder}/close",
                "Closes a purchase order with what has come."
            ),
            (
                "POST stores/{store}/deliveries/{delivery}/cost-corrections",
                "Says again what lines of a delivery cost; sales since then cost accordingly."
            ),
        ]
        + document("deliveries", "delivery", "Takes in a supplier’s delivery: its goods are on hand at their cost")
        + document("vendor-returns", "vendorReturn", "Gives goods back to a supplier: they leave the stock")
        + document("stocktakes", "stocktake", "Counts goods: the stock becomes what was counted")
        + document("write-offs", "writeOff", "Writes goods off: they leave the stock at their cost")
        + document("revaluations", "revaluation", "Values goods anew from a moment on")
        + document(
            "landed-costs", "charge", "Adds freight, customs or the like to what deliveries cost", isRevisable: false)

    private static func document(
        _ collection: String, _ name: String, _ happens: String, isRevisable: Bool = true
    ) -> [(String, String)] {
        let path = "stores/{store}/\(collection)"
        let said = [
            ("POST \(path)", "\(happens), under an id of the body or a new one."),
            ("PUT \(path)/{\(name)}", "\(happens)."),
        ]
        guard isRevisable else { return said }
        return said + revisions("\(path)/{\(name)}")
    }

    private static func revisions(_ path: String) -> [(String, String)] {
        [
            ("POST \(path)/corrections", "Says the whole document as it should have been, at its own time."),
            ("POST \(path)/reversal", "Takes the document back, as if it had never been."),
        ]
    }

    private static let transfers =
        [
            (
                "POST stores/{store}/transfers",
                "Sends goods to another shop under a new id; they are on the way, still this shop’s."
            ),
            (
                "PUT stores/{store}/transfers/{transfer}",
                "Sends goods to another shop; they are on the way, still this shop’s."
            ),
            (
                "POST stores/{store}/transfers/{transfer}/arrivals",
                "Takes in what has arrived in this shop, in parts or all."
            ),
            ("POST stores/{store}/transfers/{transfer}/discrepancies", "Says what is missing, damaged or too much."),
            ("POST stores/{store}/transfers/{transfer}/close", "Ends a transfer: nothing more is expected."),
        ] + revisions("stores/{store}/transfers/{transfer}")

    private static let orders = [
        ("POST stores/{store}/orders", "Places a customer’s order under a new id, or makes an offer (`quote`)."),
        ("PUT stores/{store}/orders/{order}", "Places a customer’s order, makes an offer, or changes either."),
        ("POST stores/{store}/orders/{order}/place", "Makes an offer an order, as it was offered."),
        (
            "POST stores/{store}/orders/{order}/reservations",
            "Holds goods for an order, no more than are on hand and free."
        ),
        ("POST stores/{store}/orders/{order}/releases", "Frees goods that were held for an order."),
        ("POST stores/{store}/orders/{order}/deposits", "Takes a deposit for an order."),
        ("POST stores/{store}/orders/{order}/ready", "Says that an order can be fetched."),
        ("DELETE stores/{store}/orders/{order}", "Cancels an order: goods are free, deposits go back less `charge`."),
        (
            "POST stores/{store}/receipts/{receipt}/corrections",
            "Corrects a completed receipt: by what is different (`changes`), or whole (`replacement`)."
        ),
        (
            "POST stores/{store}/receipts/{receipt}/void",
            "Voids a completed receipt: neither its goods nor its money moved."
        ),
        (
            "POST stores/{store}/training-receipts",
            "Writes a receipt for training, which counts nowhere: to see how a sale comes in before a till does."
        ),
        ("POST stores/{store}/receipts/{receipt}/cancel", "Cancels a receipt that was completed by mistake."),
    ]

    private static let money = [
        ("POST stores/{store}/payments", "Asks for money outside a till, under a new id."),
        ("PUT stores/{store}/payments/{payment}", "Asks for money outside a till."),
        ("POST stores/{store}/payments/{payment}/capture", "Says that the money has come."),
        ("POST stores/{store}/payments/{payment}/decline", "Says that the payment was declined."),
        ("POST stores/{store}/payments/{payment}/unknown", "Says that nobody knows yet what became of a payment."),
        ("POST stores/{store}/payments/{payment}/refunds", "Gives money back, no more than has come."),
        (
            "POST stores/{store}/accounts/{customer}/payments",
            "Takes what a customer pays on account, and what it settles."
        ),
        (
            "POST stores/{store}/accounts/{customer}/entries",
            "Puts something on a customer’s account, within the credit limit."
        ),
        ("POST stores/{store}/accounts/{customer}/corrections", "Says a payment or an entry as it should have been."),
        (
            "POST stores/{store}/accounts/{customer}/reversals",
            "Takes a payment or an entry back; what it settled is owed again."
        ),
        (
            "POST stores/{store}/cash-movements/{original}/corrections",
            "Says cash that was moved at a till as it should have been."
        ),
        ("POST stores/{store}/cash-movements/{original}/reversal", "Takes back cash that was moved at a till."),
        ("PUT gift-cards/{serial}", "Issues a gift card."),
        ("POST gift-cards/{serial}/credits", "Puts more on a gift card, or corrects what is on it."),
        ("POST gift-cards/{serial}/holds", "Holds money on a gift card for a while."),
        ("PUT gift-cards/{serial}/holds/{hold}", "Holds money on a gift card for a while, under an id of one’s own."),
        ("POST gift-cards/{serial}/holds/{hold}/capture", "Takes what was held from a gift card."),
        ("DELETE gift-cards/{serial}/holds/{hold}", "Frees what was held on a gift card."),
        ("POST gift-cards/{serial}/captures", "Takes money from a gift card without a hold."),
        ("POST gift-cards/{serial}/block", "Blocks a gift card: nothing more is paid with it."),
        ("POST gift-cards/{serial}/unblock", "Lets a blocked gift card pay again."),
        ("POST gift-cards/{serial}/expire", "Ends a gift card; what was left on it is no longer owed."),
    ]

    private static let signIns = [
        ("POST sign-ins", "Invites somebody, who chooses a password by the link that is told here once."),
        ("POST sign-ins/{signIn}/links", "Makes another link to choose a password; the one before ends."),
        ("PUT sign-ins/{signIn}/roles", "Says which roles somebody has from now on; ends their sessions."),
        ("POST sign-ins/{signIn}/disable", "Signs somebody out everywhere; they sign in no more."),
        ("POST sign-ins/{signIn}/enable", "Lets somebody sign in again."),
        ("DELETE sign-ins/{signIn}/sessions", "Signs somebody out everywhere."),
        ("DELETE sign-ins/{signIn}/sessions/{session}", "Ends one session of somebody."),
        ("DELETE employees/{employee}/person", "Erases who somebody was who has left; what they did stays."),
        ("PUT employees/{employee}/pin", "Gives an employee a PIN for tills, or another one."),
        ("DELETE employees/{employee}/pin", "Takes an employee’s PIN away."),
        (
            "POST stores/{store}/pin-checks",
            "Whether an employee’s PIN is right, and what they may at a till of this shop, how far."
        ),
        ("DELETE sign-ins/{signIn}/second-factor", "Takes away a second factor, as of a lost telephone."),
    ]

    private static let tokens = [
        ("POST tokens", "Makes a token, whose secret is told here once."),
        ("POST tokens/{token}/rotate", "Gives a token another secret; the old one goes on for so many hours."),
        ("POST tokens/{token}/revoke", "Ends a token, within a second everywhere."),
    ]

    private static let priceChanges = [
        (
            "POST price-changes",
            "Makes many prices higher or lower by a percentage, rounded, in some shops or all, from a moment on."
        ),
        (
            "POST price-changes/{change}/undo",
            "Undoes a change of many prices as one; what somebody has changed since stays."
        ),
    ]

    private static let countings = [
        ("POST stores/{store}/countings", "Opens a stocktake into which several people count."),
        (
            "POST stores/{store}/countings/{counting}/entries",
            "Notes what somebody counted; `again`: all of a product, once more."
        ),
        ("DELETE stores/{store}/countings/{counting}/entries/{entry}", "Takes back what one counted oneself."),
        (
            "POST stores/{store}/countings/{counting}/record",
            "Records what was counted as a stocktake, with what nobody counted as zero where that is asked for."
        ),
        ("DELETE stores/{store}/countings/{counting}", "Drops a stocktake that is being counted; the stock stays."),
    ]

    private static let receivings = [
        (
            "POST stores/{store}/receivings",
            "Opens what goods are received into line by line: of a purchase order, a transfer, or whatever comes."
        ),
        (
            "POST stores/{store}/receivings/{receiving}/entries",
            "Notes what came, by a barcode of the product or of a pack of it; a code that nobody knows is kept."
        ),
        ("DELETE stores/{store}/receivings/{receiving}/entries/{entry}", "Takes back what one took in oneself."),
        (
            "POST stores/{store}/receivings/{receiving}/record",
            "Records what came: as a delivery whose costs are told later, or as the arrival of the transfer."
        ),
        ("DELETE stores/{store}/receivings/{receiving}", "Drops what is being received; the stock stays."),
    ]

    private static let approvals = [
        ("POST approvals/{approval}/grant", "Lets what was asked for be decided now, by a person who may go as far."),
        ("POST approvals/{approval}/refuse", "Refuses what was asked for, with a reason."),
        ("POST approvals/{approval}/withdraw", "Takes back what one asked for oneself."),
    ]

    private static let loyalty = [
        ("PUT coupons/{coupon}", "Issues a coupon of a discount rule, for so many uses."),
        ("DELETE coupons/{coupon}", "Cancels a coupon."),
        ("POST coupons/{coupon}/holds", "Holds one use of a coupon for a while."),
        ("PUT coupons/{coupon}/holds/{hold}", "Holds one use of a coupon for a while, under an id of one’s own."),
        ("DELETE coupons/{coupon}/holds/{hold}", "Frees a use of a coupon that was held."),
        ("POST coupons/{coupon}/holds/{hold}/redeem", "Redeems the use of a coupon that was held."),
        ("POST coupons/{coupon}/redemptions", "Redeems a use of a coupon without a hold."),
        ("POST customers/{customer}/points/earnings", "Gives a customer points."),
        ("POST customers/{customer}/points/adjustments", "Changes a customer’s points, up or down."),
        ("POST customers/{customer}/points/reversals", "Undoes what a sale earned or burned, once for each return."),
        ("POST customers/{customer}/points/holds", "Holds points for a while."),
        ("PUT customers/{customer}/points/holds/{hold}", "Holds points for a while, under an id of one’s own."),
        ("POST customers/{customer}/points/holds/{hold}/burn", "Spends the points that were held, the oldest first."),
        ("DELETE customers/{customer}/points/holds/{hold}", "Frees points that were held."),
        ("POST customers/{customer}/points/burns", "Spends points without a hold, the oldest first."),
        ("POST customers/{customer}/points/expiries", "Lets go the points that have expired."),
    ]

    private static let words = [
        ("PUT roles/{role}", "Says what a role may do."),
        ("PATCH roles/{role}", "Changes what is given of a role, and clears what is null."),
        ("PUT fields/{field}", "Defines a field of one’s own; its type stays."),
        ("PATCH fields/{field}", "Changes what is given of a field, and clears what is null."),
        ("PUT entities/{entity}", "Defines an entity of one’s own: a fridge, a vehicle, a rented shelf."),
        ("PATCH entities/{entity}", "Changes what is given of an entity of one’s own, and clears what is null."),
        ("PUT entries/{entity}/{entry}", "Records an entry of an entity of one’s own; its values stand in fields."),
        ("PATCH entries/{entity}/{entry}", "Changes what is given of an entry, and clears what is null."),
        ("DELETE entries/{entity}/{entry}", "Ends an entry; what is recorded of it later brings it back."),
        ("PUT employees/{employee}", "Says who works here, in which roles and shops."),
        ("PATCH employees/{employee}", "Changes what is given of an employee, and clears what is null."),
        ("DELETE employees/{employee}", "Says that an employee has left."),
    ]
}
