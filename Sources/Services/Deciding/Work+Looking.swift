import Events

/// What many commands look at before they decide.
extension Work {
    /// A shop that takes what is new: an order, a till.
    func openShop(_ store: String) throws -> StoreOpened {
        let shop = try shop(store)
        let state = try look(StoreDecider.self, store)
        guard state.isOpen else {
            throw Refusal(
                .conflict, "store.closed", "“\(store)” sells no more after \(state.closedOn ?? "")",
                [("store", .string(store)), ("closedOn", .text(state.closedOn))])
        }
        return shop
    }

    /// A shop that was opened; what happened in one that is closed by now may still be told.
    func shop(_ store: String) throws -> StoreOpened {
        guard let shop = try look(StoreDecider.self, store).said?.part else { throw Refusal.missing("store", store) }
        return shop
    }

    /// The kind of each of these products that is listed.
    func kinds(of products: [String]) throws -> ByID<String> {
        var kinds: ByID<String> = [:]
        for product in products where kinds[product] == nil {
            let state = try look(ProductDecider.self, product)
            if state.isListed { kinds[product] = state.kind }
        }
        return kinds
    }
}
