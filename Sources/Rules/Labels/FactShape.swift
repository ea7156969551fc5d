import Events

/// What a type of fact is called, and what its facts may say, with labels.
package struct FactShape: Sendable {
    /// The type's own name where it has no label; a test finds one.
    package let title: Title
    package let members: [MemberShape]

    package init(_ type: FactType) {
        title = FactLabels.types.titles[Self.label(of: type.name)] ?? Title(ka: type.name, en: type.name)
        members = Self.members(of: type.body, Self.label(of: type.name))
    }

    /// nil where this version knows no such type.
    package init?(named name: String) {
        guard let type = FactType.byName[name] else { return nil }
        self.init(type)
    }

    private static func members<Body: FactBody>(of type: Body.Type, _ subject: String) -> [MemberShape] {
        MemberShape.all(of: type, subject)
    }

    /// Its name without its version: all versions of a type are called the same.
    static func label(of type: String) -> String { type.split(separator: ".").dropLast().joined(separator: ".") }
}
