extension FactLabels {
    static let customerMembers = """
        person:name | სახელი | Name
        person:taxNumber | საიდენტიფიკაციო ან პირადი ნომერი | Tax number or personal number
        person:otherAddresses | სხვა მისამართები | Other addresses
        otherAddresses.purpose | დანიშნულება | What for
        person:contacts | საკონტაქტო პირები | Contact persons
        contacts.name | სახელი და გვარი | Name
        contacts.post | თანამდებობა | Post
        contacts.phone | ტელეფონი | Phone
        contacts.email | ელფოსტა | E-mail
        person:phone | ტელეფონი | Phone
        person:email | ელფოსტა | E-mail
        person:birthday | დაბადების დღე | Birthday
        person:note | შენიშვნა | Note
        person:cards | ბარათები | Cards
        person:personalFields | საკუთარი პირადი ველები | Own personal fields
        customer:kind | ვინ არის | Person or organisation
        consents | თანხმობები | Consents
        consents.kind | რაზე | To what
        consents.given | თანახმაა | Agrees
        with | იგივე პირი | The same person as
        creditLimit | საკრედიტო ლიმიტი | Credit limit
        startedAt | დაიწყო | Began
        endedAt | დასრულდა | Ended
        asset | რაზე მუშაობდნენ | Worked on
        services | მომსახურება | Services
        document:entity | რისია | Belongs to
        document:entity.kind | რისია | Belongs to
        reminder:entity | რის შესახებ | About
        reminder:entity.kind | რის შესახებ | About
        entity.id | კოდი | Its code
        document:title | სათაური | Title
        mediaType | ფაილის ტიპი | Media type
        byteCount | ზომა (ბაიტი) | Size (bytes)
        sha256 | SHA-256 ჯამი | SHA-256
        document:place | სად ინახება | Where it is kept
        reminder | შეხსენება | Reminder
        dueAt | როდის | Due
        role | როლი | Role
        reminder:title | ტექსტი | Text
        everyDays | მეორდება (დღე) | Repeats (days)
        """

    static let customerWords = """
        customer:kind.person | ფიზიკური პირი | person
        customer:kind.organisation | ორგანიზაცია | organisation
        standard | სტანდარტი | standard
        silver | ვერცხლი | silver
        gold | ოქრო | gold
        consents.kind.sms | SMS შეტყობინებები | SMS
        consents.kind.email | ელფოსტა | e-mail
        consents.kind.call | ზარები | calls
        consents.kind.profiling | შენაძენის ანალიზი | analysis of purchases
        """
}
