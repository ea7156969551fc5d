/// The members of a receipt's line that most lines lack, in a box of their own: a line without them is half as large to
/// make, to copy and to drop.
package struct LineExtras: Equatable, Sendable {
    /// nil where all are absent.
    fileprivate var members: LineExtraMembers?

    /// As of the line. Who reads many lines where they lie asks here: to ask the line from outside the module copies it.
    package var original: OriginalLine? { members?.original }
    package var components: [Component] { members?.components ?? [] }

    package static func == (one: Self, other: Self) -> Bool {
        one.members === other.members || (one.members ?? .none) == (other.members ?? .none)
    }
}

/// `@unchecked Sendable`: only `Line` changes one, and only while it is the line's alone.
private final class LineExtraMembers: Equatable, @unchecked Sendable {
    static let none = LineExtraMembers()

    var barcode: String?
    var unit: String?
    var conversion: Ratio?
    var priceFact: String?
    var salespeople: [SalesShare] = []
    var lot: String?
    var serial: String?
    var components: [Component] = []
    var original: OriginalLine?
    var condition: String?
    var reason: String?

    init() {}

    init(_ other: LineExtraMembers) {
        barcode = other.barcode
        unit = other.unit
        conversion = other.conversion
        priceFact = other.priceFact
        salespeople = other.salespeople
        lot = other.lot
        serial = other.serial
        components = other.components
        original = other.original
        condition = other.condition
        reason = other.reason
    }

    static func == (one: LineExtraMembers, other: LineExtraMembers) -> Bool {
        one.barcode == other.barcode
            && one.unit == other.unit
            && one.conversion == other.conversion
            && one.priceFact == other.priceFact
            && one.salespeople == other.salespeople
            && one.lot == other.lot
            && one.serial == other.serial
            && one.components == other.components
            && one.original == other.original
            && one.condition == other.condition
            && one.reason == other.reason
    }
}

extension Line {
    package var barcode: String? {
        get { extras.members?.barcode }
        set { if extras.members != nil || newValue != nil { own().barcode = newValue } }
    }
    package var unit: String? {
        get { extras.members?.unit }
        set { if extras.members != nil || newValue != nil { own().unit = newValue } }
    }
    package var conversion: Ratio? {
        get { extras.members?.conversion }
        set { if extras.members != nil || newValue != nil { own().conversion = newValue } }
    }
    package var priceFact: String? {
        get { extras.members?.priceFact }
        set { if extras.members != nil || newValue != nil { own().priceFact = newValue } }
    }
    package var salespeople: [SalesShare] {
        get { extras.members?.salespeople ?? [] }
        set { if extras.members != nil || !newValue.isEmpty { own().salespeople = newValue } }
    }
    package var lot: String? {
        get { extras.members?.lot }
        set { if extras.members != nil || newValue != nil { own().lot = newValue } }
    }
    package var serial: String? {
        get { extras.members?.serial }
        set { if extras.members != nil || newValue != nil { own().serial = newValue } }
    }
    package var components: [Component] {
        get { extras.components }
        set { if extras.members != nil || !newValue.isEmpty { own().components = newValue } }
    }
    package var original: OriginalLine? {
        get { extras.original }
        set { if extras.members != nil || newValue != nil { own().original = newValue } }
    }
    package var condition: String? {
        get { extras.members?.condition }
        set { if extras.members != nil || newValue != nil { own().condition = newValue } }
    }
    package var reason: String? {
        get { extras.members?.reason }
        set { if extras.members != nil || newValue != nil { own().reason = newValue } }
    }

    /// The box, made where there is none, and copied where another line has it too.
    private mutating func own() -> LineExtraMembers {
        if isKnownUniquelyReferenced(&extras.members), let members = extras.members { return members }
        let own = extras.members.map { LineExtraMembers($0) } ?? LineExtraMembers()
        extras.members = own
        return own
    }
}
