import Events

extension Fact {
    /// The type that a decided fact is written under, and its members; nil for what is never decided here.
    var written: (type: String, part: any FactPart)? {
        switch self {
        case .storeOpened(let part): ("store.opened.v1", part)
        case .tillRegistered(let part): ("till.registered.v1", part)
        case .productListed(let part): ("product.listed.v1", part)
        case .productChanged(let part): ("product.changed.v1", part)
        case .goodsReceived(let part): ("goods.received.v1", part)
        case .customerRegistered(let part): ("customer.registered.v1", part)
        default: nil
        }
    }
}
