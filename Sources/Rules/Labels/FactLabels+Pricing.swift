extension FactLabels {
    static let pricingMembers = """
        price | ფასი | Price
        price:price | ფასის კოდი | Code of the price
        price:amount | ფასი | Price
        price:from | მოქმედებს ამ დროიდან | Holds from
        minimumQuantity | მინიმალური რაოდენობა | Least quantity
        minimumAmount | მინიმალური თანხა | Least amount
        discountRule:from | მოქმედებს ამ დროიდან | Holds from
        discountRule:stage | გამოთვლის ეტაპი | Stage
        discountRule:mode | სხვა წესებთან ერთად | Beside other rules
        priority | რიგი | Priority
        conditions | პირობები | Conditions
        conditions.coupon | საჭიროა კუპონი | Needs a coupon
        conditions.tenders | გადახდის სახეები | Kinds of payment
        excludedProducts | პროდუქტები გამონაკლისად | Products left out
        excludedCategories | კატეგორიები გამონაკლისად | Categories left out
        turnover | ბრუნვა | Turnover
        turnover.window | ბრუნვის პერიოდი | Turnover within
        turnover.days | ბრუნვის დღეები | Days of turnover
        turnover.minimum | ბრუნვა არანაკლებ | Turnover of at least
        turnover.below | ბრუნვა ნაკლები | Turnover below
        hours | საათები | Hours
        weekday | კვირის დღე | Weekday
        fromMinute | დასაწყისი (წუთი შუაღამიდან) | From (minutes after midnight)
        toMinute | დასასრული (წუთი შუაღამიდან) | Until (minutes after midnight)
        groups | ჯგუფები | Groups
        group | ჯგუფი | Group
        effects | რას იძლევა | What it gives
        effects.points | ქულა ერთ თეთრზე | Points a minor unit
        discountRule:limits | ზღვრები | Limits
        amountPerReceipt | უდიდესი ფასდაკლება ერთ ჩეკზე | Most on one receipt
        usesPerReceipt | რამდენჯერ ერთ ჩეკზე | Uses on one receipt
        usesPerCustomer | რამდენჯერ ერთ მომხმარებელზე | Uses of one customer
        needsApprover | საჭიროებს დადასტურებას | Needs approval
        needsReason | საჭიროებს მიზეზს | Needs a reason
        discount:from | მოქმედებს ამ დროიდან | Holds from
        """

    static let pricingWords = """
        stage.override | ფასის შეცვლა | price override
        stage.line | სტრიქონი | line
        stage.mixAndMatch | ნაკრები | mix and match
        stage.customer | მომხმარებელი | customer
        stage.receipt | ჩეკი | receipt
        points | ქულები | points
        discountRule:mode.exclusive | მარტო | alone
        discountRule:mode.bestPrice | საუკეთესო ფასი | best price
        discountRule:mode.compound | ემატება | on top of them
        turnover.window.rollingDays | ბოლო დღეები | last days
        turnover.window.month | თვე | month
        turnover.window.year | წელი | year
        turnover.window.lifetime | მთელი დრო | all time
        monday | ორშაბათი | Monday
        tuesday | სამშაბათი | Tuesday
        wednesday | ოთხშაბათი | Wednesday
        thursday | ხუთშაბათი | Thursday
        friday | პარასკევი | Friday
        saturday | შაბათი | Saturday
        sunday | კვირა | Sunday
        effects.kind.setPrice | ფასი | price
        effects.kind.amount | თანხის ფასდაკლება | amount off
        effects.kind.percent | პროცენტული ფასდაკლება | percent off
        effects.kind.bundlePrice | ნაკრების ფასი | bundle price
        promotion | აქცია | promotion
        customerCategory | მომხმარებლის კატეგორია | customer’s category
        manual | მოლარის ფასდაკლება | by the cashier
        personal | პირადი | personal
        tier | საფეხური | tier
        compensation | კომპენსაცია | compensation
        volume | რაოდენობით | for quantity
        employee | თანამშრომლის | for employees
        """
}
