/// The rules of facts (docs/RULES.md) as people say them, by the names that programs know: Georgian and English apart by a
/// bar, as in `Text`.
enum RuleText {
    /// What is wrong, in a few words.
    static let names: [String: String] = receipts.merging(documents) { one, _ in one }.merging(form) { one, _ in one }

    /// The same with what the fact says, `{1}`, and what it should be by the rest of it, `{2}`: of rules about money.
    static let sums: [String: String] = [
        "sum.gross": "ჩეკის ჯამია {1}, სტრიქონებისა — {2} | The receipt’s total is {1}, its lines make {2}",
        "sum.net":
            "დღგ-ის გარეშე წერია {1}, უნდა იყოს {2} | Without tax it says {1}, and {2} is left after tax",
        "sum.discount": "ჩეკის ფასდაკლებაა {1}, სტრიქონებისა — {2} | The receipt’s discount is {1}, its lines’ {2}",
        "sum.grants": "ფასდაკლებაა {1}, მიზეზი კი {2}-ს აქვს | The discount is {1}, and reasons are given for {2}",
        "sum.tax": "ჩეკის დღგ-ა {1}, სტრიქონებისა — {2} | The receipt’s tax is {1}, its lines’ {2}",
        "sum.tenders": "გადახდილია {1}, ჩეკი კი {2}-ია | Payments make {1}, the receipt {2}",
        "line.net":
            "დღგ-ის გარეშე წერია {1}, უნდა იყოს {2} | Without tax it says {1}, and {2} is left after tax",
        "tender.rate": "წერია {1}, კურსით კი გამოდის {2} | It says {1}, and by its rate it is {2}",
    ]

    /// Why a form is refused, where that is said otherwise than of a fact.
    static let refusals: [String: String] = [
        "receiving.surplus":
            "რაღაც იმაზე მეტი მოვიდა, ვიდრე გამოგზავნეს: გამომგზავნი ასწორებს გადატანას, ან სტრიქონი იშლება | More came of something than was sent: the sender corrects the transfer, or the entry is taken back",
        "required": "ეს ველი სავალდებულოა | This is needed",
        "id": "ეს ველი სავალდებულოა, 200 ბაიტამდე | This is needed, up to 200 bytes",
        "store.id": "გამოტოვებისა და „/“-ის გარეშე, 200 ბაიტამდე | No spaces and no “/”, up to 200 bytes",
        "store.chain": "„chain“ თავად ქსელის სახელია; აირჩიეთ სხვა | “chain” is the chain’s own name; choose another",
        "version.differs": "ეს სხვამაც შეცვალა | Somebody else changed it meanwhile",
        "rows.limit":
            "ფორმაში 500 სტრიქონზე მეტი არ ეტევა; დანარჩენი ცალკე დოკუმენტად შეიყვანეთ | A form has at most 500 rows; enter the rest as another document",
        "deposit.amount": "ამდენი აღარ არის გადასახდელი | So much is not left to pay",
        "order.charge": "მიღებულ ავანსზე მეტი ვერ დაკავდება | No more can be kept than was deposited",
        "order.quantity": "ამდენი აღარ არის დასაჯავშნი | So much is not left to be held",
        "order.held": "ამდენი დაჯავშნილი არ არის | So much is not held",
        "order.line":
            "ამ სტრიქონიდან უკვე დაჯავშნილია ან გაცემულია | Some of this line is held or handed over already, or it is of another product",
        "stock.available": "ამდენი თავისუფალი არ არის | So much is not available",
        "purchaseOrder.received": "შეკვეთილის ნაწილი უკვე მოვიდა | Some of it has come already",
        "account.limit": "ანგარიშზე ამდენი არ დაეტევა | The account does not reach so far",
        "account.settled":
            "ამ ჩეკზე ანგარიშზე ამდენი აღარ არის | So much of this receipt does not stand on the account",
        "amount.none": "თანხა ნული ვერ იქნება | An amount is needed",
        "cost.negative": "თვითღირებულება უარყოფითი ვერ იქნება | A cost cannot be negative",
        "giftCard.balance": "ბარათზე ამდენი აღარ არის | So much is not left on the card",
        "payment.amount": "მოთხოვნილი თანხა სხვაა | Another amount was asked for",
        "refund.amount": "დასაბრუნებელი ამდენი აღარ რჩება | So much is not left to give back",
        "supplier.minimumOrder":
            "მომწოდებელი უფრო დიდ შეკვეთას იღებს | The supplier takes greater orders only",
        "transfer.cost": "თვითღირებულებას დავტარი თვითონ ითვლის | Davtari reckons what it cost itself",
        "supplier.unknown": "ასეთი მომწოდებელი არ არის | There is no such supplier",
        "version.needed": "ასეთი უკვე არის; აირჩიეთ სხვა | There is one called so already; choose another",
        "store.currency": "ამ მაღაზიის წიგნი სხვა ვალუტაშია | This shop’s books are in another currency",
        "store.zone": "ამ მაღაზიას სხვა დროის სარტყელი აქვს | This shop is in another time zone",
        "idempotency.other": "ეს ფორმა უკვე გაიგზავნა; სცადეთ თავიდან | This form was sent before; please try again",
        "idempotency.key": "ფორმა მოძველდა; სცადეთ თავიდან | The form was too old; please try again",
        "token.till":
            "სალაროს გასაღები ერთ მაღაზიას და თავის წიგნს ასახელებს | A till’s token names one shop and its own book",
        "token.writers": "დაასახელეთ წიგნები | Name its books",
        "token.writer":
            "წიგნის სახელი: 1-დან 64-მდე A–Z a–z 0–9 . _ - | A book is named by 1 to 64 of A–Z a–z 0–9 . _ -",
        "token.officeWriter":
            "ასე დავტარი თავის წიგნს არქმევს; აირჩიეთ სხვა | Davtari’s own book is called so; choose another",
        "token.elsewhere":
            "ეს წიგნი სხვა მაღაზიის სალაროსია; აირჩიეთ სხვა | This book is a till’s of another shop; choose another",
        "token.reads": "ასეთი გასაღები მხოლოდ კითხულობს | Such a token only reads",
        "token.scopes": "ეს კითხვის გასაღებისთვისაა | This is for tokens that read",
        "token.areas": "ეს ოფისის გასაღებისთვისაა | This is for office tokens",
        "token.name": "1-დან 100 ბაიტამდე | 1 to 100 bytes",
        "token.overlap": "0-დან 168 საათამდე | 0 to 168 hours",
        "token.until": "ეს დრო უკვე გავიდა; აირჩიეთ მომავალი | That is over already; choose a time to come",
        "token.rights":
            "ამ გასაღებს თქვენზე მეტი შეუძლია; შექმნას ის, ვისაც ამდენივე შეუძლია | This token may do more than you; somebody who may do as much has to do this",
        "token.unknown": "ასეთი გასაღები არ არის, ან უკვე გაუქმდა | There is no such token, or it was revoked",
        "token.over":
            "გასაღები უკვე გაუქმდა ან ვადა გაუვიდა; შექმენით ახალი | The token was revoked or is over; make another",
        "signIn.taken": "ეს სახელი უკვე დაკავებულია; აირჩიეთ სხვა | This name is taken; choose another",
        "signIn.name":
            "1-დან 100 ბაიტამდე, თავსა და ბოლოში გამოტოვების გარეშე | 1 to 100 bytes, with no spaces around it",
        "signIn.unknown": "ამ სახელით არავინ შემოდის | Nobody signs in by this name",
        "signIn.disabled": "შესვლა აკრძალულია; ჯერ დაუშვით | The sign-in is disabled; enable it first",
        "signIn.employee": "ამ თანამშრომელს უკვე აქვს შესვლა | This employee has a sign-in already",
        "role.rights":
            "ამ როლს თქვენზე მეტი შეუძლია; მას ის განსაზღვრავს, ვისაც იგივე უფლებები აქვს | This role may do more than you; somebody who may do as much has to define it",
        "employee.works":
            "ვინც მუშაობს, იმის მონაცემები არ იშლება; ჯერ სამსახურიდან წავიდეს | Who works here is not erased; first they leave",
        "pin.digits": "PIN 4-დან 8-მდე ციფრია | A PIN has 4 to 8 digits",
        "pin.easy": "ამ PIN-ს ადვილად გამოიცნობენ; აირჩიეთ სხვა | This PIN is among those that are guessed first",
        "pin.wrong": "PIN არასწორია | The PIN is wrong",
        "pin.wait": "ბევრი არასწორი PIN იყო; სცადეთ ერთ წუთში | Too many PINs were wrong; try again in a minute",
        "pin.needed": "ამ თანამშრომელს PIN აქვს; ისიც უნდა თქვას | This employee has a PIN, and has to say it",
        "rights.limit":
            "სალაროსთან ამდენი არ შეუძლია; ამას ის აკეთებს, ვინც თავისი შესვლით შემოდის | This goes further than they may at a till; somebody who may does it with a sign-in",
        "approver.other":
            "ვინც თანხმდება, ის თავისი შესვლით თანხმდება | Who allows this says so with a sign-in of their own",
        "role.name": "რას ჰქვია ჩანაწერს, ის არ იმალება | What an entry is called is not hidden",
        "role.condition":
            "ამ ველით ჩანაწერები ერთმანეთისგან არ გაირჩევა | Entries are not told apart by this field",
        "field.rights": "თქვენი როლი ამ ველს ვერ ცვლის | Your role does not let you change this field",
        "entry.rights": "თქვენი როლი ამ ჩანაწერს არ სწვდება | Your role does not reach this entry",
        "entry.leaves":
            "ასეთ ჩანაწერს თქვენი როლი ვეღარ მისწვდება | Your role does not reach such an entry; it would be out of your hands",
        "signIn.rights":
            "ამ როლებს თქვენზე მეტი შეუძლია; ამას ის აკეთებს, ვისაც იგივე უფლებები აქვს | These roles may do more than you; somebody who may do as much has to do this",
        "signIn.lastOwner":
            "ეს ბოლო მფლობელია; ჯერ სხვა გახადეთ მფლობელი | This is the last owner who may sign in; make somebody else an owner first",
        "signIn.wait":
            "ბევრი არასწორი ცდა იყო; სცადეთ ნახევარ წუთში | Too many tries were wrong; try again in half a minute",
        "employee.unknown": "ასეთი თანამშრომელი აქ არ მუშაობს | No such employee works here now",
        "role.unknown": "ასეთი როლი არ არის | There is no such role",
        "password.short": "სულ მცირე 8 სიმბოლოა საჭირო | It needs at least 8 characters",
        "password.long":
            "ძალიან გრძელია, ან დაუშვებელ სიმბოლოს შეიცავს | It is too long, or holds a forbidden character",
        "password.common":
            "ამ პაროლს ადვილად გამოიცნობენ; აირჩიეთ სხვა | This is among the passwords that are guessed first; choose another",
        "password.name": "პაროლი სახელს არ უნდა ემთხვეოდეს | It must not be the name itself",
        "password.wrong": "პაროლი არასწორია | The password is wrong",
        "code.wrong":
            "კოდი არასწორია; შეამოწმეთ ტელეფონის საათი და სცადეთ შემდეგი | The code is wrong; check the phone’s clock, and try the next one",
        "secondFactor.set": "უკვე ჩართულია; ჯერ გამორთეთ | It is on already; switch it off first",
        "session.unknown": "ეს სეანსი უკვე დასრულდა | This session has ended already",
        "form.old": "ფორმა მოძველდა; სცადეთ თავიდან | The form was too old; please try again",
        "import.number": "ეს რიცხვი არ არის | This is no number",
        "import.ambiguous":
            "ათასეულია თუ ათწილადი? მიუთითეთ ათწილადის ნიშანი | Thousands or decimals? Say which sign the decimals have",
        "import.decimals":
            "ათწილადის ნიშნები ზედმეტია, ან რიცხვი ძალიან დიდია | It has too many decimals, or is too large",
        "import.digits":
            "Excel-მა ციფრები დაკარგა; ჩაწერეთ ტექსტად | Excel has lost digits of it; write it as a text",
        "import.letters": "აქ ნიშანია, რომელიც ასო არ არის | It holds a sign that is no letter",
        "import.flag": "ჩაწერეთ „კი“ ან „არა“ | Write yes or no",
        "import.choice": "ასეთი ვარიანტი არ არის | There is no such choice",
        "import.day": "ეს თარიღი არ არის; დაწერეთ ასე: 2026-03-01 | This is no day; write it as 2026-03-01",
        "import.reference": "ასეთი არ არის | There is none called so",
        "import.nothing": "არ წერია, რომელს ეხება | Nothing in it says what it is about",
        "import.double": "მეორდება | It stands twice",
    ]

    private static let receipts: [String: String] = [
        "lines.none": "არცერთი სტრიქონი არ არის | There is no line",
        "sum.gross": "ჯამი სტრიქონებს არ ემთხვევა | The total differs from the lines",
        "sum.net": "თანხა დღგ-ის გარეშე არ ემთხვევა | The amount without tax does not add up",
        "sum.discount": "ფასდაკლება სტრიქონებს არ ემთხვევა | The discount differs from the lines",
        "sum.grants": "ფასდაკლება მიზეზებს არ ემთხვევა | The discount differs from its reasons",
        "sum.tax": "დღგ სტრიქონებს არ ემთხვევა | The tax differs from the lines",
        "sum.tenders": "გადახდა ჯამს არ ემთხვევა | The payments differ from the total",
        "line.sign": "რაოდენობის ან თანხის ნიშანი არასწორია | A quantity or an amount has the wrong sign",
        "line.net": "სტრიქონის თანხა დღგ-ის გარეშე არ ემთხვევა | A line’s amount without tax does not add up",
        "line.repeated": "სტრიქონის ნომერი მეორდება | A line number stands twice",
        "price.negative": "ფასი ნულს ქვემოთაა | A price is below zero",
        "required": "საჭირო მონაცემი აკლია | Something that is needed is missing",
        "currency.contradiction": "ვალუტა და თანხა ერთმანეთს არ ეთანხმება | Currency and amount contradict each other",
        "tender.rate": "უცხოური თანხა კურსს არ ემთხვევა | The foreign amount does not match its rate",
        "void.till": "ჩეკი სხვა სალარომ გააუქმა | Another till voided the receipt",
        "void.shift": "ჩეკი სხვა ცვლაში გააუქმეს | The receipt was voided in another shift",
    ]

    private static let documents: [String: String] = [
        "effects.none": "წესი არაფერს იძლევა | The rule gives nothing",
        "tenders.none": "გადახდის სახე არ წერია | No kind of payment is named",
        "rules.none": "წესი არ წერია | No rule is named",
        "product.repeated": "საქონელი ორჯერ წერია | A product stands twice",
        "deposit.repeated": "წინასწარი გადახდა ორჯერ წერია | A deposit stands twice",
        "receipt.repeated": "ჩეკი ორჯერ წერია | A receipt stands twice",
        "group.repeated": "ჯგუფი ორჯერ წერია | A group stands twice",
        "currency.repeated": "ვალუტა ორჯერ წერია | A currency stands twice",
        "tender.repeated": "გადახდის სახე ორჯერ წერია | A kind of payment stands twice",
        "denomination.repeated": "ნომინალი ორჯერ წერია | A denomination stands twice",
        "unit.repeated": "საზომი ერთეული ორჯერ წერია | A unit stands twice",
        "choice.repeated": "ვარიანტი ორჯერ წერია | A choice stands twice",
        "quantity.positive": "რაოდენობა ნულზე მეტი უნდა იყოს | A quantity must be above zero",
        "amount.positive": "თანხა ნულზე მეტი უნდა იყოს | An amount must be above zero",
        "points.positive": "ქულები ნულზე მეტი უნდა იყოს | Points must be above zero",
        "quantity.negative": "რაოდენობა ნულს ქვემოთაა | A quantity is below zero",
        "amount.negative": "თანხა ნულს ქვემოთაა | An amount is below zero",
        "days.negative": "დღეების რიცხვი ნულს ქვემოთაა | A number of days is below zero",
        "size.negative": "ზომა ნულს ქვემოთაა | A size is below zero",
        "count.negative": "დათვლილი ნულს ქვემოთაა | A count is below zero",
        "rate.negative": "განაკვეთი ნულს ქვემოთაა | A rate is below zero",
        "percent.range": "პროცენტი 0-სა და 100-ს შორის უნდა იყოს | A percentage must lie between 0 and 100",
        "interval": "ბოლო დასაწყისზე ადრეა | The end is not after the beginning",
        "minutes": "დრო დღე-ღამეს სცდება | A time lies outside the day",
        "sum.lines": "ნაწილები მთელს არ ემთხვევა | The parts do not make the whole",
        "sum.places": "ადგილების ჯამი დათვლილს არ ემთხვევა | The places do not make what was counted",
        "sum.settles": "ჩეკებზე მეტია გადანაწილებული, ვიდრე გადახდილია | More is settled than was paid",
        "sum.spent": "დახარჯული ქულები არ ემთხვევა | The points spent do not add up",
        "sum.denominations": "ნომინალები თანხას არ ემთხვევა | Coins and notes differ from the amount",
        "denominations.cash": "ნომინალები მხოლოდ ნაღდ ფულს აქვს | Only cash has coins and notes",
        "sum.grandTotal": "საერთო ჯამი წინას არ აგრძელებს | The grand total does not continue the one before",
        "sum.expected": "მოსალოდნელი ნაღდი ფული არ ემთხვევა | The expected cash does not add up",
        "sum.overShort": "ზედმეტობა ან დანაკლისი არ ემთხვევა | Over or short does not add up",
        "scope.ambiguous":
            "ფასი ან მომხმარებლისაა, ან კატეგორიისა | A price is for a customer or for a category, not both",
        "effect.incomplete": "ფასდაკლების მოქმედება დაუსრულებელია | A discount’s effect is incomplete",
        "group.unknown": "ასეთი ჯგუფი არ არის | There is no such group",
        "stage": "ფასდაკლების რიგი არასწორია | A discount’s order is wrong",
        "window": "პერიოდი არასწორია | A period is wrong",
        "merge.self": "მომხმარებელი საკუთარ თავს უერთდება | A customer is merged with themselves",
        "refund.self": "დაბრუნებას საკუთარი ნომერი სჭირდება | A refund needs an id of its own",
        "kit.only": "შემადგენლობა მხოლოდ ნაკრებს აქვს | Only a kit has components",
        "kit.self": "ნაკრები საკუთარ თავს შეიცავს | A kit contains itself",
        "choices": "ვარიანტები მხოლოდ ჩამონათვალის ველს აქვს | Only a field of choices has choices",
        "barcode.checkDigit": "შტრიხკოდის საკონტროლო ციფრი არასწორია | A barcode’s check digit is wrong",
        "taxNumber":
            "საიდენტიფიკაციო ნომერი 9 ციფრია, მეწარმისა 11 | A tax number has 9 digits, a sole trader’s 11",
        "iban": "IBAN არასწორია | The IBAN is wrong",
        "iban.repeated": "ანგარიში ორჯერ წერია | An account stands twice",
        "cleared.unknown": "რაც იშლება, არ იშლება | What is cleared cannot be cleared",
        "tenderKind.own": "გადახდის ასეთი სახე უკვე არის | That kind of payment is there already",
        "sha256": "ფაილის ანაბეჭდი არასწორია | A file’s fingerprint is wrong",
        "document.one": "შესწორება ერთ საბუთს ეხება | A correction is of one document",
        "customer.differs": "მომხმარებელი სხვაა | It is another customer",
        "currency.differs": "ვალუტა სხვაა | It is another currency",
        "foreign.currency": "უცხოური თანხის ვალუტა აკლია | The foreign amount’s currency is missing",
        "field.type": "დამატებითი ველის მნიშვნელობა არასწორია | A field has the wrong kind of value",
        "field.unknown": "ასეთი დამატებითი ველი არავის შეუქმნია | Nobody has defined such a field",
    ]

    /// How a program writes, not what it says.
    private static let form: [String: String] = [
        "string": "ტექსტი არასწორად წერია | A text is written wrongly",
        "text.nul": "ტექსტში დაუშვებელი სიმბოლოა | A text holds a forbidden character",
        "integer": "რიცხვი არასწორად წერია | A number is written wrongly",
        "integer.fraction": "წილადია, სადაც მთელი რიცხვია საჭირო | A fraction stands where a whole number belongs",
        "integer.range": "რიცხვი ძალიან დიდია ან მცირე | A number is too great or too small",
        "boolean": "„კი“ ან „არა“ უნდა ეწეროს | It should say yes or no",
        "array": "ჩამონათვალი არასწორად წერია | A list is written wrongly",
        "object": "მონაცემი არასწორად წერია | The data are written wrongly",
        "repeated": "ერთი და იგივე ორჯერ წერია | The same thing is said twice",
        "currency": "ასეთი ვალუტა არ არსებობს | There is no such currency",
        "date": "თარიღი არასწორია | A date is wrong",
        "instant": "დრო არასწორია | A time is wrong",
        "zone": "დროის სარტყელი არასწორია | A time zone is wrong",
        "choice": "ასეთი მნიშვნელობა არ არის | There is no such choice",
        "id": "იდენტიფიკატორი არასწორია | An id is wrong",
        "factId": "მოვლენის ნომერი არასწორია | An event’s number is wrong",
        "envelope": "მოვლენის თავი ვერ იკითხება | The event’s head cannot be read",
    ]

    /// Whether a rule is about how a program writes: then nobody at the till can mend it.
    static func isOfForm(_ rule: String) -> Bool { form[rule] != nil }
}
