import Rules

extension Reports {
    /// What people call the columns of a report, by the columns' names: of an entity's what its fields are called. A column that has
    /// no entry here is shown by its own name.
    package static func titles(of report: Report) -> [String: Title] {
        guard let shape = EntityShapes.all.first(where: { $0.report == report.name }) else { return [:] }
        var titles: [String: Title] = [
            column(shape.idName): Title(ka: "კოდი", en: "Code"), "ended": Title(ka: "დასრულებულია", en: "Ended"),
            "since": Title(ka: "ძალაშია", en: "Since"), "until": Title(ka: "ძალაში იყო", en: "Until"),
        ]
        titles[shape.idName] = Title(ka: "კოდი", en: "Code")
        for field in shape.fields + more(shape) {
            let name = column(field)
            guard field.kind == .unitAmount else {
                titles[name] = field.title
                continue
            }
            titles["\(name)_amount"] = field.title
            titles["\(name)_per"] = Title(ka: "\(field.title.ka), რაოდენობა", en: "\(field.title.en), for how much")
        }
        return titles
    }
}
