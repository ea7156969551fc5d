import Events
import Foundation
import JSON

extension Form {
    /// Opens a shop: `PUT /v1/stores/{store}`.
    static let openShop = Form(
        id: "open-shop", title: .text(.stepShop), button: .text(.openShop),
        fields: [
            Field(
                name: "store", label: .text(.shopID), hint: .shopIDHint, path: "store",
                rules: ["store.chain", "store.id", "version.needed"]),
            Field(name: "name-ka", label: .text(.nameInGeorgian), path: "name.ka"),
            Field(name: "name-en", label: .text(.nameInEnglish), isRequired: false, path: "name.en"),
            Field(
                name: "currency", label: .text(.currency), hint: .currencyHint,
                kind: .choice(Currency.codes.map { .init(value: $0) }), initial: Currency.home,
                path: "currency", rules: ["store.currency"]),
            Field(
                name: "zone", label: .text(.timeZone), kind: .suggestions(zones), initial: "Asia/Tbilisi", path: "zone",
                rules: ["store.zone"]),
        ],
        page: { _ in [StartScreen.name] }, method: "PUT",
        address: { ["stores", $0["store"]] },
        body: { values in
            var name: JSON = .object([])
            for language in Language.allCases { name[language.rawValue] = values.json("name-\(language.rawValue)") }
            var body: JSON = ["name": name]
            for member in ["currency", "zone"] { body[member] = values.json(member) }
            return body
        },
        next: { _ in Path(StartScreen.name) })

    static let zones = TimeZone.knownTimeZoneIdentifiers.sorted()
}
