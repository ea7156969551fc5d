extension FactLabels {
    /// What stands in facts of many areas.
    static let everyMember = """
        effectiveAt | ძალაში შედის | Takes effect
        zone | დროის სარტყელი | Time zone
        operator | ვინ ჩაწერა | Recorded by
        approver | ვინ დაადასტურა | Approved by
        reason | მიზეზი | Reason
        causation | რომელმა ჩანაწერმა გამოიწვია | Caused by record
        externalIds | კოდები სხვა პროგრამებში | Ids in other programs
        fields | საკუთარი ველები | Own fields
        sealed | პირადი მონაცემები, დალუქული | Personal data, sealed
        cleared | გასუფთავდა | Cleared
        name | დასახელება | Name
        name.ka | დასახელება ქართულად | Name in Georgian
        name.en | დასახელება ინგლისურად | Name in English
        address | მისამართი | Address
        kind | სახე | Kind
        number | ნომერი | Number
        status | მდგომარეობა | Status
        currency | ვალუტა | Currency
        amount | თანხა | Amount
        quantity | რაოდენობა | Quantity
        unit | ერთეული | Unit
        conversion | გადაყვანა საბაზო ერთეულში | Conversion to the base unit
        percent | პროცენტი | Percent
        share | წილი | Share
        count | რამდენი | How many
        line | სტრიქონი | Line
        lines | სტრიქონები | Lines
        lot | პარტია | Lot
        serial | სერიული ნომერი | Serial number
        version | ვერსია | Version
        revision | შესწორების ნომერი | Revision
        original | თავდაპირველი ჩანაწერი | Original record
        document | საბუთი | Document
        closedThrough | დახურულია ამ დღის ჩათვლით | Closed through
        businessDate | სამუშაო დღე | Business date
        from | პირველი დღე | First day
        to | აღარ მოქმედებს ამ დღიდან | No longer from
        expiresOn | ბოლო დღე | Last day
        expiresAt | ვადა იწურება | Expires
        store | მაღაზია | Shop
        stores | მაღაზიები | Shops
        till | სალარო | Till
        drawer | ფულის უჯრა | Drawer
        shift | ცვლა | Shift
        writer | წიგნი | Book
        product | პროდუქტი | Product
        products | პროდუქტები | Products
        category | კატეგორია | Category
        categories | კატეგორიები | Categories
        components | შემადგენლობა | Components
        supplier | მომწოდებელი | Supplier
        purchaseOrder | შესყიდვის შეკვეთა | Purchase order
        customer | მომხმარებელი | Customer
        customers | მომხმარებლები | Customers
        customerCategory | მომხმარებლის კატეგორია | Customer category
        customerCategories | მომხმარებლის კატეგორიები | Customer categories
        employee | თანამშრომელი | Employee
        employees | თანამშრომლები | Employees
        contract | ხელშეკრულება | Contract
        receipt | ჩეკი | Receipt
        receiptLine | ჩეკის სტრიქონი | Line of the receipt
        order | შეკვეთა | Order
        payment | გადახდა | Payment
        rule | ფასდაკლების წესი | Discount rule
        rules | ფასდაკლების წესები | Discount rules
        inputs | რას დაეყრდნო | What it rested on
        place | ადგილი | Place
        retired | აღარ გამოიყენება | Not used any more
        """
}
