extension FactLabels {
    static let shopMembers = """
        cash | ნაღდი ფული | Cash
        denominations | კუპიურები და მონეტები | Notes and coins
        denominations.value | ნომინალი | Value
        denominations.count | ცალი | Pieces
        movement | მოძრაობის კოდი | Movement
        counterpart | საიდან ან სად | Other side
        bag | ინკასაციის ჩანთა | Cash bag
        cash:account | დანიშნულება | What for
        declared | დათვლილი | Counted
        expected | მოსალოდნელი | Expected
        overShort | ნამეტი ან დანაკლისი | Over or short
        start | ნაშთი ცვლის დასაწყისში | At the start
        cash.tenders | ნაღდით გადახდილი | Paid in cash
        floats | დამატებული ხურდა | Change added
        paidIn | შემოტანილი | Paid in
        paidOut | გატანილი | Paid out
        removals | ამოღებული | Removed
        drops | სეიფსა და ბანკში ჩაბარებული | Dropped to safe and bank
        firstSequence | პირველი ჩანაწერის ნომერი | No. of the first record
        lastSequence | ბოლო ჩანაწერის ნომერი | No. of the last record
        grandTotal | დაგროვებული ჯამი | Grand total
        previousGrandTotal | დაგროვებული ჯამი ცვლამდე | Grand total before
        counts | ცვლის მაჩვენებლები | Counts
        counts.receipts | ჩეკები | Receipts
        counts.returns | დაბრუნებები | Returns
        counts.returnsAmount | დაბრუნებული თანხა | Returned amount
        counts.voids | გაუქმებები | Voids
        counts.voidsAmount | გაუქმებული თანხა | Voided amount
        counts.cancelled | დაუსრულებელი გაუქმებული ჩეკები | Cancelled receipts
        counts.suspended | გადადებული ჩეკები | Receipts put aside
        counts.noSales | უჯრის გაღება გაყიდვის გარეშე | Drawer openings without a sale
        counts.training | სასწავლო ჩეკები | Training receipts
        discounts | ფასდაკლებები | Discounts
        cashRounding | ნაღდის დამრგვალება | Cash rounding
        cashRounding.id | ნაღდის დამრგვალების კოდი | Cash rounding
        cashRounding.step | დამრგვალების ბიჯი (თეთრი) | Rounded to (minor units)
        cashRounding.mode | დამრგვალების მიმართულება | Rounded
        cashRounding.ties | ზუსტად შუაში | When halfway
        costMethod | თვითღირებულების მეთოდი | Costing method
        costPool | თვითღირებულების ჯგუფი | Cost pool
        dayStartMinutes | სამუშაო დღის დასაწყისი (წუთი შუაღამიდან) | Business day begins (minutes after midnight)
        returnDays | დაბრუნების ვადა (დღე) | Days to return goods
        blindReturnLimit | უჩეკო დაბრუნების ზღვარი | Limit of returns without a receipt
        offlineGiftCardLimit | სასაჩუქრე ბარათის ზღვარი კავშირის გარეშე | Gift card limit offline
        discountCap | ფასდაკლების ზღვარი | Greatest discount
        customerDiscounts | მომხმარებლის ფასდაკლებები | Customer’s discounts
        burnedPoints | დახარჯული ქულები დაბრუნებისას | Burned points on a return
        legalEntity | იურიდიული პირი | Legal entity
        legalForm | სამართლებრივი ფორმა | Legal form
        vatPayerFrom | დღგ-ის გადამხდელია ამ დღიდან | VAT payer from
        vatPayerTo | დღგ-ის გადამხდელი აღარ არის ამ დღიდან | No VAT payer from
        legalEntity:phone | ტელეფონი | Phone
        legalEntity:email | ელფოსტა | E-mail
        bankAccounts | საბანკო ანგარიშები | Bank accounts
        bankAccounts.iban | ანგარიშის ნომერი (IBAN) | IBAN
        bankAccounts.bank | ბანკი | Bank
        storeGroup | მაღაზიების ჯგუფი | Group of shops
        storePolicy:barcodes | შტრიხკოდი რამდენ პროდუქტს აქვს | A barcode is
        """

    static let shopWords = """
        cash:kind.float | ხურდის დამატება | change added
        cash:kind.paidIn | შემოტანა | paid in
        cash:kind.removal | ამოღება | removal
        cash:kind.safeDrop | სეიფში ჩაბარება | drop to the safe
        cash:kind.bankDrop | ბანკში ჩაბარება | drop to the bank
        cash:kind.paidOut | გატანა | paid out
        cashRounding.mode.nearest | უახლოესისკენ | to the nearest
        down | ქვემოთ | down
        up | ზემოთ | up
        cashRounding.ties.even | ლუწისკენ | to the even one
        costMethod.movingAverage | საშუალო შეწონილი | moving average
        costMethod.fifo | FIFO (პირველი შემოსული პირველი გადის) | FIFO
        customerDiscounts.best | მხოლოდ საუკეთესო | only the best
        customerDiscounts.addUp | ჯამდება | add up
        burnedPoints.onceBack | ერთხელ ბრუნდება | come back once
        burnedPoints.never | არ ბრუნდება | never come back
        barcodes.unique | მხოლოდ ერთს | one product’s
        barcodes.shared | შეიძლება რამდენიმეს | shared by several
        """
}
