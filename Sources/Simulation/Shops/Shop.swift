import Events

/// One shop of the chain, with its tills and people.
package struct Shop: Sendable {
    package var id: String
    package var name: LocalName
    package var address: String
    package var tills: Int
    /// How busy it is, against the other shops.
    var size: Int

    package var officeWriter: String { "office-\(id)" }
    package func till(_ number: Int) -> String { "\(id)-t\(number + 1)" }

    /// The first of the people is the manager, who approves.
    var manager: String { "op-\(id)-01" }

    /// Everybody who works there, the manager first.
    var people: [String] {
        (1...tills * 2 + 2).map { "op-\(id)-\($0 < 10 ? "0" : "")\($0)" }
    }

    /// Who sits at a till: two shifts a day, and the same face does not come every day.
    func cashier(till: Int, shift: Int, on day: CalendarDay) -> String {
        let people = tills * 2 + 1
        let person = (till * 2 + shift + Int(day.daysSince1970)) % people
        return "op-\(id)-\(person < 8 ? "0" : "")\(person + 2)"
    }
}

extension Shop {
    /// The shops of a plan: cities in the order in which a chain would grow, streets in theirs.
    static func all(of plan: ChainPlan) -> [Shop] {
        var random = SeededRandom(plan.seed, "shops")
        var built: [String: Int] = [:]
        return (0..<plan.stores).map { index in
            let city = City.byCode[City.growth[index % City.growth.count]]!
            let number = built[city.code, default: 0]
            built[city.code] = number + 1
            let street = city.streets[number % city.streets.count]
            // A second shop in one street is told apart by a number.
            let again = number / city.streets.count
            let suffix = again == 0 ? "" : " \(again + 1)"
            let house = random.between(1...140)
            return Shop(
                id: "\(city.code)-\(number < 9 ? "0" : "")\(number + 1)",
                name: LocalName(
                    ka: "\(city.name.ka!), \(street.ka!)\(suffix)", en: "\(city.name.en!), \(street.en!)\(suffix)"),
                address: "\(city.name.ka!), \(street.ka!) \(house)", tills: random.between(plan.tillsPerStore),
                size: random.between(55...165))
        }
    }
}
