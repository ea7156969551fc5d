extension FactLabels {
    static let sellingMembers = """
        receipt.completed:operator | მოლარე | Cashier
        replacement.operator | მოლარე | Cashier
        training | სასწავლო ჩეკი | Training receipt
        channel | არხი | Channel
        channels | არხები | Channels
        visit | ვიზიტი | Visit
        taxPolicy | დაბეგვრის წესი | Tax policy
        taxPolicy.id | დაბეგვრის წესის კოდი | Tax policy
        taxPolicy.inclusive | ფასში გადასახადი შედის | Prices include tax
        taxPolicy.per | რაზე მრგვალდება გადასახადი | Tax is rounded per
        roundingPolicy | დამრგვალების წესი | Rounding policy
        pipelineVersion | ფასის გამოთვლის ვერსია | Pricing version
        fiscal | ფისკალური მონაცემები | Fiscal data
        fiscal.device | ფისკალური აპარატი | Fiscal device
        fiscal.number | ფისკალური ნომერი | Fiscal number
        fiscal.sign | ფისკალური ნიშანი | Fiscal sign
        gross | სულ დღგ-ით | With tax
        net | დღგ-ის გარეშე | Without tax
        tax | დღგ | Tax
        discount | ფასდაკლება | Discount
        rounding | დამრგვალება | Rounding
        listPrice | საწყისი ფასი | List price
        priceFact | ფასის ჩანაწერი | Record of the price
        barcode | შტრიხკოდი | Barcode
        condition | საქონლის მდგომარეობა | Condition of the goods
        lines.original | თავდაპირველი სტრიქონი | Original line
        original.receipt | თავდაპირველი ჩეკი | Original receipt
        original.line | თავდაპირველი ჩეკის სტრიქონი | Line of the original receipt
        salespeople | გამყიდველები | Salespeople
        taxes | გადასახადები | Taxes
        taxes.code | გადასახადი | Tax
        taxes.rate | განაკვეთი | Rate
        taxes.base | დასაბეგრი თანხა | Taxable amount
        grants | ფასდაკლებები და მიზეზები | Discounts and their reasons
        grant | ფასდაკლების კოდი | Grant
        base | საბაზო თანხა | Base
        tenders | გადახდა | Paid with
        tenders.tender | გადახდის ნომერი | No.
        tenders.kind | საშუალება | Means
        tenders.serial | ბარათის ნომერი | Card number
        rate | სავალუტო კურსი | Exchange rate
        rate.id | კურსის კოდი | Code of the rate
        rate.numerator | კურსის მრიცხველი | Rate, numerator
        rate.denominator | კურსის მნიშვნელი | Rate, denominator
        foreignAmount | თანხა უცხოურ ვალუტაში | Amount in the foreign currency
        baseAmount | თანხა ძირითად ვალუტაში | Amount in the base currency
        originalTender | თავდაპირველი გადახდა | Original payment
        originalTender.receipt | თავდაპირველი გადახდის ჩეკი | Receipt of the original payment
        originalTender.tender | თავდაპირველი გადახდის ნომერი | No. of the original payment
        replacement | ჩეკი შესწორების შემდეგ | The receipt as it is now
        suspension | გადადებული ჩეკი | Receipt put aside
        basket | კალათა | Basket
        bytes | დაზიანებული ბაიტები | Damaged bytes
        error | შეცდომა | Error
        numbers:from | პირველი ნომერი | First number
        numbers:to | ბოლო ნომერი | Last number
        office | ოფისი | Office
        epoch | ეპოქა | Epoch
        previous | წინა ოფისი | Office before
        instance | სად მუშაობს | Where it runs
        """

    static let sellingWords = """
        lines.kind.sale | გაყიდვა | sale
        lines.kind.return | დაბრუნება | return
        lines.kind.void | გაუქმებული | void
        lines.kind.liability | ვალდებულება | liability
        lines.kind.charge | მომსახურება | charge
        taxPolicy.per.line | სტრიქონზე | line
        taxPolicy.per.receipt | ჩეკზე | receipt
        cash | ნაღდი | cash
        card | ბარათი | card
        giftCard | სასაჩუქრე ბარათი | gift card
        storeCredit | მაღაზიის კრედიტი | store credit
        coupon | კუპონი | coupon
        account | ანგარიში | account
        store | მაღაზია | shop
        web | საიტი | web
        online | საიტი | web
        app | აპლიკაცია | app
        phone | ტელეფონი | phone
        kiosk | თვითმომსახურება | kiosk
        delivery | მიტანა | delivery
        wholesale | საბითუმო | wholesale
        marketplace | სავაჭრო პლატფორმა | marketplace
        """
}
