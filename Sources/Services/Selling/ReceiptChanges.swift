import Events
import JSON

/// What is to be different on a receipt, as whoever corrects it says it: members that are left out stay as they are, `null`
/// clears, lines and tenders are named by their numbers.
enum ReceiptChanges {
    /// The receipt as it shall be. Totals that are not said are those of the lines, where lines are said.
    static func apply(_ changes: JSON, to receipt: Receipt) throws -> JSON {
        var whole = try JSON(parsing: receipt.encoded)
        let said = changes.object ?? []
        for member in said {
            switch member.name {
            case "lines": whole["lines"] = try numbered(member, "line", whole["lines"], changing: line)
            case "tenders":
                let tenders = try numbered(member, "tender", whole["tenders"]) { patch($1, over: $0) }
                // What nobody paid is no tender.
                whole["tenders"] = .array((tenders.array ?? []).filter { $0["amount"] != .int(0) })
            default:
                whole[member.name] =
                    member.value.isNull ? JSON?.none : .some(patch(member.value, over: whole[member.name]))
            }
        }
        if changes["lines"] != nil { total(&whole, said: Set(said.map(\.name))) }
        return whole
    }

    /// JSON Schema of the changes: the receipt's members, of which only the numbers of lines and tenders are needed.
    static var schema: JSON { optional(Receipt.schema, isTop: true) }

    private static func optional(_ schema: JSON, isTop: Bool = false) -> JSON {
        var schema = schema
        if let properties = schema["properties"]?.object {
            let numbers = ["line", "tender"].filter { name in !isTop && properties.contains { $0.name == name } }
            schema["required"] = numbers.isEmpty ? nil : .array(numbers.map { .string($0) })
            schema["properties"] = .object(properties.map { JSON.Member($0.name, optional($0.value)) })
        } else if let items = schema["items"] {
            schema["items"] = optional(items)
        }
        return schema
    }

    /// A line whose money is said anew has the net that follows from it.
    private static func line(_ before: JSON?, _ said: JSON) -> JSON {
        var line = patch(said, over: before)
        if said["net"] == nil, said["gross"] != nil || said["taxes"] != nil { line["net"] = nil }
        return line
    }

    private static func numbered(
        _ member: JSON.Member, _ number: String, _ before: JSON?, changing change: (JSON?, JSON) -> JSON
    ) throws -> JSON {
        var all = before?.array ?? []
        for (index, said) in (member.value.array ?? []).enumerated() {
            guard let wanted = said[number]?.int else {
                throw Refusal.invalid(
                    "changes.\(member.name)[\(index)].\(number)", "required", "\(number) says which one is changed")
            }
            if let place = all.firstIndex(where: { $0[number]?.int == wanted }) {
                all[place] = change(all[place], said)
            } else {
                all.append(change(nil, said))
            }
        }
        return .array(all)
    }

    /// RFC 7396: objects member by member, everything else whole, null takes away.
    private static func patch(_ said: JSON, over before: JSON?) -> JSON {
        guard case .object(let members) = said else { return said }
        var whole: JSON = before.flatMap { $0.object == nil ? nil : $0 } ?? .object([])
        for member in members {
            whole[member.name] =
                member.value.isNull ? JSON?.none : .some(patch(member.value, over: whole[member.name]))
        }
        return whole
    }

    private static func total(_ whole: inout JSON, said: Set<String>) {
        let lines = (whole["lines"]?.array ?? []).filter { $0["kind"]?.string != LineKind.void.rawValue }
        func sum(_ amounts: [Int64?]) -> Int64 { amounts.reduce(0) { $0 &+ ($1 ?? 0) } }
        let taxes = lines.flatMap { $0["taxes"]?.array ?? [] }
        for (name, amount) in [
            ("gross", sum(lines.map { $0["gross"]?.int })), ("discount", sum(lines.map { $0["discount"]?.int })),
            ("tax", sum(taxes.map { $0["amount"]?.int })),
        ] where !said.contains(name) {
            whole[name] = .int(amount)
        }
        if !said.contains("net") { whole["net"] = nil }
        // Of nothing, nothing is paid.
        guard lines.isEmpty else { return }
        if !said.contains("tenders") { whole["tenders"] = nil }
        if !said.contains("rounding") { whole["rounding"] = nil }
    }
}
