import Events

extension Fact {
    /// The rules that the fact's content breaks, beside those of receipts and deliveries (`Event.allFaults`). Facts that
    /// are not listed have no rule beyond their form.
    package var brokenRules: [Fault] {
        switch self {
        case .shiftOpened(let fact): ShiftRules.faults(of: fact)
        case .cashMoved(let fact): ShiftRules.faults(of: fact)
        case .cashCorrected(let fact): ShiftRules.faults(of: fact)
        case .cashReversed(let fact): ShiftRules.faults(of: fact)
        case .cashDeclared(let fact): ShiftRules.faults(of: fact)
        case .zReportIssued(let report): ZReportRules.faults(of: report)
        case .storePolicySet(let fact): SettingRules.faults(of: fact)

        case .productListed(let fact), .productChanged(let fact): CatalogueRules.faults(of: fact)
        case .storeChanged(let fact): CatalogueRules.faults(of: fact)
        case .legalEntityDefined(let fact): LegalEntityRules.faults(of: fact)

        case .goodsReturned(let fact): GoodsRules.faults(of: fact)
        case .goodsCorrected(let fact): GoodsRules.faults(of: fact)
        case .goodsReversed(let fact): GoodsRules.faults(of: fact)
        case .transferDispatched(let fact): GoodsRules.faults(of: fact)
        case .transferReceived(let fact): GoodsRules.faults(of: fact)
        case .transferDiscrepancyFound(let fact): GoodsRules.faults(of: fact)
        case .stockCounted(let fact): GoodsRules.faults(of: fact)
        case .stockWrittenOff(let fact): GoodsRules.faults(of: fact)
        case .costCorrected(let fact): GoodsRules.faults(of: fact)
        case .landedCostAdded(let fact): GoodsRules.faults(of: fact)
        case .stockRevalued(let fact): GoodsRules.faults(of: fact)
        case .supplierRegistered(let fact): GoodsRules.faults(of: fact, isWhole: true)
        case .supplierChanged(let fact): GoodsRules.faults(of: fact, isWhole: false)
        case .purchaseOrderPlaced(let fact), .purchaseOrderChanged(let fact): GoodsRules.faults(of: fact)

        case .orderQuoted(let fact), .orderPlaced(let fact), .orderChanged(let fact): OrderRules.faults(of: fact)
        case .orderReserved(let fact): OrderRules.faults(ofGoods: fact.lines)
        case .orderReleased(let fact): OrderRules.faults(ofGoods: fact.lines)
        case .orderReady(let fact): OrderRules.faults(ofGoods: fact.lines, canBeNone: true)
        case .orderDepositTaken(let fact): OrderRules.faults(of: fact)
        case .orderHandedOver(let fact): OrderRules.faults(of: fact)
        case .orderCancelled(let fact): OrderRules.faults(of: fact)

        case .priceSet(let fact): PricingRules.faults(of: fact)
        case .discountRuleDefined(let fact): PricingRules.faults(of: fact)
        case .discountGranted(let fact): PricingRules.faults(of: fact)

        case .couponIssued(let fact): LoyaltyRules.faults(of: fact)
        case .giftCardIssued(let fact): LoyaltyRules.faults(ofAmount: fact.amount)
        case .giftCardCredited(let fact): LoyaltyRules.faults(ofAmount: fact.amount)
        case .giftCardReserved(let fact): LoyaltyRules.faults(ofAmount: fact.amount)
        case .giftCardCaptured(let fact): LoyaltyRules.faults(ofAmount: fact.amount)
        case .giftCardExpired(let fact): LoyaltyRules.faults(ofAmount: fact.amount)
        case .pointsEarned(let fact): LoyaltyRules.faults(of: fact)
        case .pointsReserved(let fact): LoyaltyRules.faults(ofPoints: fact.points)
        case .pointsBurned(let fact): LoyaltyRules.faults(of: fact)
        case .pointsReversed(let fact): LoyaltyRules.faults(ofPoints: fact.points)
        case .pointsExpired(let fact): LoyaltyRules.faults(of: fact)

        case .paymentInitiated(let fact): MoneyRules.faults(of: fact)
        case .paymentCaptured(let fact): MoneyRules.faults(of: fact)
        case .paymentRefunded(let fact): MoneyRules.faults(of: fact)
        case .accountPaid(let fact): MoneyRules.faults(of: fact)
        case .accountAdjusted(let fact): MoneyRules.faults(of: fact)
        case .accountCorrected(let fact): MoneyRules.faults(of: fact)
        case .accountReversed(let fact): MoneyRules.faults(of: fact)

        case .tenderKindDefined(let fact): SettingRules.faults(of: fact)
        case .exchangeRateSet(let fact): SettingRules.faults(of: fact)
        case .taxSet(let fact): SettingRules.faults(of: fact)
        case .periodClosed(let fact): SettingRules.faults(of: fact)

        case .employeeRegistered(let fact), .employeeChanged(let fact): SettingRules.faults(of: fact)
        case .roleDefined(let fact): SettingRules.faults(of: fact)
        case .fieldDefined(let fact): SettingRules.faults(of: fact)
        case .entryRecorded(let fact): SettingRules.faults(of: fact)

        case .customerMerged(let fact): CustomerRules.faults(of: fact)
        case .customerUnmerged(let fact): CustomerRules.faults(of: fact)
        case .contractSigned(let fact): CustomerRules.faults(of: fact, isWhole: true)
        case .contractChanged(let fact): CustomerRules.faults(of: fact, isWhole: false)
        case .serviceVisitRecorded(let fact): CustomerRules.faults(of: fact)
        case .documentAttached(let fact): CustomerRules.faults(of: fact)
        case .reminderSet(let fact): CustomerRules.faults(of: fact)
        default: []
        }
    }
}
