/// A JSON document as a tree, for what is small: answers, problems, facts that we write ourselves.
///
/// Objects keep the order in which they were built. What is large or hot is read with `JSONValue` instead.
package enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Sendable, Equatable {
        package var name: String
        package var value: JSON
        package init(_ name: String, _ value: JSON) { (self.name, self.value) = (name, value) }

        /// By its bytes: to Swift's `String` canonically equivalent names are one.
        fileprivate func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }
    }

    /// Reads a document.
    package init(parsing bytes: [UInt8]) throws {
        self = try JSONParser(capacity: max(bytes.count, 1 << 16)).parse(bytes) { JSON($0) }
    }

    package init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .bool: self = .bool(value.bool ?? false)
        case .integer: self = .int(value.int64 ?? 0)
        case .unsigned, .double: self = .double(value.double ?? 0)
        case .string: self = .string(value.string ?? "")
        case .array: self = .array(value.elements?.map { JSON($0) } ?? [])
        case .object: self = .object(value.members?.map { Member($0.name, JSON($0.value)) } ?? [])
        }
    }

    package subscript(_ name: String) -> JSON? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.first { $0.isNamed(name) }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            let place = members.firstIndex { $0.isNamed(name) }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append(Member(name, value))
            case (nil, nil): break
            }
            self = .object(members)
        }
    }

    package var int: Int64? { if case .int(let value) = self { value } else { nil } }
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var object: [Member]? { if case .object(let value) = self { value } else { nil } }
    package var isNull: Bool { self == .null }

    /// The document as UTF-8, without white space.
    package var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { Member($0.0, $0.1) }) }
    package init(nilLiteral: ()) { self = .null }

    /// A string or null.
    package static func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    /// A number or null.
    package static func number(_ value: Int64?) -> JSON { value.map { .int($0) } ?? .null }
}
