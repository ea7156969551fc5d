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
            \(contents(tags.map(\.name)))\(parts)
            """)
    }

    private func contents(_ tags: [String]) -> HTML {
        let links = tags.map { "<li><a href=\("#tag-\($0)-title")>\($0)</a></li>" as HTML }
        return "<nav class=\"crumbs\" aria-label=\(say(.menu))><ol>\(links)</ol></nav>"
    }

    private func entry(_ entry: Entry) -> HTML {
        let operation = entry.operation
        let description = (operation["description"]?.string ?? "").split(separator: "\n\n").map {
            "<p>\(String($0))</p>" as HTML
        }
        return """
            <details class="as-table" id=\(entry.id) lang="en">
            <summary><code>\(entry.method) \(entry.path)</code> \(operation["summary"]?.string)</summary>
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
        return "<h3 lang=\(request.language.rawValue)>\(say(.referenceParameters))</h3>\(Parts.facts(facts))"
    }

    private func body(_ body: JSON?) -> HTML {
        guard let contents = body?["content"]?.object else { return .empty }
        let facts = contents.map { ($0.name, "<code>\(Self.type($0.value["schema"] ?? .null))</code>" as HTML) }
        return "<h3 lang=\(request.language.rawValue)>\(say(.referenceBody))</h3>\(Parts.facts(facts))"
    }

    private func answers(_ answers: [JSON.Member]) -> HTML {
        let facts = answers.map { answer -> (String, HTML) in
            let types = (answer.value["content"]?.object ?? []).map(\.name).joined(separator: ", ")
            return (answer.name, "\(answer.value["description"]?.string)\(Parts.sub("<code>\(types)</code>"))")
        }
        return "<h3 lang=\(request.language.rawValue)>\(say(.referenceAnswers))</h3>\(Parts.facts(facts))"
    }

    /// A schema in a few words.
    private static func type(_ schema: JSON) -> String {
        if let reference = schema["$ref"]?.string { return reference.split(separator: "/").last.map(String.init) ?? "" }
        if let choices = schema["enum"]?.array { return choices.map { $0.string ?? $0.text }.joined(separator: " | ") }
        if let constant = schema["const"] { return constant.string ?? constant.text }
        if let choices = schema["anyOf"]?.array { return choices.map(type).joined(separator: " | ") }
        let kind = schema["type"]?.string ?? schema["type"]?.text ?? ""
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
