import JSON

/// The API as its own description has it (OpenAPI 3.1), for people; it needs nothing but this server.
struct ReferenceScreen {
    let request: PageRequest
    let say: Words
    private let document: JSON

    init(_ request: PageRequest, _ document: JSON) {
        (self.request, self.document) = (request, document)
        say = Words(language: request.language)
    }

    private struct Entry {
        var method: String
        var path: String
        var operation: JSON
        var id: String { operation["operationId"]?.string ?? "" }
        var tag: String { operation["tags"]?.array?.first?.string ?? "" }
    }

    func page() -> PageAnswer {
        let entries = (document["paths"]?.object ?? []).flatMap { path in
            (path.value.object ?? []).map { Entry(method: $0.name.uppercased(), path: path.name, operation: $0.value) }
        }
        let tags = (document["tags"]?.array ?? []).compactMap { tag -> (name: String, description: String)? in
            guard let name = tag["name"]?.string, entries.contains(where: { $0.tag == name }) else { return nil }
            return (name, tag["description"]?.string ?? "")
        }
        let link: HTML = "<a href=\"/openapi.json\">/openapi.json</a>"
        let parts = tags.map { tag in
            Parts.section(
                "tag-\(tag.name)", tag.name, note: "<p class=\"part-note\" lang=\"en\">\(tag.description)</p>",
                "\(entries.filter { $0.tag == tag.name }.map(entry))")
        }
        return Frame(request).page(
            say(.reference),
            """
            \(Parts.heading(say(.reference), say.html(.referenceMore, link)))
            \(contents(tags.map(\.name)))\(parts)\(schemas)
            """)
    }

    private func contents(_ tags: [String]) -> HTML {
        let links = tags.map { "<li><a href=\("#tag-\($0)-title")>\($0)</a></li>" as HTML }
        let schemas: HTML = "<li><a href=\"#schemas-title\">\(say(.referenceSchemas))</a></li>"
        return "<nav class=\"crumbs\" aria-label=\(say(.menu))><ol>\(links)\(schemas)</ol></nav>"
    }

    private func entry(_ entry: Entry) -> HTML {
        let operation = entry.operation
        let description = (operation["description"]?.string ?? "").split(separator: "\n\n").map {
            "<p>\(String($0))</p>" as HTML
        }
        return """
            <details class="operation" id=\(entry.id) lang="en">
            <summary><code>\(entry.method) \(entry.path)</code> <span>\(operation["summary"]?.string)</span></summary>
            \(description)\(parameters(operation["parameters"]?.array ?? []))\(body(operation["requestBody"]))
            \(answers(operation["responses"]?.object ?? []))
            </details>
            """
    }

    private func parameters(_ parameters: [JSON]) -> HTML {
        guard !parameters.isEmpty else { return .empty }
        let facts = parameters.map { parameter -> (String, HTML) in
            let required: HTML =
                parameter["required"] == true
                ? " <b lang=\(request.language.rawValue)>\(say(.referenceRequired))</b>" : .empty
            return (
                parameter["name"]?.string ?? "",
                "\(parameter["description"]?.string)\(required)\(Parts.sub("<code>\(Self.type(parameter["schema"] ?? .null))</code>"))"
            )
        }
        return "\(heading(.referenceParameters))\(Parts.facts(facts))"
    }

    private func heading(_ text: Text) -> HTML { "<h3 lang=\(request.language.rawValue)>\(say(text))</h3>" }

    private func body(_ body: JSON?) -> HTML {
        guard let contents = body?["content"]?.object else { return .empty }
        let types = contents.map { content -> (String, HTML) in
            let schema = content.value["schema"] ?? .null
            return (content.name, "\(type(schema))\(members(schema))")
        }
        let examples = contents.compactMap { $0.value["example"] }.map {
            "\(heading(.referenceExample))\(JSONText($0.bytes).html)" as HTML
        }
        return "\(heading(.referenceBody))\(Parts.facts(types))\(examples)"
    }

    /// What an object may hold.
    private func members(_ schema: JSON) -> HTML {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        let members = (schema["properties"]?.object ?? []).map { member -> HTML in
            let isRequired: HTML =
                required.contains(member.name)
                ? " <b lang=\(request.language.rawValue)>\(say(.referenceRequired))</b>" : .empty
            let description = member.value["description"]?.string.map { " · \($0)" } ?? ""
            return "<li><code>\(member.name)</code> \(type(member.value))\(description)\(isRequired)</li>"
        }
        return members.isEmpty ? .empty : "<ul class=\"members\">\(members)</ul>"
    }

    // MARK: Schemas

    private var components: [JSON.Member] { document["components"]?["schemas"]?.object ?? [] }

    private var schemas: HTML {
        let parts = components.map { component -> HTML in
            """
            <details class="operation" id=\("schema-\(component.name)") lang="en">
            <summary><code>\(component.name)</code> <span>\(component.value["description"]?.string)</span></summary>
            \(members(component.value))\(facts(component.value))
            </details>
            """
        }
        return Parts.section("schemas", say(.referenceSchemas), "\(parts)")
    }

    /// Of an event: what each type of fact should say, which has a schema of its own.
    private func facts(_ schema: JSON) -> HTML {
        let types = (schema["properties"]?["type"]?["examples"]?.array ?? []).compactMap(\.string)
        guard !types.isEmpty else { return .empty }
        let links = types.map { "<li><a href=\(Path("schemas", "\($0).json"))>\($0)</a></li>" as HTML }
        return "\(heading(.referenceTypes))<ul class=\"members\">\(links)</ul>"
    }

    /// A schema in a few words, those with a name linked to what they hold.
    private func type(_ schema: JSON) -> HTML {
        if schema["$ref"] != nil {
            let name = Self.type(schema)
            return "<a href=\("#schema-\(name)")>\(name)</a>"
        }
        if let items = schema["items"], let choice = (items["anyOf"]?.array ?? [items]).first, choice["$ref"] != nil {
            return "array: \(type(choice))"
        }
        return "<code>\(Self.type(schema))</code>"
    }

    private func answers(_ answers: [JSON.Member]) -> HTML {
        let facts = answers.map { answer -> (String, HTML) in
            let types = (answer.value["content"]?.object ?? []).map(\.name).joined(separator: ", ")
            return (answer.name, "\(answer.value["description"]?.string)\(Parts.sub("<code>\(types)</code>"))")
        }
        return "\(heading(.referenceAnswers))\(Parts.facts(facts))"
    }

    /// A schema in a few words.
    private static func type(_ schema: JSON) -> String {
        if let reference = schema["$ref"]?.string { return reference.split(separator: "/").last.map(String.init) ?? "" }
        if let choices = schema["enum"]?.array { return choices.map { $0.string ?? $0.text }.joined(separator: " | ") }
        if let constant = schema["const"] { return constant.string ?? constant.text }
        if let choices = schema["anyOf"]?.array { return choices.map(type).joined(separator: " | ") }
        let kind = schema["type"]?.string ?? (schema["type"]?.array ?? []).compactMap(\.string).joined(separator: " | ")
        if let items = schema["items"] { return "\(kind): \(type(items))" }
        return [kind, schema["format"]?.string, schema["pattern"]?.string].compactMap { $0 }.joined(separator: " ")
    }
}

extension Screens {
    /// The reference, made of the description at `/openapi.json`; it shows no figure, so anyone may read it.
    package static func reference(_ request: PageRequest, _ document: JSON) -> PageAnswer {
        ReferenceScreen(request, document).page()
    }
}
