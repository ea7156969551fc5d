/// The questions that can be asked; each is a list of columns over tables.
package enum Reports {
    package static let all: [Report] = ours + entities

    private static let ours: [Report] = [
        stock, transfers, goodsDocuments, customers, margins, discounts, grants, receipts, tenders, orders, orderLines,
        purchaseOrders, purchases, purchasePlan, payments, accounts, balances, completeness, quarantine, unreadable,
        unapplied, ahead,
        refusedReactions, setAside, cardTroubles, sharedBarcodes, tenderKinds, suspectFacts, factTypes, lostReferences,
        auditTrail,
    ]
}
