extension FactLabels {
    static let sellingTypes = """
        receipt.completed | გაყიდვის ჩეკი | Receipt
        receipt.corrected | ჩეკი გასწორდა | Receipt corrected
        receipt.suspended | ჩეკი გადაიდო | Receipt put aside
        receipt.resumed | გადადებული ჩეკი გაგრძელდა | Receipt taken up again
        receipt.cancelled | ჩეკი გაუქმდა | Receipt cancelled
        receipt.voided | ჩეკი გაუქმდა გაყიდვის შემდეგ | Receipt voided
        record.damaged | დაზიანებული ჩანაწერი | Damaged record
        numbers.writtenOff | დაკარგული ნომრები ჩამოიწერა | Lost numbers written off
        office.opened | ოფისი გაიხსნა | Office opened
        """

    static let shopTypes = """
        shift.opened | ცვლა გაიხსნა | Shift opened
        shift.suspended | ცვლა შეჩერდა | Shift paused
        shift.resumed | ცვლა გაგრძელდა | Shift resumed
        shift.blindClosed | ცვლა დაიხურა ბრმა დათვლით | Shift closed blind
        shift.closed | ცვლა დაიხურა | Shift closed
        cash.moved | ნაღდი ფულის მოძრაობა | Cash moved
        cash.corrected | ნაღდი ფულის მოძრაობა გასწორდა | Cash movement corrected
        cash.reversed | ნაღდი ფულის მოძრაობა გაუქმდა | Cash movement reversed
        cash.declared | სალაროს ფული დაითვალა | Drawer counted
        drawer.opened | უჯრა გაიღო გაყიდვის გარეშე | Drawer opened without a sale
        zReport.issued | Z-ანგარიში | Z report
        storePolicy.set | მაღაზიის წესები დადგინდა | Shop policy set
        """

    static let goodsTypes = """
        goods.received | საქონლის მიღება | Goods delivered
        goods.returned | საქონელი მომწოდებელს დაუბრუნდა | Goods returned to the supplier
        goods.corrected | საქონლის საბუთი გასწორდა | Goods document corrected
        goods.reversed | საქონლის საბუთი გაუქმდა | Goods document reversed
        transfer.dispatched | საქონელი გაიგზავნა სხვა მაღაზიაში | Goods sent to another shop
        transfer.received | საქონელი მოვიდა სხვა მაღაზიიდან | Goods arrived from another shop
        transfer.discrepancyFound | გადატანისას სხვაობა აღმოჩნდა | Discrepancy found in a transfer
        transfer.closed | გადატანა დასრულდა | Transfer closed
        stock.counted | ინვენტარიზაცია | Stock counted
        stock.writtenOff | საქონლის ჩამოწერა | Goods written off
        cost.corrected | მიღების თვითღირებულება გასწორდა | Cost of a delivery corrected
        landedCost.added | მიღებას დამატებითი ხარჯი დაერიცხა | Landed cost added
        stock.revalued | საქონლის გადაფასება | Stock revalued
        supplier.registered | მომწოდებელი დარეგისტრირდა | Supplier registered
        supplier.changed | მომწოდებლის მონაცემები შეიცვალა | Supplier changed
        supplier.ended | მომწოდებელთან მუშაობა დასრულდა | Supplier ended
        purchaseOrder.placed | შესყიდვის შეკვეთა გაიგზავნა | Purchase order placed
        purchaseOrder.changed | შესყიდვის შეკვეთა შეიცვალა | Purchase order changed
        purchaseOrder.cancelled | შესყიდვის შეკვეთა გაუქმდა | Purchase order cancelled
        purchaseOrder.closed | შესყიდვის შეკვეთა დაიხურა | Purchase order closed
        """

    static let catalogueTypes = """
        store.opened | მაღაზია გაიხსნა | Shop opened
        store.changed | მაღაზიის მონაცემები შეიცვალა | Shop changed
        store.closed | მაღაზია დაიხურა | Shop closed
        legalEntity.defined | იურიდიული პირი განისაზღვრა | Legal entity defined
        legalEntity.ended | იურიდიული პირი დასრულდა | Legal entity ended
        storeGroup.defined | მაღაზიების ჯგუფი განისაზღვრა | Group of shops defined
        storeGroup.ended | მაღაზიების ჯგუფი დაიშალა | Group of shops ended
        till.registered | სალარო დარეგისტრირდა | Till registered
        till.retired | სალარო აღარ გამოიყენება | Till retired
        product.listed | პროდუქტი კატალოგში დაემატა | Product listed
        product.changed | პროდუქტის მონაცემები შეიცვალა | Product changed
        price.set | ფასი დადგინდა | Price set
        discountRule.defined | ფასდაკლების წესი განისაზღვრა | Discount rule defined
        discount.granted | ფასდაკლება მიენიჭა | Discount granted
        """

    static let customerTypes = """
        customer.registered | მომხმარებელი დარეგისტრირდა | Customer registered
        customer.changed | მომხმარებლის მონაცემები შეიცვალა | Customer changed
        customer.merged | ორი მომხმარებელი გაერთიანდა | Customers merged
        customer.unmerged | გაერთიანებული მომხმარებლები გაიყო | Customers told apart again
        customer.erased | მომხმარებლის პირადი მონაცემები წაიშალა | Customer erased
        customer.categorySet | მომხმარებლის კატეგორია დადგინდა | Customer’s category set
        customerCategory.defined | მომხმარებლის კატეგორია განისაზღვრა | Customer category defined
        contract.signed | ხელშეკრულება გაფორმდა | Contract signed
        contract.changed | ხელშეკრულება შეიცვალა | Contract changed
        contract.ended | ხელშეკრულება დასრულდა | Contract ended
        serviceVisit.recorded | მომსახურების ვიზიტი | Service visit
        document.attached | საბუთი დაერთო | Document attached
        document.removed | საბუთი წაიშალა | Document removed
        reminder.set | შეხსენება დაინიშნა | Reminder set
        reminder.done | შეხსენება შესრულდა | Reminder done
        """

    static let orderTypes = """
        order.quoted | შეკვეთაზე ფასი შეთავაზდა | Order quoted
        order.placed | შეკვეთა გაფორმდა | Order placed
        order.changed | შეკვეთა შეიცვალა | Order changed
        order.reserved | საქონელი დარეზერვდა შეკვეთისთვის | Goods reserved for an order
        order.released | შეკვეთის რეზერვი მოიხსნა | Goods of an order released
        order.depositTaken | შეკვეთაზე ავანსი მივიღეთ | Deposit taken on an order
        order.ready | შეკვეთა მზადაა | Order ready
        order.handedOver | შეკვეთა გაიცა | Order handed over
        order.settled | შეკვეთა სრულად დაიხურა | Order settled
        order.cancelled | შეკვეთა გაუქმდა | Order cancelled
        """

    static let loyaltyTypes = """
        coupon.issued | კუპონი გაიცა | Coupon issued
        coupon.reserved | კუპონი დარეზერვდა | Coupon held
        coupon.redeemed | კუპონი გამოიყენეს | Coupon redeemed
        coupon.released | კუპონის რეზერვი მოიხსნა | Hold on a coupon released
        coupon.cancelled | კუპონი გაუქმდა | Coupon cancelled
        giftCard.issued | სასაჩუქრე ბარათი გაიცა | Gift card issued
        giftCard.credited | სასაჩუქრე ბარათი შეივსო | Gift card credited
        giftCard.reserved | სასაჩუქრე ბარათზე თანხა დარეზერვდა | Amount held on a gift card
        giftCard.captured | სასაჩუქრე ბარათით გადაიხადეს | Paid with a gift card
        giftCard.released | სასაჩუქრე ბარათის რეზერვი მოიხსნა | Hold on a gift card released
        giftCard.blocked | სასაჩუქრე ბარათი დაიბლოკა | Gift card blocked
        giftCard.unblocked | სასაჩუქრე ბარათს ბლოკი მოეხსნა | Gift card unblocked
        giftCard.expired | სასაჩუქრე ბარათს ვადა გაუვიდა | Gift card expired
        points.earned | ქულები დაირიცხა | Points earned
        points.reserved | ქულები დარეზერვდა | Points held
        points.burned | ქულები დაიხარჯა | Points burned
        points.released | ქულების რეზერვი მოიხსნა | Hold on points released
        points.reversed | ქულების ოპერაცია გაუქმდა | Points reversed
        points.expired | ქულებს ვადა გაუვიდა | Points expired
        points.adjusted | ქულები ხელით შესწორდა | Points adjusted
        """

    static let moneyTypes = """
        payment.initiated | გადახდა დაიწყო | Payment begun
        payment.captured | თანხა ჩამოიჭრა | Payment captured
        payment.declined | გადახდაზე უარი ითქვა | Payment declined
        payment.unknown | გადახდის შედეგი უცნობია | Outcome of a payment unknown
        payment.refunded | თანხა დაუბრუნდა გადამხდელს | Payment refunded
        account.paid | მომხმარებელმა ვალი დაფარა | Paid on account
        account.adjusted | მომხმარებლის ვალი შეიცვალა | Account adjusted
        account.corrected | ანგარიშის ჩანაწერი გასწორდა | Account entry corrected
        account.reversed | ანგარიშის ჩანაწერი გაუქმდა | Account entry reversed
        exchangeRate.set | სავალუტო კურსი დადგინდა | Exchange rate set
        tenderKind.defined | გადახდის სახე განისაზღვრა | Kind of payment defined
        tax.set | გადასახადი დადგინდა | Tax set
        period.closed | პერიოდი დაიხურა | Period closed
        """

    static let peopleTypes = """
        employee.registered | თანამშრომელი დარეგისტრირდა | Employee registered
        employee.changed | თანამშრომლის მონაცემები შეიცვალა | Employee changed
        employee.left | თანამშრომელი წავიდა სამსახურიდან | Employee left
        employee.erased | თანამშრომლის პირადი მონაცემები წაიშალა | Employee erased
        role.defined | როლი განისაზღვრა | Role defined
        field.defined | საკუთარი ველი განისაზღვრა | Own field defined
        entity.defined | საკუთარი ცნობარი განისაზღვრა | Own directory defined
        entry.recorded | ცნობარში ჩაიწერა | Entry recorded
        entry.ended | ცნობარის ჩანაწერი დასრულდა | Entry ended
        employee.pinChanged | თანამშრომლის PIN შეიცვალა | Employee’s PIN changed
        signIn.changed | სისტემაში შესვლის უფლება შეიცვალა | Sign-in changed
        token.changed | მოწყობილობის გასაღები შეიცვალა | Token changed
        access.recorded | წვდომა აღირიცხა | Access recorded
        approval.requested | თანხმობა მოითხოვეს | Approval asked for
        approval.decided | მოთხოვნილ თანხმობაზე გადაწყდა | Request for approval decided
        """
}
