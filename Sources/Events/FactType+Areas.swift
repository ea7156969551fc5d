/// The types of fact, by business area: name, who may author it at least, in whose partition it stands.
///
/// A type is never changed so that what was written reads differently: members are added, or a later version is.
extension FactType {
    static let receipts: [FactType] = [
        FactType("receipt.completed.v1", .till, .store, Fact.receiptCompleted),
        FactType("receipt.corrected.v1", .office, .store, Fact.receiptCorrected),
        FactType("receipt.suspended.v1", .till, .store, Fact.receiptSuspended),
        FactType("receipt.resumed.v1", .till, .store, Fact.receiptResumed),
        FactType("receipt.cancelled.v1", .till, .store, Fact.receiptCancelled),
        FactType("receipt.voided.v1", .till, .store, Fact.receiptVoided),
    ]

    /// About a writer's book itself. A damaged record takes the place of any fact, so it goes wherever its writer writes.
    static let book: [FactType] = [
        FactType("record.damaged.v1", .till, .either, Fact.recordDamaged),
        FactType("numbers.writtenOff.v1", .office, .chain, Fact.numbersWrittenOff),
        FactType("office.opened.v1", .office, .chain, Fact.officeOpened),
    ]

    static let shop: [FactType] = [
        FactType("shift.opened.v1", .till, .store, Fact.shiftOpened),
        FactType("shift.suspended.v1", .till, .store, Fact.shiftSuspended),
        FactType("shift.resumed.v1", .till, .store, Fact.shiftResumed),
        FactType("shift.blindClosed.v1", .till, .store, Fact.shiftBlindClosed),
        FactType("shift.closed.v1", .till, .store, Fact.shiftClosed),
        FactType("cash.moved.v1", .till, .store, Fact.cashMoved),
        FactType("cash.corrected.v1", .office, .store, Fact.cashCorrected),
        FactType("cash.reversed.v1", .office, .store, Fact.cashReversed),
        FactType("cash.declared.v1", .till, .store, Fact.cashDeclared),
        FactType("drawer.opened.v1", .till, .store, Fact.drawerOpened),
        FactType("zReport.issued.v1", .till, .store, Fact.zReportIssued),
        FactType("storePolicy.set.v1", .office, .either, Fact.storePolicySet),
    ]

    static let goods: [FactType] = [
        FactType("goods.received.v1", .office, .store, Fact.goodsReceived),
        FactType("goods.returned.v1", .office, .store, Fact.goodsReturned),
        FactType("goods.corrected.v1", .office, .store, Fact.goodsCorrected),
        FactType("goods.reversed.v1", .office, .store, Fact.goodsReversed),
        FactType("transfer.dispatched.v1", .office, .store, Fact.transferDispatched),
        FactType("transfer.received.v1", .office, .store, Fact.transferReceived),
        FactType("transfer.discrepancyFound.v1", .office, .store, Fact.transferDiscrepancyFound),
        FactType("transfer.closed.v1", .office, .store, Fact.transferClosed),
        FactType("stock.counted.v1", .office, .store, Fact.stockCounted),
        FactType("stock.writtenOff.v1", .office, .store, Fact.stockWrittenOff),
        FactType("cost.corrected.v1", .office, .store, Fact.costCorrected),
        FactType("landedCost.added.v1", .office, .store, Fact.landedCostAdded),
        FactType("stock.revalued.v1", .office, .store, Fact.stockRevalued),
        FactType("supplier.registered.v1", .office, .chain, Fact.supplierRegistered),
        FactType("supplier.changed.v1", .office, .chain, Fact.supplierChanged),
        FactType("supplier.ended.v1", .office, .chain, Fact.supplierEnded),
        FactType("purchaseOrder.placed.v1", .office, .store, Fact.purchaseOrderPlaced),
        FactType("purchaseOrder.changed.v1", .office, .store, Fact.purchaseOrderChanged),
        FactType("purchaseOrder.cancelled.v1", .office, .store, Fact.purchaseOrderCancelled),
        FactType("purchaseOrder.closed.v1", .office, .store, Fact.purchaseOrderClosed),
    ]

    static let catalogue: [FactType] = [
        FactType("store.opened.v1", .office, .chain, Fact.storeOpened),
        FactType("store.changed.v1", .office, .chain, Fact.storeChanged),
        FactType("store.closed.v1", .office, .chain, Fact.storeClosed),
        FactType("till.registered.v1", .office, .chain, Fact.tillRegistered),
        FactType("legalEntity.defined.v1", .office, .chain, Fact.legalEntityDefined),
        FactType("legalEntity.ended.v1", .office, .chain, Fact.legalEntityEnded),
        FactType("storeGroup.defined.v1", .office, .chain, Fact.storeGroupDefined),
        FactType("storeGroup.ended.v1", .office, .chain, Fact.storeGroupEnded),
        FactType("till.retired.v1", .office, .chain, Fact.tillRetired),
        FactType("product.listed.v1", .office, .chain, Fact.productListed),
        FactType("product.changed.v1", .office, .chain, Fact.productChanged),
    ]

    static let customers: [FactType] = [
        FactType("customer.registered.v1", .office, .chain, Fact.customerRegistered),
        FactType("customer.changed.v1", .office, .chain, Fact.customerChanged),
        FactType("customer.merged.v1", .office, .chain, Fact.customerMerged),
        FactType("customer.unmerged.v1", .office, .chain, Fact.customerUnmerged),
        FactType("customer.erased.v1", .office, .chain, Fact.customerErased),
        FactType("customer.categorySet.v1", .office, .chain, Fact.customerCategorySet),
        FactType("customerCategory.defined.v1", .office, .chain, Fact.customerCategoryDefined),
        FactType("contract.signed.v1", .office, .chain, Fact.contractSigned),
        FactType("contract.changed.v1", .office, .chain, Fact.contractChanged),
        FactType("contract.ended.v1", .office, .chain, Fact.contractEnded),
        FactType("serviceVisit.recorded.v1", .till, .store, Fact.serviceVisitRecorded),
        FactType("document.attached.v1", .office, .either, Fact.documentAttached),
        FactType("document.removed.v1", .office, .either, Fact.documentRemoved),
        FactType("reminder.set.v1", .office, .either, Fact.reminderSet),
        FactType("reminder.done.v1", .office, .either, Fact.reminderDone),
    ]

    static let orders: [FactType] = [
        FactType("order.quoted.v1", .office, .store, Fact.orderQuoted),
        FactType("order.placed.v1", .office, .store, Fact.orderPlaced),
        FactType("order.changed.v1", .office, .store, Fact.orderChanged),
        FactType("order.reserved.v1", .office, .store, Fact.orderReserved),
        FactType("order.released.v1", .office, .store, Fact.orderReleased),
        FactType("order.depositTaken.v1", .office, .store, Fact.orderDepositTaken),
        FactType("order.ready.v1", .office, .store, Fact.orderReady),
        FactType("order.handedOver.v1", .office, .store, Fact.orderHandedOver),
        FactType("order.settled.v1", .office, .store, Fact.orderSettled),
        FactType("order.cancelled.v1", .office, .store, Fact.orderCancelled),
    ]

    static let pricing: [FactType] = [
        FactType("price.set.v1", .office, .chain, Fact.priceSet),
        FactType("discountRule.defined.v1", .office, .chain, Fact.discountRuleDefined),
        FactType("discount.granted.v1", .till, .either, Fact.discountGranted),
    ]

    /// What is scarce across shops is decided in one place, one after the other, and told to the chain.
    static let loyalty: [FactType] = [
        FactType("coupon.issued.v1", .office, .chain, Fact.couponIssued),
        FactType("coupon.reserved.v1", .office, .chain, Fact.couponReserved),
        FactType("coupon.redeemed.v1", .office, .chain, Fact.couponRedeemed),
        FactType("coupon.released.v1", .office, .chain, Fact.couponReleased),
        FactType("coupon.cancelled.v1", .office, .chain, Fact.couponCancelled),
        FactType("giftCard.issued.v1", .office, .chain, Fact.giftCardIssued),
        FactType("giftCard.credited.v1", .office, .chain, Fact.giftCardCredited),
        FactType("giftCard.reserved.v1", .office, .chain, Fact.giftCardReserved),
        FactType("giftCard.captured.v1", .office, .chain, Fact.giftCardCaptured),
        FactType("giftCard.released.v1", .office, .chain, Fact.giftCardReleased),
        FactType("giftCard.blocked.v1", .office, .chain, Fact.giftCardBlocked),
        FactType("giftCard.unblocked.v1", .office, .chain, Fact.giftCardUnblocked),
        FactType("giftCard.expired.v1", .office, .chain, Fact.giftCardExpired),
        FactType("points.earned.v1", .office, .chain, Fact.pointsEarned),
        FactType("points.reserved.v1", .office, .chain, Fact.pointsReserved),
        FactType("points.burned.v1", .office, .chain, Fact.pointsBurned),
        FactType("points.released.v1", .office, .chain, Fact.pointsReleased),
        FactType("points.reversed.v1", .office, .chain, Fact.pointsReversed),
        FactType("points.expired.v1", .office, .chain, Fact.pointsExpired),
        FactType("points.adjusted.v1", .office, .chain, Fact.pointsAdjusted),
    ]

    static let money: [FactType] = [
        FactType("payment.initiated.v1", .till, .store, Fact.paymentInitiated),
        FactType("payment.captured.v1", .till, .store, Fact.paymentCaptured),
        FactType("payment.declined.v1", .till, .store, Fact.paymentDeclined),
        FactType("payment.unknown.v1", .till, .store, Fact.paymentUnknown),
        FactType("payment.refunded.v1", .till, .store, Fact.paymentRefunded),
        FactType("account.paid.v1", .till, .store, Fact.accountPaid),
        FactType("account.adjusted.v1", .office, .store, Fact.accountAdjusted),
        FactType("account.corrected.v1", .office, .store, Fact.accountCorrected),
        FactType("account.reversed.v1", .office, .store, Fact.accountReversed),
        FactType("exchangeRate.set.v1", .office, .chain, Fact.exchangeRateSet),
        FactType("tenderKind.defined.v1", .office, .chain, Fact.tenderKindDefined),
        FactType("tax.set.v1", .office, .chain, Fact.taxSet),
        FactType("period.closed.v1", .office, .store, Fact.periodClosed),
    ]

    static let people: [FactType] = [
        FactType("employee.registered.v1", .office, .chain, Fact.employeeRegistered),
        FactType("employee.changed.v1", .office, .chain, Fact.employeeChanged),
        FactType("employee.left.v1", .office, .chain, Fact.employeeLeft),
        FactType("employee.erased.v1", .office, .chain, Fact.employeeErased),
        FactType("role.defined.v1", .office, .chain, Fact.roleDefined),
        FactType("field.defined.v1", .office, .chain, Fact.fieldDefined),
        FactType("entity.defined.v1", .office, .chain, Fact.entityDefined),
        FactType("entry.recorded.v1", .office, .chain, Fact.entryRecorded),
        FactType("entry.ended.v1", .office, .chain, Fact.entryEnded),
        FactType("signIn.changed.v1", .office, .chain, Fact.signInChanged),
        FactType("employee.pinChanged.v1", .office, .chain, Fact.pinChanged),
        FactType("token.changed.v1", .office, .chain, Fact.tokenChanged),
        FactType("access.recorded.v1", .office, .chain, Fact.accessRecorded),
        FactType("approval.requested.v1", .office, .chain, Fact.approvalRequested),
        FactType("approval.decided.v1", .office, .chain, Fact.approvalDecided),
    ]
}
