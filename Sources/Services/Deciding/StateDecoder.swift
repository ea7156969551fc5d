import Events
import JSON

/// A state read from JSON as `StateEncoder` or Foundation's encoder wrote it; names are told apart by their bytes.
struct StateDecoder {
    static func decode<State: Decodable>(_ type: State.Type, from json: JSON) throws -> State {
        try Source(json: json, codingPath: []).read(type)
    }
}

/// A value that is being read, by whichever containers its type asks for.
private struct Source: Decoder {
    let json: JSON
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let plain: (any Decodable)?
        switch type {
        case is String.Type: plain = json.string
        case is Bool.Type: plain = json.bool
        case let number as any (FixedWidthInteger & Decodable).Type: plain = json.int.flatMap { exactly(number, $0) }
        case is any BinaryFloatingPoint.Type: throw differs(Value.self)
        default: return try Value(from: self)
        }
        guard let value = plain as? Value else { throw differs(Value.self) }
        return value
    }

    private func exactly<Number: FixedWidthInteger>(_ type: Number.Type, _ value: Int64) -> Number? {
        Number(exactly: value)
    }

    func differs(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "a state has something else here"))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let members = json.object else { throw differs([String: Any].self) }
        return KeyedDecodingContainer(
            Members(members: members, byName: ByID(members.map { ($0.name, $0.value) }), codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let elements = json.array else { throw differs([Any].self) }
        return Elements(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(source: self) }

    private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let members: [JSON.Member]
        let byName: ByID<JSON>
        let codingPath: [any CodingKey]

        var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

        func contains(_ key: Key) -> Bool { byName[key.stringValue] != nil }

        private func source(_ key: Key) throws -> Source {
            guard let json = byName[key.stringValue] else {
                throw DecodingError.keyNotFound(
                    key, .init(codingPath: codingPath, debugDescription: "a state lacks “\(key.stringValue)”"))
            }
            return Source(json: json, codingPath: codingPath + [key])
        }

        func decodeNil(forKey key: Key) throws -> Bool { try source(key).json.isNull }
        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try source(key).read(type)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { try source(key).container(keyedBy: type) }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try source(key).unkeyedContainer()
        }

        func superDecoder() -> any Decoder { Source(json: .object(members), codingPath: codingPath) }
        func superDecoder(forKey key: Key) throws -> any Decoder { try source(key) }
    }

    private struct Elements: UnkeyedDecodingContainer {
        let elements: [JSON]
        let codingPath: [any CodingKey]
        var currentIndex = 0

        var count: Int? { elements.count }
        var isAtEnd: Bool { currentIndex >= elements.count }

        private func here(_ type: Any.Type) throws -> Source {
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(
                    type, .init(codingPath: codingPath, debugDescription: "a state's list ends early"))
            }
            return Source(json: elements[currentIndex], codingPath: codingPath)
        }

        mutating func decodeNil() throws -> Bool {
            guard try here(Never.self).json.isNull else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let value = try here(type).read(type)
            currentIndex += 1
            return value
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> {
            let container = try here(type).container(keyedBy: type)
            currentIndex += 1
            return container
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            let container = try here([Any].self).unkeyedContainer()
            currentIndex += 1
            return container
        }

        mutating func superDecoder() throws -> any Decoder {
            let source = try here(Any.self)
            currentIndex += 1
            return source
        }
    }

    private struct Single: SingleValueDecodingContainer {
        let source: Source
        var codingPath: [any CodingKey] { source.codingPath }

        func decodeNil() -> Bool { source.json.isNull }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try source.read(type) }
    }
}
