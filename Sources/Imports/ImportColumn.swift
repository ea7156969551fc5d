import Queries
import Rules

/// What a column of a spreadsheet may say of an entity's entries: which one it is, or one of its fields.
package struct ImportColumn: Sendable, Equatable {
    package enum Part: Sendable, Equatable {
        /// Which entry.
        case code
        /// All of a field.
        case whole
        /// How much an amount is for.
        case per
        /// A name in the language of its letters.
        case anyName
    }

    package let part: Part
    /// nil of what is no field by itself.
    package let field: EntityField?
    package let title: Title
    /// As forms and the terminal name it: `code`, `name.ka`, `listPrice`.
    package let name: String
    /// What headings call it, in small letters.
    private let headings: Set<String>

    private init(_ part: Part, _ field: EntityField?, _ name: String, _ title: Title, _ headings: [String]) {
        (self.part, self.field, self.name, self.title) = (part, field, name, title)
        self.headings = Set(([name, title.ka, title.en] + headings).map(Self.plain))
    }

    /// Those of an entity.
    ///
    /// - Parameter fields: those that whoever imports may see.
    package static func all(of shape: EntityShape, _ fields: [EntityField]) -> [ImportColumn] {
        let code = ImportColumn(
            .code, nil, "code", codeTitle, [shape.idName, Reports.column(shape.idName)] + (others["code"] ?? []))
        var all = [code]
        if shape.hasName { all.append(ImportColumn(.anyName, nil, "name", nameTitle, others["name"] ?? [])) }
        for field in fields {
            let column = Reports.column(field)
            let known = (others[field.path] ?? []) + (others["\(shape.name).\(field.path)"] ?? [])
            switch field.kind {
            // A list in a cell, and a figure of two numbers, are for forms.
            case .lines, .ratio, .right, .rights: continue
            case .unitAmount:
                all.append(ImportColumn(.whole, field, field.path, field.title, ["\(column)_amount"] + known))
                all.append(ImportColumn(.per, field, "\(field.path).per", perTitle(field), ["\(column)_per"]))
            default: all.append(ImportColumn(.whole, field, field.path, field.title, [column] + known))
            }
        }
        return all
    }

    package static let codeTitle = Title(ka: "კოდი", en: "Code")
    private static let nameTitle = Title(ka: "სახელი (ენა ასოებით)", en: "Name (language by its letters)")

    package static func perTitle(_ field: EntityField) -> Title {
        Title(ka: "\(field.title.ka), რაოდენობა", en: "\(field.title.en), for how much")
    }

    /// What spreadsheets of others call the same.
    private static let others: [String: [String]] = [
        "code": ["id", "sku", "კოდი (id)", "შიდა კოდი", "код", "артикул"],
        "name": ["name", "სახელი", "დასახელება", "პროდუქტის დასახელება", "product name", "наименование", "название"],
        "barcodes": ["barcode", "ean", "ean13", "gtin", "upc", "შტრიხკოდი", "შტრიხ კოდი", "штрихкод", "штрих-код"],
        "listPrice": ["price", "ფასი", "გასაყიდი ფასი", "retail price", "цена"],
        "defaultCost": ["cost", "თვითღირებულება", "себестоимость"],
        "brand": ["brand", "ბრენდი", "бренд"],
        "price.amount": ["price", "ფასი", "цена"],
        "taxNumber": ["tax id", "tin", "საიდენტიფიკაციო კოდი", "ს/კ", "ს/ნ", "инн"],
        "phone": ["phone", "tel", "telephone", "mobile", "ტელ", "ტელეფონი", "მობილური", "телефон"],
        "email": ["email", "mail", "ელფოსტა", "почта"],
        "currency": ["ვალუტა", "валюта"],
        "unit": ["unit", "ერთეული", "ზომის ერთეული", "единица"],
        "address": ["მისამართი", "адрес"],
    ]

    /// Small letters, one blank between words, nothing of what only marks a heading.
    private static func plain(_ heading: String) -> String {
        heading.lowercased().split(whereSeparator: { $0.isWhitespace || ":*".contains($0) }).joined(separator: " ")
    }

    /// Which columns the headings of a sheet mean, one for each; nil where none. The same is meant once.
    package static func recognised(_ headings: [String], among all: [ImportColumn]) -> [ImportColumn?] {
        var taken: Set<String> = []
        return headings.map { heading in
            let plain = plain(heading)
            guard !plain.isEmpty,
                let found = all.first(where: { !taken.contains($0.name) && $0.headings.contains(plain) })
            else { return nil }
            taken.insert(found.name)
            return found
        }
    }
}
