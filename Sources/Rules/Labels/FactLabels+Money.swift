extension FactLabels {
    static let moneyMembers = """
        method | გადახდის საშუალება | Means of payment
        purpose | დანიშნულება | Purpose
        payment:original | თავდაპირველი გადახდა | Original payment
        provider | პროვაიდერი | Provider
        terminal | ტერმინალი | Terminal
        authorization | ავტორიზაციის კოდი | Authorization code
        payment:reference | პროვაიდერის ნომერი | Provider’s number
        payment:code | პასუხის კოდი | Answer code
        fee | პროვაიდერის საკომისიო | Provider’s fee
        settlesOn | ბანკი ჩარიცხავს | Paid out on
        refund | თანხის დაბრუნება | Refund
        settles | რომელ ჩეკებს ფარავს | Receipts it pays for
        dueOn | გადახდის ბოლო დღე | Due on
        account:entry | ანგარიშის ჩანაწერი | Account entry
        exchangeRate:rate | კურსის კოდი | Code of the rate
        exchangeRate:numerator | კურსის მრიცხველი | Numerator
        exchangeRate:denominator | კურსის მნიშვნელი | Denominator
        baseCurrency | რა ვალუტით | In currency
        source | წყარო | Source
        tenderKind:kind | კოდი | Code
        tenderKind:retired | აღარ მიიღება | Not taken any more
        tax:tax | კოდი | Code
        tax:rate | განაკვეთი, % | Rate, %
        period | პერიოდი | Period
        through | ბოლო დახურული დღე | Last closed day
        """

    static let moneyWords = """
        purpose.sale | გაყიდვა | sale
        purpose.deposit | ავანსი | deposit
        refund | თანხის დაბრუნება | refund
        opening | საწყისი ნაშთი | opening balance
        invoice | ინვოისი | invoice
        interest | პროცენტი | interest
        correction | შესწორება | correction
        kind.writeOff | ვალის ჩამოწერა | write-off
        giftCard:kind.topUp | შევსება | top-up
        points:kind.earned | დარიცხული | earned
        points:kind.burned | დახარჯული | burned
        """
}
