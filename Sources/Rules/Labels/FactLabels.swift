/// What people call the types of fact, their members, and the words that members choose from. The one source of these labels:
/// fields of entities have theirs from here too.
enum FactLabels {
    /// By a type's name without its version: `receipt.completed`.
    static let types = Labels(
        sellingTypes, shopTypes, goodsTypes, catalogueTypes, customerTypes, orderTypes, loyaltyTypes, moneyTypes,
        peopleTypes)
    /// By the end of a member's path.
    static let members = Labels(
        everyMember, sellingMembers, shopMembers, goodsMembers, catalogueMembers, customerMembers, orderMembers,
        pricingMembers, loyaltyMembers, moneyMembers, peopleMembers)
    /// By the end of a member's path and, behind a dot, the word: `status.active`, or the word alone.
    static let words = Labels(
        sellingWords, shopWords, goodsWords, catalogueWords, customerWords, orderWords, pricingWords, moneyWords,
        fieldWords, roleWords, signInWords, pinWords, approvalWords, tokenWords, accessWords)
}
