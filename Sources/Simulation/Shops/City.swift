import Events

/// A city of Georgia, with streets where a shop may stand.
struct City: Sendable {
    var code: String
    var name: LocalName
    var streets: [LocalName]

    private init(_ code: String, _ name: String, _ streets: String) {
        self.code = code
        self.name = LocalName(pair: name)
        self.streets = tableRows(streets).map { LocalName(pair: $0) }
    }

    /// Where the first shop opens, the second, …; a larger chain goes round again.
    static let growth = [
        "TBS", "TBS", "KUT", "BAT", "TBS", "RUS", "TBS", "ZUG", "TEL", "TBS", "BAT", "GOR", "TBS", "KUT", "POT", "TBS",
        "MTS", "KHA", "BAT", "TBS",
    ]

    static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

    private static let all = [
        City(
            "TBS", "თბილისი|Tbilisi",
            """
            რუსთაველის გამზირი|Rustaveli Avenue; ჭავჭავაძის გამზირი|Chavchavadze Avenue
            აღმაშენებლის გამზირი|Aghmashenebeli Avenue; ვაჟა-ფშაველას გამზირი|Vazha-Pshavela Avenue
            წერეთლის გამზირი|Tsereteli Avenue; ყაზბეგის გამზირი|Kazbegi Avenue; პეკინის გამზირი|Pekini Avenue
            კოსტავას ქუჩა|Kostava Street; ბარნოვის ქუჩა|Barnovi Street; ლეონიძის ქუჩა|Leonidze Street
            ქეთევან წამებულის გამზირი|Ketevan Tsamebuli Avenue; გურამიშვილის გამზირი|Guramishvili Avenue
            """),
        City(
            "KUT", "ქუთაისი|Kutaisi",
            """
            ჭავჭავაძის გამზირი|Chavchavadze Avenue; რუსთაველის გამზირი|Rustaveli Avenue
            თამარ მეფის ქუჩა|Tamar Mepe Street
            """),
        City(
            "BAT", "ბათუმი|Batumi",
            """
            გორგილაძის ქუჩა|Gorgiladze Street; ჭავჭავაძის ქუჩა|Chavchavadze Street
            მელაშვილის ქუჩა|Melashvili Street
            """),
        City(
            "RUS", "რუსთავი|Rustavi",
            "მეგობრობის გამზირი|Megobroba Avenue;კოსტავას გამზირი|Kostava Avenue"),
        City(
            "ZUG", "ზუგდიდი|Zugdidi",
            "რუსთაველის ქუჩა|Rustaveli Street;აღმაშენებლის ქუჩა|Aghmashenebeli Street"),
        City(
            "TEL", "თელავი|Telavi",
            "ერეკლე მეორის გამზირი|Erekle II Avenue;ალაზნის გამზირი|Alazani Avenue"),
        City(
            "GOR", "გორი|Gori",
            "სამეფო ქუჩა|Samepo Street;ჭავჭავაძის ქუჩა|Chavchavadze Street"),
        City(
            "POT", "ფოთი|Poti",
            "აღმაშენებლის ქუჩა|Aghmashenebeli Street;რუსთაველის რკალი|Rustaveli Circle"),
        City(
            "MTS", "მცხეთა|Mtskheta",
            "აღმაშენებლის ქუჩა|Aghmashenebeli Street;არსუკიძის ქუჩა|Arsukidze Street"),
        City(
            "KHA", "ხაშური|Khashuri",
            "რუსთაველის ქუჩა|Rustaveli Street;კოსტავას ქუჩა|Kostava Street"),
    ]
}

/// The rows of this room's tables, which stand behind each other after semicolons or in lines.
func tableRows(_ table: String) -> [Substring] {
    table.split { $0 == ";" || $0.isNewline }.map { $0.drop { $0 == " " } }
}

extension LocalName {
    /// Reads `Georgian|English`, the form of this room's tables.
    init(pair text: some StringProtocol) {
        let parts = text.split(separator: "|")
        self.init(ka: String(parts[0]), en: String(parts[1]))
    }
}
