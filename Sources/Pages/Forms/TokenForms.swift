import JSON
import Rules
import Services

/// What is done with a token, by who may do that; a form for each kind, since each says other things.
enum TokenForms {
    static let all = TokenKind.allCases.map(new) + [rotate, revoke]

    /// Not `token`, which every form carries against other sites.
    static let token = "tokenId"
    static let store = "store"
    private static let called = "called"
    private static let stores = "stores"
    private static let writers = "writers"
    private static let until = "until"

    static func new(_ kind: TokenKind) -> Form {
        Form(
            id: "token-new-\(kind.rawValue)", title: .text(title(of: kind)), button: .text(.makeToken),
            fields: [Form.Field(name: called, label: .text(.userName), hint: .tokenNameHint, path: "called")]
                + fields(kind) + [
                    Form.Field(
                        name: until, label: .text(.tokenUntil), hint: .tokenUntilHint, kind: .day, isRequired: false,
                        path: "until")
                ],
            page: { _ in Link.newToken(kind.rawValue).segments }, method: "POST", address: { _ in ["tokens"] },
            body: { values in
                var body: JSON = ["kind": .string(kind.rawValue)]
                for name in [called, until] { body[name] = values.json(name) }
                for name in [stores, writers, "scopes", "areas"] { body[name] = said(values, name) }
                if let store = values.json(store) { body[stores] = [store] }
                return body
            },
            shown: TokenScreens.told, next: { _ in Path(.tokens) })
    }

    static func title(of kind: TokenKind) -> Text {
        switch kind {
        case .till: .newTillToken
        case .api: .newReadingToken
        case .office: .newOfficeToken
        case .import: .newImportToken
        }
    }

    private static func fields(_ kind: TokenKind) -> [Form.Field] {
        let someStores = Form.Field(
            name: stores, label: .text(.byShop), hint: .tokenStoresHint,
            kind: .references(EntityShape.store.name), isRequired: false, path: "stores")
        let books = Form.Field(
            name: writers, label: .text(.tokenWriters), hint: kind == .import ? .tokenWritersAny : .tokenWritersHint,
            kind: .texts, path: "writers")
        switch kind {
        case .till:
            return [
                Form.Field(
                    name: store, label: .text(.shop), kind: .reference(EntityShape.store.name), path: "stores"),
                Form.Field(name: writers, label: .text(.tokenTill), hint: .tokenTillHint, path: "writers"),
            ]
        case .api:
            return [
                Form.Field(
                    name: "scopes", label: .text(.tokenScopes),
                    kind: .several(
                        Scope.allCases.map { .init(value: $0.rawValue, caption: .title(Right.read($0).title)) }),
                    path: "scopes"),
                someStores,
            ]
        case .office:
            return [
                books,
                Form.Field(
                    name: "areas", label: .text(.tokenAreas), hint: .tokenAreasHint,
                    kind: .several(
                        Area.allCases.map { .init(value: $0.rawValue, caption: .title(Right.change($0).title)) }),
                    isRequired: false, path: "areas"),
                someStores,
            ]
        case .import: return [books, someStores]
        }
    }

    static let rotate = about(
        "token-rotate", .rotateToken, .rotate, "rotate",
        fields: [
            Form.Field(
                name: "hours", label: .text(.overlapHours), hint: .overlapHoursHint, kind: .number, initial: "24",
                path: "hours")
        ],
        body: { values in ["hours": Int64(values["hours"]).map { .int($0) } ?? .string(values["hours"])] },
        shown: TokenScreens.told)
    static let revoke = about("token-revoke", .revokeToken, .revoke, "revoke")

    private static func about(
        _ id: String, _ title: Text, _ button: Text, _ last: String, fields: [Form.Field] = [],
        body: @escaping @Sendable (Form.Values) -> JSON = { _ in .object([]) },
        shown: (@Sendable (PageRequest, CommandAnswer) -> PageAnswer)? = nil
    ) -> Form {
        Form(
            id: id, title: .text(title), button: .text(button), fields: fields, carried: [token],
            page: { Link.token($0[token]).segments }, method: "POST", address: { ["tokens", $0[token], last] },
            body: body, shown: shown, next: { Path(.token($0[token])) })
    }

    private static func said(_ values: Form.Values, _ name: String) -> JSON? {
        let words = FieldInput.words(values[name])
        return words.isEmpty ? nil : .array(words.map { .string($0) })
    }
}
