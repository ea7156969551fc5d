import Events
import Projections

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

    /// A brace with a number that no argument has stays as it is.
    private static func filled(_ text: String, _ arguments: [String]) -> String {
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
        return number + "\u{A0}" + (Self.units[unit].map { self($0) } ?? unit)
    }

    private static let units: [String: Text] = [
        "pcs": .unitPieces, "pc": .unitPieces, "ea": .unitPieces, "kg": .unitKilograms, "g": .unitGrams,
        "l": .unitLitres,
        "m": .unitMetres,
    ]

    /// A word of the facts (`cash`, `return`, …) as people say it; itself where there is none.
    func word(_ code: String, _ known: [String: Text]) -> String { known[code].map { self($0) } ?? code }

    static let tenders: [String: Text] = [
        "cash": .tenderCash, "card": .tenderCard, "giftCard": .tenderGiftCard, "storeCredit": .tenderStoreCredit,
        "coupon": .tenderCoupon, "account": .tenderAccount,
    ]
    static let lineKinds: [String: Text] = [
        "sale": .lineSale, "return": .lineReturn, "void": .lineVoid, "liability": .lineLiability, "charge": .lineCharge,
    ]
    static let movements: [String: Text] = [
        "delivery": .movementDelivery, "uncosted": .movementDelivery, "sale": .lineSale, "return": .lineReturn,
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
        "trade": .modelTrade, "catalogue": .modelCatalogue, "completeness": .menuCompleteness,
        "dossiers": .modelDossiers,
    ]
}
