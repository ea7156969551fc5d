import Rules

extension Customer {
    /// Who the customer is: made up, and the same each time. Where it is said, it is said sealed.
    package var person: Person {
        var random = SeededRandom(0, "person", number)
        var person = Person()
        person.name = PeoplesNames.pick("customer", number)
        // A prefix that Georgian operators have, and numbers that are nobody's twice.
        person.phone = "+995 5\(String(55_000_000 + number * 7))"
        // A loyalty card's number, from the range that shops number by themselves.
        person.cards = random.happens(percent: 80) ? ["26\(String(10_000_000_000 + number))"] : []
        return person
    }
}

/// Names that people in Georgia have.
enum PeoplesNames {
    /// The same each time for the same one.
    static func pick(_ topic: String, _ number: Int) -> String {
        var random = SeededRandom(0, "names of \(topic)s", number)
        return "\(random.pick(firstNames)) \(random.pick(lastNames))"
    }

    private static let firstNames = [
        "ნინო", "გიორგი", "მარიამ", "დავით", "თამარ", "ლევან", "ანა", "ირაკლი", "ეკა", "ზურაბ", "სალომე", "ვახტანგ",
        "ნათია",
        "ლაშა", "მაია", "გია", "ქეთევან", "თორნიკე", "ელენე", "ბექა", "შორენა", "ნიკა", "ლელა", "ზაზა", "თეონა",
        "ალექსანდრე",
    ]
    private static let lastNames = [
        "ბერიძე", "კაპანაძე", "გელაშვილი", "მაისურაძე", "გიორგაძე", "ლომიძე", "წიკლაური", "ხუციშვილი", "კვარაცხელია",
        "შენგელია",
        "ჯანელიძე", "აბაშიძე", "მჭედლიშვილი", "დოლიძე", "ჩიქოვანი", "წერეთელი", "ფანჯიკიძე", "ლობჟანიძე", "ნოზაძე",
        "ქავთარაძე",
        "ბოლქვაძე", "ცინცაძე", "ხარაძე", "სულაბერიძე", "ღვინიაშვილი", "ტაბატაძე",
    ]
}
