extension Fact {
    /// The members of the fact, whatever it is; nil where nothing could be read.
    package var body: (any FactBody)? {
        switch self {
        case .receiptCompleted(let body): body
        case .receiptCorrected(let body): body
        case .recordDamaged(let body): body
        case .numbersWrittenOff(let body): body
        case .goodsReceived(let body): body
        case .goodsReturned(let body): body
        case .transferDispatched(let body): body
        case .transferReceived(let body): body
        case .transferDiscrepancyFound(let body): body
        case .transferClosed(let body): body
        case .stockCounted(let body): body
        case .stockWrittenOff(let body): body
        case .costCorrected(let body): body
        case .landedCostAdded(let body): body
        case .stockRevalued(let body): body
        case .supplierRegistered(let body): body
        case .supplierChanged(let body): body
        case .purchaseOrderPlaced(let body): body
        case .purchaseOrderChanged(let body): body
        case .purchaseOrderCancelled(let body): body
        case .purchaseOrderClosed(let body): body
        case .storeOpened(let body): body
        case .tillRegistered(let body): body
        case .productListed(let body): body
        case .productChanged(let body): body
        case .customerRegistered(let body): body
        case .customerChanged(let body): body
        case .customerMerged(let body): body
        case .customerErased(let body): body
        case .customerCategorySet(let body): body
        case .customerCategoryDefined(let body): body
        case .contractSigned(let body): body
        case .contractChanged(let body): body
        case .contractEnded(let body): body
        case .serviceVisitRecorded(let body): body
        case .documentAttached(let body): body
        case .documentRemoved(let body): body
        case .reminderSet(let body): body
        case .reminderDone(let body): body
        case .orderQuoted(let body): body
        case .orderPlaced(let body): body
        case .orderChanged(let body): body
        case .orderReserved(let body): body
        case .orderReleased(let body): body
        case .orderDepositTaken(let body): body
        case .orderReady(let body): body
        case .orderHandedOver(let body): body
        case .orderSettled(let body): body
        case .orderCancelled(let body): body
        case .priceSet(let body): body
        case .discountRuleDefined(let body): body
        case .discountGranted(let body): body
        case .couponIssued(let body): body
        case .couponReserved(let body): body
        case .couponRedeemed(let body): body
        case .couponReleased(let body): body
        case .couponCancelled(let body): body
        case .giftCardIssued(let body): body
        case .giftCardCredited(let body): body
        case .giftCardReserved(let body): body
        case .giftCardCaptured(let body): body
        case .giftCardReleased(let body): body
        case .giftCardBlocked(let body): body
        case .giftCardUnblocked(let body): body
        case .giftCardExpired(let body): body
        case .pointsEarned(let body): body
        case .pointsReserved(let body): body
        case .pointsBurned(let body): body
        case .pointsReleased(let body): body
        case .pointsReversed(let body): body
        case .pointsExpired(let body): body
        case .pointsAdjusted(let body): body
        case .paymentInitiated(let body): body
        case .paymentCaptured(let body): body
        case .paymentDeclined(let body): body
        case .paymentUnknown(let body): body
        case .paymentRefunded(let body): body
        case .accountPaid(let body): body
        case .accountAdjusted(let body): body
        case .unknown, .unreadable: nil
        }
    }

    /// When, by whom, why: what every fact may say.
    package var circumstances: Circumstances? { body?.circumstances }
}
