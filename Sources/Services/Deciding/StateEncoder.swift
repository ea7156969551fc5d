import Events
import JSON

/// A state as JSON, its members in the order of their names' bytes.
///
/// Foundation's encoder keeps an object's members by Swift's `String`, which takes canonically equivalent names for one, and
/// ids are names here.
struct StateEncoder {
    static func encode(_ state: some Encodable) throws -> JSON { try Node(of: state, at: []).json }
}

/// A value that is being written, by whichever containers its type asks for.
private final class Node: Encoder {
    private enum Content {
        case value(JSON)
        case members(ByID<Node>)
        case elements([Node])
    }

    private var content = Content.value(.object([]))
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(at path: [any CodingKey]) { codingPath = path }

    init(of value: some Encodable, at path: [any CodingKey]) throws {
        codingPath = path
        try write(value)
    }

    var json: JSON {
        switch content {
        case .value(let json): json
        case .members(let members): .object(members.sorted.map { JSON.Member($0.id, $0.value.json) })
        case .elements(let elements): .array(elements.map(\.json))
        }
    }

    var count: Int { if case .elements(let elements) = content { elements.count } else { 0 } }

    func write(_ value: some Encodable) throws {
        switch value {
        case let text as String: content = .value(.string(text))
        case let bool as Bool: content = .value(.bool(bool))
        case let number as any BinaryInteger:
            guard let exact = Int64(exactly: number) else { throw invalid(value, "64 bits do not hold it") }
            content = .value(.int(exact))
        case is any BinaryFloatingPoint: throw invalid(value, "a state counts in integers")
        default: try value.encode(to: self)
        }
    }

    private func invalid(_ value: Any, _ why: String) -> EncodingError {
        .invalidValue(value, .init(codingPath: codingPath, debugDescription: why))
    }

    func writeNull() { content = .value(.null) }

    func member(_ key: some CodingKey) -> Node {
        let node = Node(at: codingPath + [key])
        var members = if case .members(let members) = content { members } else { ByID<Node>() }
        // Held once, it is not copied.
        content = .value(.null)
        members[key.stringValue] = node
        content = .members(members)
        return node
    }

    func element() -> Node {
        let node = Node(at: codingPath)
        var elements = if case .elements(let elements) = content { elements } else { [Node]() }
        content = .value(.null)
        elements.append(node)
        content = .elements(elements)
        return node
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Members(node: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .elements = content {} else { content = .elements([]) }
        return Elements(node: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: self) }

    private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let node: Node
        var codingPath: [any CodingKey] { node.codingPath }

        func encodeNil(forKey key: Key) { node.member(key).writeNull() }
        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try node.member(key).write(value) }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> { node.member(key).container(keyedBy: type) }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            node.member(key).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { node }
        func superEncoder(forKey key: Key) -> any Encoder { node.member(key) }
    }

    private struct Elements: UnkeyedEncodingContainer {
        let node: Node
        var codingPath: [any CodingKey] { node.codingPath }
        var count: Int { node.count }

        func encodeNil() { node.element().writeNull() }
        func encode<Value: Encodable>(_ value: Value) throws { try node.element().write(value) }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            node.element().container(keyedBy: type)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { node.element().unkeyedContainer() }
        func superEncoder() -> any Encoder { node.element() }
    }

    private struct Single: SingleValueEncodingContainer {
        let node: Node
        var codingPath: [any CodingKey] { node.codingPath }

        func encodeNil() { node.writeNull() }
        func encode<Value: Encodable>(_ value: Value) throws { try node.write(value) }
    }
}
