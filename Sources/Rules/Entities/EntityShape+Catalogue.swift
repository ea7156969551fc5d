import Events

extension EntityShape {
    /// What the chain sells.
    package static let product = EntityShape(
        "product", path: "products", one: Title(ka: "პროდუქტი", en: "Product"),
        many: Title(ka: "პროდუქტები", en: "Products"), area: .catalogue, ProductFacts.self, isPartial: true,
        ending: Title(ka: "ასორტიმენტიდან ამოღება", en: "Take out of the range"),
        over: .word("status", "discontinued", back: "active"), isOfAllShops: true,
        without: ["status"],
        EntityField.Words(
            titles: [
                "name.ka": .nameInGeorgian, "name.en": .nameInEnglish, "kind": .kind,
                "unit": Title(ka: "საბაზო ერთეული", en: "Base unit"),
                "hierarchy": Title(ka: "განყოფილება, კატეგორია, …", en: "Department, category, …"),
                "barcodes": Title(ka: "შტრიხკოდები", en: "Barcodes"), "brand": Title(ka: "ბრენდი", en: "Brand"),
                "taxRate": Title(ka: "დღგ, %", en: "VAT, %"),
                "listPrice": Title(ka: "საცალო ფასი", en: "List price"),
                "defaultCost": Title(ka: "საწყისი თვითღირებულება", en: "Default cost"),
                "tax": Title(ka: "გადასახადი", en: "Tax"),
                "components": Title(ka: "ნაკრების შემადგენლობა", en: "Made of"),
                "components.product": Title(ka: "პროდუქტი", en: "Product"),
                "components.quantity": Title(ka: "რაოდენობა", en: "Quantity"),
                "units": Title(ka: "სხვა ერთეულები", en: "Other units"),
                "units.unit": Title(ka: "ერთეული", en: "Unit"),
                "units.conversion": Title(ka: "რამდენ საბაზო ერთეულს შეიცავს", en: "Base units in one"),
                "units.barcode": Title(ka: "შტრიხკოდი", en: "Barcode"),
                "supplier": Title(ka: "მომწოდებელი", en: "Supplier"),
            ],
            choices: [
                "kind": [
                    "goods": Title(ka: "საქონელი", en: "Goods"), "service": Title(ka: "მომსახურება", en: "Service"),
                    "kit": Title(ka: "ნაკრები", en: "Kit"),
                    "giftCard": Title(ka: "სასაჩუქრე ბარათი", en: "Gift card"),
                ]
            ],
            references: ["tax": "tax", "supplier": "supplier", "components.product": "product"],
            searched: ["name.ka", "name.en", "barcodes", "brand", "units.barcode"], costs: ["defaultCost"],
            presets: ["kind": "goods"], columns: ["listPrice": "list", "defaultCost": "cost"])
    ) { $0.toldOfProduct }

    /// What a product costs from one moment to another.
    package static let price = EntityShape(
        "price", path: "prices", one: Title(ka: "ფასი", en: "Price"), many: Title(ka: "ფასები", en: "Prices"),
        area: .catalogue, PriceSet.self, ending: .end, over: .until("to"), isOfAllShops: true,
        EntityField.Words(
            titles: [
                "product": Title(ka: "პროდუქტი", en: "Product"), "amount": Title(ka: "ფასი", en: "Price"),
                "currency": .currency, "from": .from, "to": .until,
                "customer": Title(ka: "მხოლოდ ამ მომხმარებლისთვის", en: "For this customer only"),
                "customerCategory": Title(ka: "მხოლოდ ამ კატეგორიისთვის", en: "For this category only"),
                "stores": .shopsOrAll,
                "minimumQuantity": Title(ka: "ამ რაოდენობიდან", en: "From this quantity on"),
            ],
            references: [
                "product": "product", "customer": "customer", "customerCategory": "customerCategory", "stores": "store",
            ],
            searched: ["product"], personal: ["customer"])
    ) { $0.toldOfPrice }

    /// By what discounts are given.
    package static let discountRule = EntityShape(
        "discountRule", id: "rule", path: "discount-rules", one: Title(ka: "ფასდაკლების წესი", en: "Discount rule"),
        many: Title(ka: "ფასდაკლების წესები", en: "Discount rules"), area: .catalogue, DiscountRuleDefined.self,
        ending: Title(ka: "შეწყვეტა ახლავე", en: "Stop now"), over: .until("to"), isOfAllShops: true,
        without: ["version"],
        EntityField.Words(
            titles: [
                "name.ka": .nameInGeorgian, "name.en": .nameInEnglish,
                "stage": Title(ka: "რაზე მოქმედებს", en: "Where it applies"),
                "mode": Title(ka: "სხვა წესებთან ერთად", en: "Beside other rules"),
                "priority": Title(ka: "რიგითობა (დიდი — პირველი)", en: "Priority (the highest goes first)"),
                "from": .from, "to": .until, "stores": .shopsOrAll, "currency": .currency,
                "conditions.products": Title(ka: "ამ პროდუქტებზე", en: "On these products"),
                "conditions.categories": Title(ka: "ამ კატეგორიებზე", en: "On these categories of goods"),
                "conditions.brands": Title(ka: "ამ ბრენდებზე", en: "On these brands"),
                "conditions.excludedProducts": Title(ka: "გარდა ამ პროდუქტებისა", en: "But not on these products"),
                "conditions.excludedCategories": Title(
                    ka: "გარდა ამ კატეგორიებისა", en: "But not on these categories of goods"),
                "conditions.customers": Title(ka: "მხოლოდ ამ მომხმარებლებს", en: "For these customers"),
                "conditions.customerCategories": Title(
                    ka: "მხოლოდ ამ კატეგორიის მომხმარებლებს", en: "For customers of these categories"),
                "conditions.channels": Title(ka: "გაყიდვის არხები", en: "Channels"),
                "conditions.tenders": Title(ka: "გადახდის სახეები", en: "Kinds of payment"),
                "conditions.coupon": Title(ka: "კუპონით", en: "With a coupon"),
                "conditions.minimumQuantity": Title(ka: "ამ რაოდენობიდან", en: "From this quantity on"),
                "conditions.minimumAmount": Title(ka: "ამ თანხიდან", en: "From this amount on"),
                "conditions.turnover.window": Title(ka: "ნავაჭრი რა დროში", en: "Turnover within"),
                "conditions.turnover.days": Title(ka: "ბოლო რამდენი დღე", en: "How many days back"),
                "conditions.turnover.minimum": Title(ka: "ნავაჭრი ამ თანხიდან", en: "Turnover from"),
                "conditions.turnover.below": Title(ka: "ნავაჭრი ამ თანხამდე", en: "Turnover below"),
                "conditions.hours": Title(ka: "საათები", en: "Hours"),
                "conditions.hours.weekday": Title(ka: "კვირის დღე", en: "Weekday"),
                "conditions.hours.fromMinute": Title(ka: "რომელი წუთიდან", en: "From minute"),
                "conditions.hours.toMinute": Title(ka: "რომელ წუთამდე", en: "Until minute"),
                "conditions.groups": Title(ka: "საქონლის ჯგუფები", en: "Groups of goods"),
                "conditions.groups.group": Title(ka: "ჯგუფი", en: "Group"),
                "conditions.groups.products": Title(ka: "პროდუქტები", en: "Products"),
                "conditions.groups.categories": Title(ka: "კატეგორიები", en: "Categories"),
                "conditions.groups.quantity": Title(ka: "რაოდენობა", en: "Quantity"),
                "effects": Title(ka: "რას იძლევა", en: "What it gives"),
                "effects.kind": .kind, "effects.group": Title(ka: "რომელ ჯგუფზე", en: "On which group"),
                "effects.percent": Title(ka: "პროცენტი", en: "Percent"),
                "effects.amount": Title(ka: "თანხა", en: "Amount"),
                "effects.price": Title(ka: "ერთეულის ფასი", en: "Price of a unit"),
                "effects.points": Title(ka: "ქულა ერთ თეთრზე", en: "Points a minor unit"),
                "effects.quantity": Title(ka: "რა რაოდენობაზე", en: "On how many"),
                "limits.amountPerReceipt": Title(ka: "ჩეკზე არა უმეტეს თანხისა", en: "At most, a receipt"),
                "limits.usesPerReceipt": Title(ka: "ჩეკზე არა უმეტეს ჯერისა", en: "Times a receipt"),
                "limits.usesPerCustomer": Title(ka: "მომხმარებელზე არა უმეტეს ჯერისა", en: "Times a customer"),
                "needsApprover": Title(ka: "სჭირდება დამდასტურებელი", en: "Needs an approver"),
                "needsReason": Title(ka: "სჭირდება მიზეზი", en: "Needs a reason"),
            ],
            choices: [
                "stage": [
                    "override": Title(ka: "ფასის შეცვლა", en: "Price override"),
                    "line": Title(ka: "ცალკეული პროდუქტი", en: "A line"),
                    "mixAndMatch": Title(ka: "საქონლის კომბინაცია", en: "Mix and match"),
                    "customer": Title(ka: "მომხმარებელი", en: "The customer"),
                    "receipt": Title(ka: "მთელი ჩეკი", en: "The whole receipt"),
                    "coupon": Title(ka: "კუპონი", en: "A coupon"), "points": Title(ka: "ქულები", en: "Points"),
                ],
                "mode": [
                    "exclusive": Title(ka: "მხოლოდ ეს", en: "This one alone"),
                    "bestPrice": Title(ka: "საუკეთესო ფასი", en: "The best price"),
                    "compound": Title(ka: "ემატება სხვებს", en: "On top of others"),
                ],
                "effects.kind": [
                    "setPrice": Title(ka: "ფიქსირებული ფასი", en: "A set price"),
                    "amount": Title(ka: "თანხა", en: "An amount off"),
                    "percent": Title(ka: "პროცენტი", en: "Percent off"),
                    "bundlePrice": Title(ka: "კომპლექტის ფასი", en: "A price for all together"),
                    "points": Title(ka: "ქულები", en: "Points"),
                ],
                "conditions.turnover.window": [
                    "rollingDays": Title(ka: "ბოლო დღეები", en: "The last days"),
                    "month": Title(ka: "თვე", en: "The month"), "year": Title(ka: "წელი", en: "The year"),
                    "lifetime": Title(ka: "სულ", en: "All time"),
                ],
                "conditions.hours.weekday": [
                    "monday": Title(ka: "ორშაბათი", en: "Monday"), "tuesday": Title(ka: "სამშაბათი", en: "Tuesday"),
                    "wednesday": Title(ka: "ოთხშაბათი", en: "Wednesday"),
                    "thursday": Title(ka: "ხუთშაბათი", en: "Thursday"),
                    "friday": Title(ka: "პარასკევი", en: "Friday"), "saturday": Title(ka: "შაბათი", en: "Saturday"),
                    "sunday": Title(ka: "კვირა", en: "Sunday"),
                ],
            ],
            references: [
                "stores": "store", "conditions.products": "product", "conditions.excludedProducts": "product",
                "conditions.customers": "customer", "conditions.customerCategories": "customerCategory",
                "conditions.tenders": "tenderKind", "conditions.groups.products": "product",
            ],
            searched: ["name.ka", "name.en"], personal: ["conditions.customers"],
            presets: ["mode": "bestPrice", "currency": "GEL"])
    ) { $0.toldOfDiscountRule }
}
