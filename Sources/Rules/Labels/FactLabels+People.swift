extension FactLabels {
    static let peopleMembers = """
        employee:to | აღარ მუშაობს ამ დღიდან | No longer works from
        roles | როლები | Roles
        post | თანამდებობა | Post
        rights | უფლებები | Rights
        reach | რომელ მაღაზიებში | In which shops
        right | უფლება | Right
        limits | ზღვრები | Limits
        fieldRights | ველები, რომლებსაც ვერ ხედავს ან ვერ ცვლის | Fields not seen or not changed
        fieldRights.access | რა შეუძლია | What they may
        entryRights | მხოლოდ ეს ჩანაწერები | Only these entries
        entryRights.values | რომელი მნიშვნელობები | One of these values
        entryRights.own | მხოლოდ საკუთარი ჩანაწერები | Only their own entries
        field | ველი | Field
        field:entity | რისი ველია | Field of
        type | ტიპი | Type
        choices | ვარიანტები | Choices
        choice | კოდი | Code
        field:reference | რაზე მიუთითებს | Refers to
        sensitivity | ვინ ხედავს | Who sees it
        required | სავალდებულოა | Required
        entity | ცნობარი | Directory
        plural | მრავლობითში | Of several
        plural.ka | მრავლობითში, ქართულად | Of several, in Georgian
        plural.en | მრავლობითში, ინგლისურად | Of several, in English
        entry | ჩანაწერი | Entry
        signIn | შესვლის სახელი | Sign-in name
        signIn:change | რა შეიცვალა | What changed
        employee:change | რა შეიცვალა | What changed
        rolesBefore | როლები მანამდე | Roles before
        token | გასაღები | Token
        token:change | რა შეიცვალა | What changed
        called | სახელი | Called
        writers | წიგნები | Books
        scopes | რას კითხულობს | Reads
        areas | რას წყვეტს | Decides in
        token:until | ძალაშია ამ დრომდე | Valid until
        access | რა იყო | Kind of access
        times | რამდენჯერ | How often
        reports | რა ნახა ან გაიტანა | What was seen or taken out
        reports.report | ანგარიში ან გვერდი | Report or page
        reports.rows | სტრიქონები | Rows
        reports.columns | რით შეირჩა | Picked by
        approval | თანხმობა | Request for approval
        approval:method | ბრძანების სახე | Method
        path | ბრძანების მისამართი | Address
        command | ბრძანება | Command
        seen | რომელი ვერსია ნახა | Version seen
        excess | რა სცდება ზღვარს | What goes beyond the limit
        limitPercent | ზღვარი, პროცენტი | Limit in percent
        limitAmount | ზღვარი, თანხა | Limit in money
        drafts | რა ჩაიწერება | What would be recorded
        drafts.type | ჩანაწერის სახე | Type of record
        drafts.data | ჩანაწერი | Record
        approval:until | გადასაწყვეტია ამ დრომდე | To be decided by
        decision | გადაწყვეტილება | Decision
        """

    static let roleWords = """
        reach.every | ყველა მაღაზიაში | In every shop
        reach.own | მხოლოდ იმ მაღაზიებში, სადაც მუშაობს | Only in the shops where they work
        access.hidden | ვერ ხედავს | Does not see it
        access.read | ხედავს, ვერ ცვლის | Sees it, does not change it
        """

    static let fieldWords = """
        field:type.text | ტექსტი | Text
        field:type.integer | მთელი რიცხვი | Whole number
        field:type.money | თანხა | Money
        field:type.quantity | რაოდენობა | Quantity
        field:type.rate | პროცენტი | Percent
        field:type.boolean | დიახ ან არა | Yes or no
        field:type.date | თარიღი | Date
        field:type.moment | დრო | Date and time
        field:type.choice | არჩევანი | Choice
        field:type.reference | მითითება | Reference
        sensitivity.open | ყველა | Everybody
        sensitivity.cost | ვინც თვითღირებულებას ხედავს | Who sees costs
        sensitivity.personal | ვინც პირად მონაცემებს ხედავს | Who sees personal data
        """

    static let signInWords = """
        signIn:change.added | დაემატა | added
        signIn:change.invited | მოწვევა გაიგზავნა | invited
        signIn:change.accepted | მოწვევა მიიღო | invitation accepted
        signIn:change.passwordResetOffered | ახალი პაროლის ბმული შეიქმნა | link for a new password made
        signIn:change.passwordChanged | პაროლი შეიცვალა | password changed
        signIn:change.rolesChanged | როლები შეიცვალა | roles changed
        signIn:change.disabled | შესვლა აეკრძალა | disabled
        signIn:change.enabled | შესვლა კვლავ დაეშვა | enabled again
        signIn:change.sessionsEnded | სეანსები დასრულდა | sessions ended
        signIn:change.secondFactorSet | მეორე საფეხური ჩაირთო | second factor set up
        signIn:change.secondFactorRemoved | მეორე საფეხური გამოირთო | second factor taken away
        """

    static let pinWords = """
        employee:change.set | PIN მიეცა | set
        employee:change.removed | PIN წაერთვა | taken away
        """

    static let approvalWords = """
        decision.granted | თანხმობა მიეცა | approved
        decision.refused | უარი ეთქვა | refused
        decision.withdrawn | თვითონვე გაიტანა უკან | taken back by whoever asked
        """

    static let tokenWords = """
        token:change.created | გასაღები შეიქმნა | created
        token:change.rotated | გასაღები შეიცვალა ახლით | replaced by a new one
        token:change.revoked | გასაღები გაუქმდა | revoked
        token:kind.till | სალაროს | a till’s
        token:kind.office | ოფისის პროგრამის | an office program’s
        token:kind.import | იმპორტის | an import’s
        token:kind.api | კითხვისთვის | for reading
        """

    static let accessWords = """
        access.signIn | შესვლა | signed in
        access.signInRefused | შესვლა უარყოფილია | sign-in refused
        access.look | პირადი მონაცემების ნახვა | looked at persons
        access.export | მონაცემების გატანა | took data out
        """
}
