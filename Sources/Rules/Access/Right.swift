import Events

/// What may be allowed: a word of the one vocabulary of rights, written `subject.verb`.
package enum Right: Sendable, Hashable {
    /// Sees figures of a kind, or a kind of column wherever it stands: `sales.read`, `cost.read`.
    case read(Scope)
    /// Is told who a person is, which stands in no read model: `identity.read`.
    case readIdentity
    /// Has the office decide, in an area: `goods.change`.
    case change(Area)
    /// Has the office decide, of one entity only: `supplier.change`, `supplier.end`.
    case act(entity: String, Act)
    /// Writes facts of an area into the log itself: `goods.say`.
    case say(Area)
    /// Writes facts of which this version knows no area: `other.say`.
    case sayOther

    /// Takes lists out as files, or brings spreadsheets: of what it sees and changes in any case, all rows at once.
    case files(FileRight)

    /// What an operator, or an approver, may have a till do: `receipt.void`.
    case atTill(TillRight)

    package enum TillRight: String, Sendable, CaseIterable {
        case sell = "receipt.sell"
        case void = "receipt.void"
        case cancel = "receipt.cancel"
        case correct = "receipt.correct"
        case returnBlind = "return.blind"
        case discountManually = "discount.manual"
        case overridePrice = "price.override"
        case openDrawer = "drawer.open"
    }

    package enum FileRight: String, Sendable, CaseIterable { case export, `import` }

    package enum Act: String, Sendable, CaseIterable { case change, end }
}

extension Right {
    /// Every word there is.
    package static let all: [Right] = allReadings + allDoings + allFiles + allSayings + allAtTills

    static let allReadings: [Right] = Scope.allCases.map { Right.read($0) } + [.readIdentity]
    static let allDoings: [Right] =
        Area.allCases.map { Right.change($0) }
        + EntityShapes.all.flatMap { shape in Act.allCases.map { Right.act(entity: shape.name, $0) } }
    static let allSayings: [Right] = Area.allCases.map { Right.say($0) } + [.sayOther]

    static let allFiles: [Right] = FileRight.allCases.map { Right.files($0) }

    package static let allAtTills: [Right] = TillRight.allCases.map { Right.atTill($0) }

    /// Of these words a person's role is made; what writes into the log itself is for tokens.
    package static let ofPeople: [Right] = allReadings + allDoings + allFiles + allAtTills

    private static func part(_ right: TillRight, _ place: Int) -> String {
        String(right.rawValue.split(separator: ".")[place])
    }

    package var subject: String {
        switch self {
        case .atTill(let right): Self.part(right, 0)
        case .read(let scope): scope.rawValue
        case .readIdentity: "identity"
        case .change(let area), .say(let area): area.rawValue
        case .act(let entity, _): entity
        case .sayOther: "other"
        case .files: "lists"
        }
    }

    package var verb: String {
        switch self {
        case .atTill(let right): Self.part(right, 1)
        case .read, .readIdentity: "read"
        case .change: "change"
        case .act(_, let act): act.rawValue
        case .say, .sayOther: "say"
        case .files(let right): right.rawValue
        }
    }

    /// The right that includes this one: who may change what belongs to goods may also end a supplier.
    package var wider: Right? {
        guard case .act(let entity, _) = self else { return nil }
        return EntityShapes.named(entity).map { Right.change($0.area) }
    }

    /// To write a fact of this type into the log.
    package static func say(fact type: String) -> Right { Area(ofFact: type).map { Right.say($0) } ?? .sayOther }
}

extension Right: CustomStringConvertible {
    package var description: String { "\(subject).\(verb)" }
}
