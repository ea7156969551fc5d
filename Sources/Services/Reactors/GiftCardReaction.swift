import Events

/// A receipt that sells a gift card, is paid with one, or gives money back onto one.
enum GiftCardReaction {
    static func react(
        to receipt: Receipt, _ event: Event, _ work: Work, _ refusals: inout Refusals
    ) throws {
        // Money in no currency moves nothing.
        guard Currency.exponent(of: receipt.currency) != nil else { return }
        // A correction that came first says what the receipt is.
        guard try work.look(ReceiptDecider.self, event.id.description).revision == 0 else { return }
        for line in receipt.lines where line.kind == "liability" {
            guard let serial = line.serial, !serial.isEmpty, line.gross > 0 else { continue }
            var fact = GiftCardIssued()
            (fact.serial, fact.amount, fact.currency) = (serial, line.gross, receipt.currency)
            (fact.receipt, fact.receiptLine) = (event.id.description, line.line)
            fact.customer = receipt.customer
            fact.circumstances = Reactions.caused(by: event)
            try refusals.gather { try work.record(serial, .recordSale(fact)) }
        }
        for tender in receipt.tenders where tender.kind == "giftCard" || tender.kind == "storeCredit" {
            guard let serial = tender.serial, !serial.isEmpty else { continue }
            if tender.amount > 0 {
                var fact = GiftCardCaptured()
                (fact.serial, fact.amount, fact.currency) = (serial, tender.amount, receipt.currency)
                (fact.receipt, fact.tender, fact.hold) = (event.id.description, tender.tender, tender.payment)
                fact.circumstances = Reactions.caused(by: event)
                try refusals.gather { try work.record(serial, .record(fact, at: event.envelope.store)) }
            } else if tender.amount < 0 {
                try refusals.gather { try refund(tender, receipt, event, serial, work) }
            }
        }
    }

    /// A corrected receipt took what its replacement says, an undone one nothing: what differs is taken or comes back, by the
    /// revision that counts, whichever was heard now.
    static func revise(
        _ id: String, _ circumstances: Circumstances, _ work: Work, _ refusals: inout Refusals
    ) throws {
        let effects = try work.look(ReceiptDecider.self, id)
        let replacement = effects.counting
        guard effects.isUndone || replacement != nil else { return }
        if let replacement, Currency.exponent(of: replacement.currency) == nil { return }
        let wanted = replacement.map { $0.training ? ByID() : net(of: $0) } ?? ByID()
        for serial in Set(wanted.ids).union(effects.taken.ids).sorted().map(\.text) {
            let differs = (wanted[serial] ?? 0) &- (effects.taken[serial] ?? 0)
            let card = try work.state(GiftCardDecider.self, serial)
            // An undone receipt says no currency: the card knows its own.
            let currency = replacement?.currency ?? card.currency
            if differs > 0 {
                var fact = GiftCardCaptured()
                (fact.serial, fact.amount, fact.currency) = (serial, differs, currency)
                (fact.receipt, fact.circumstances) = (id, circumstances)
                try refusals.gather { try work.record(serial, .record(fact, at: nil)) }
            } else if differs < 0, card.isIssued {
                var fact = GiftCardCredited()
                (fact.serial, fact.kind, fact.amount) = (serial, "correction", 0 &- differs)
                (fact.currency, fact.receipt) = (currency, id)
                fact.circumstances = circumstances
                try refusals.gather { try work.record(serial, .recordCredit(fact)) }
            } else if differs < 0 {
                var fact = GiftCardIssued()
                (fact.serial, fact.amount, fact.currency) = (serial, 0 &- differs, currency)
                (fact.receipt, fact.circumstances) = (id, circumstances)
                try refusals.gather { try work.record(serial, .recordSale(fact)) }
            }
        }
    }

    /// What a receipt takes from each card, less what it puts on it.
    private static func net(of receipt: Receipt) -> ByID<Int64> {
        var net: ByID<Int64> = [:]
        for tender in receipt.tenders where tender.kind == "giftCard" || tender.kind == "storeCredit" {
            if let serial = tender.serial, !serial.isEmpty { net[serial, default: 0] &+= tender.amount }
        }
        for line in receipt.lines where line.kind == "liability" && line.gross > 0 {
            if let serial = line.serial, !serial.isEmpty { net[serial, default: 0] &-= line.gross }
        }
        return net
    }

    /// A refund onto a card that nobody knows is a new store credit.
    private static func refund(
        _ tender: Tender, _ receipt: Receipt, _ event: Event, _ serial: String, _ work: Work
    ) throws {
        if try work.state(GiftCardDecider.self, serial).isIssued {
            var fact = GiftCardCredited()
            (fact.serial, fact.kind, fact.amount) = (serial, "refund", 0 &- tender.amount)
            (fact.currency, fact.receipt) = (receipt.currency, event.id.description)
            fact.circumstances = Reactions.caused(by: event)
            try work.record(serial, .recordCredit(fact))
        } else {
            var fact = GiftCardIssued()
            (fact.serial, fact.kind, fact.amount) = (serial, "storeCredit", 0 &- tender.amount)
            (fact.currency, fact.receipt) = (receipt.currency, event.id.description)
            fact.customer = receipt.customer
            fact.circumstances = Reactions.caused(by: event)
            try work.record(serial, .recordSale(fact))
        }
    }
}

extension Work {
    /// Decides for what has happened, where the id can be one.
    fileprivate func record(_ serial: String, _ order: GiftCardDecider.Order) throws {
        guard EntityID.isOne(serial) else { return }
        try decide(GiftCardDecider.self, serial, order)
    }
}
