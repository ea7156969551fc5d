import Events
import Queries
import Rules

/// Everything that depends on the reader's language, in the hands of a screen.
struct Words {
    let language: Language

    var numbers: Numbers { Numbers(language: language) }
    var dates: Dates { Dates(language: language) }

    func callAsFunction(_ text: Text) -> String { text.said(in: language) }

    /// The text with `{1}`, `{2}`… replaced.
    func callAsFunction(_ text: Text, _ arguments: String...) -> String {
        Self.filled(text.said(in: language), arguments)
    }

    /// The same with pieces of a page; what stands between them is escaped.
    func html(_ text: Text, _ arguments: HTML...) -> HTML {
        let said = HTML.escaped(text.said(in: language))
        return HTML(raw: Self.filled(said, arguments.map(\.text)))
    }

    /// One language's side of a text.
    static func side(_ text: String, _ language: Language) -> String {
        // By its bytes: to tell characters apart took most of a page's time.
        let both = text.utf8
        guard let bar = both.firstIndex(of: UInt8(ascii: "|")) else { return text }
        return language == .ka
            ? String(text[..<both.index(before: bar)]) : String(text[both.index(bar, offsetBy: 2)...])
    }

    /// A brace with a number that no argument has stays as it is.
    static func filled(_ text: String, _ arguments: [String]) -> String {
        let utf8 = text.utf8
        var (filled, rest) = ("", text.startIndex)
        while let open = utf8[rest...].firstIndex(of: UInt8(ascii: "{")),
            let close = utf8[open...].firstIndex(of: UInt8(ascii: "}"))
        {
            let next = utf8.index(after: close)
            filled += text[rest..<open]
            if let number = Int(text[utf8.index(after: open)..<close]), arguments.indices.contains(number - 1) {
                filled += arguments[number - 1]
            } else {
                filled += text[open..<next]
            }
            rest = next
        }
        return filled + text[rest...]
    }

    func name(_ name: ScreenName) -> String { language.name(name) }

    /// A quantity with its unit, where it has one.
    func quantity(_ thousandths: Int64, _ unit: String?) -> String {
        let number = numbers.quantity(thousandths)
        guard let unit, !unit.isEmpty else { return number }
        return number + "\u{A0}" + self.unit(unit)
    }

    /// A unit as people write it; itself where the house does not know it.
    func unit(_ code: String) -> String { word(code, Self.units) }

    /// By what people write and by UN/ECE Recommendation 20's codes.
    private static let units: [String: Text] = [
        "pcs": .unitPieces, "pc": .unitPieces, "ea": .unitPieces, "C62": .unitPieces, "H87": .unitPieces,
        "EA": .unitPieces,
        "PCE": .unitPieces, "kg": .unitKilograms, "KGM": .unitKilograms, "g": .unitGrams, "GRM": .unitGrams,
        "l": .unitLitres, "LTR": .unitLitres, "ml": .unitMillilitres, "MLT": .unitMillilitres, "m": .unitMetres,
        "MTR": .unitMetres, "cm": .unitCentimetres, "CMT": .unitCentimetres, "m2": .unitSquareMetres,
        "MTK": .unitSquareMetres, "m3": .unitCubicMetres, "MTQ": .unitCubicMetres, "box": .unitBoxes, "BX": .unitBoxes,
        "pack": .unitPacks, "PK": .unitPacks, "pair": .unitPairs, "PR": .unitPairs, "bottle": .unitBottles,
        "BO": .unitBottles, "HUR": .unitHours, "h": .unitHours,
    ]

    /// What a till is called: a number alone is a till's number.
    func till(_ name: String) -> String {
        !name.isEmpty && name.allSatisfy(\.isNumber) ? self(.till) + "\u{A0}" + name : name
    }

    /// A word as people say it; itself where there is none.
    func word(_ code: String, _ known: [String: Text]) -> String { known[code].map { self($0) } ?? code }

    /// A word that a member of facts holds (`cash`, of `tenders.kind`) as people say it; itself where the house does not know it.
    func word(_ code: String, of member: String) -> String {
        FactWords.title(of: code, in: member).map { self($0) } ?? code
    }

    static let movements: [String: Text] = [
        "delivery": .movementDelivery, "uncosted": .movementDelivery,
        "dispatch": .movementDispatch, "arrival": .movementArrival, "writeOff": .movementWriteOff,
        "vendorReturn": .movementVendorReturn, "count": .movementCount, "revaluation": .movementRevaluation,
        "reversal": .movementReversal,
    ]
    static let references: [String: Text] = [
        "supplier": .referenceSupplier, "store": .referenceStore, "discountRule": .referenceRule,
        "price": .referencePrice, "contract": .referenceContract,
    ]
    static let processes: [String: Text] = [
        "door": .processDoor, "office": .processOffice, "worker": .processWorker,
    ]
    static let models: [String: Text] = [
        "trade": .modelTrade, "completeness": .menuCompleteness,
        "dossiers": .modelDossiers, "entities": .directories,
        "audit": .menuAudit,
    ]
}
