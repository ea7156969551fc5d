/// A part of a form that carries files (RFC 7578): a field, or a file with its name.
package struct FormPart: Sendable, Equatable {
    package let name: String
    /// nil of a field.
    package let fileName: String?
    package let bytes: [UInt8]

    package init(name: String, fileName: String?, bytes: [UInt8]) {
        (self.name, self.fileName, self.bytes) = (name, fileName, bytes)
    }

    /// nil where it is no text.
    package var text: String? { String(validating: bytes, as: UTF8.self) }
}

extension Request {
    /// The parts of a form with files (`multipart/form-data`) in order; nil where the body is of another type or broken.
    package var formParts: [FormPart]? {
        guard let type = headers["Content-Type"],
            isSameName(type.prefix { $0 != ";" }.trimmingBlanks, "multipart/form-data"),
            let boundary = Self.parameter("boundary", of: type), !boundary.isEmpty
        else { return nil }
        let mark = Array("--\(boundary)".utf8)
        var parts: [FormPart] = []
        var rest = body[...]
        guard rest.starts(with: mark) else { return nil }
        rest = rest.dropFirst(mark.count)
        while !rest.starts(with: Array("--".utf8)) {
            guard rest.starts(with: Self.newline) else { return nil }
            rest = rest.dropFirst(Self.newline.count)
            guard let head = Self.place(of: Self.newline + Self.newline, in: rest),
                let end = Self.place(of: Self.newline + mark, in: rest[(head + 4)...]),
                let part = Self.part(String(decoding: rest[..<head], as: UTF8.self), Array(rest[(head + 4)..<end]))
            else { return nil }
            parts.append(part)
            rest = rest[(end + Self.newline.count + mark.count)...]
        }
        return parts
    }

    private static let newline: [UInt8] = [0x0D, 0x0A]

    private static func part(_ head: String, _ bytes: [UInt8]) -> FormPart? {
        for line in head.split(separator: "\r\n") {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2, isSameName(halves[0].trimmingBlanks, "Content-Disposition") else { continue }
            let value = String(halves[1])
            guard let name = parameter("name", of: value) else { return nil }
            return FormPart(name: name, fileName: parameter("filename", of: value), bytes: bytes)
        }
        return nil
    }

    /// A parameter of a header field, without its quotes; browsers write a quote inside as %22.
    private static func parameter(_ name: String, of field: String) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, isSameName(halves[0].trimmingBlanks, name) else { continue }
            let value = halves[1].trimmingBlanks
            return value.hasPrefix("\"") && value.hasSuffix("\"") && value.utf8.count > 1
                ? String(value.dropFirst().dropLast()).replacing("%22", with: "\"") : value
        }
        return nil
    }

    /// Where bytes stand for the first time.
    private static func place(of wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
        var place = bytes.startIndex
        let last = bytes.endIndex - wanted.count
        while place <= last {
            guard let next = bytes[place...last].firstIndex(of: first) else { return nil }
            if bytes[next...].starts(with: wanted) { return next }
            place = next + 1
        }
        return nil
    }
}
