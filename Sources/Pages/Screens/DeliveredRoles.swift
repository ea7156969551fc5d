import Events
import Queries
import Rules

/// Below the roles that the chain has defined: those that come with the house, each with the way to another version of it.
struct DeliveredRoles {
    let screens: EntityScreens

    var html: HTML {
        get throws {
            let (say, request) = (screens.say, screens.request)
            let defined = try ScreenEntities.names(
                screens.models, of: EntityShape.role.name, DeliveredRole.allCases.map(\.rawValue), at: request.now)
            let rows = DeliveredRole.allCases.filter { defined[$0.rawValue] == nil }.map { role -> [HTML] in
                // Somebody must be able to undo the rest: the owner's stays.
                let change: HTML =
                    role == .owner || !request.may(screens.forms.create)
                    ? "" : Parts.link(Self.change(role), say(.change))
                return ["\(say(role.title))", "\(say.word(role.reach.rawValue, of: "reach"))", rights(role), change]
            }
            let table = Table(
                caption: say(.deliveredRoles),
                columns: [
                    .name(say(EntityShape.role.one)), .text(title("reach")), .text(title("rights")), .moment(""),
                ], rows: rows, kind: "dense")
            return Parts.section(
                "delivered-roles", say(.deliveredRoles), note: "<p class=\"part-note\">\(say(.deliveredRolesMore))</p>",
                table.html)
        }
    }

    private func title(_ path: String) -> String { EntityShape.role.field(path).map { screens.say($0.title) } ?? path }

    /// The form of a new one, filled in with what it says.
    private static func change(_ role: DeliveredRole) -> Path {
        EntityShape.role.page(
            "new",
            query: [
                (EntityForms.code, role.rawValue), ("name-ka", role.title.ka), ("name-en", role.title.en),
                ("reach", role.reach.rawValue), ("rights", role.words.joined(separator: "\n")),
            ])
    }

    private func rights(_ role: DeliveredRole) -> HTML {
        "\(role.words.map(screens.say.right).joined(separator: "; "))"
    }
}
