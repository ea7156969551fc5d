import Foundation
import HTTP
import TestSupport
import Testing

/// Reads forms off pages and sends them, as a browser does.
struct FormReader {
    let house: House
    let client: Client

    init(house: House, client: Client) { (self.house, self.client) = (house, client) }

    /// Somebody of a role, who is an employee of this id.
    init(person name: String, _ role: String, in house: House) throws {
        try house.accounts.addUser(
            name: name, password: "gia-gia-gia", language: "en", roles: [role], employee: name)
        self.init(house: house, client: try Visitor.signedIn(name, "gia-gia-gia", port: house.gateway.port))
    }

    /// Nino, who owns the chain and reads English.
    init(owner house: House) throws {
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        self.init(house: house, client: try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port))
    }

    func page(_ path: String) throws -> String {
        try house.settle()
        return try client.send("GET", path + (path.contains("?") ? "&" : "?") + "lang=en").text
    }

    /// - Parameter fields: of a group of boxes those that are ticked, one a line.
    func post(_ form: String, _ fields: [String: String]) throws -> ClientResponse {
        let all = ["token": "form"].merging(fields) { _, said in said }
        let pairs = all.flatMap { name, value in
            value.split(separator: "\n", omittingEmptySubsequences: false).map {
                "\(percentEncode(name))=\(percentEncode(String($0)))"
            }
        }
        return try client.send(
            "POST", "/forms/\(form)?lang=en", body: Array(pairs.joined(separator: "&").utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")])
    }

    /// Sends the form of a page with some of its fields filled in otherwise; where it leads.
    func send(_ form: String, from page: String, _ filled: [String: String] = [:]) throws -> ClientResponse {
        try post(form, fields(form, of: self.page(page)).merging(filled) { $1 })
    }

    /// The same of one that is to be taken; where it leads.
    @discardableResult
    func done(_ form: String, from page: String, _ filled: [String: String] = [:]) throws -> String {
        let done = try send(form, from: page, filled)
        try #require(done.status == 303, "\(done.status) \(done.text)")
        return try #require(done.headers["Location"])
    }

    /// What a form on a page carries and holds, by name.
    func fields(_ form: String, of page: String) throws -> [String: String] {
        let part = try #require(page.split(separator: "action=\"/forms/\(form)\"").dropFirst().first)
            .split(separator: "</form>")[0]
        var fields: [String: String] = [:]
        for input in String(part).matches(of: /<input[^>]*>/) {
            let text = String(input.output)
            guard let name = text.firstMatch(of: /name="([^"]*)"/), let value = text.firstMatch(of: /value="([^"]*)"/)
            else { continue }
            let (key, said) = (String(name.output.1), String(value.output.1).unescaped)
            guard text.contains("type=\"checkbox\"") else {
                fields[key] = said
                continue
            }
            if text.contains(" checked") { fields[key] = fields[key].map { "\($0)\n\(said)" } ?? said }
        }
        for select in String(part).matches(of: /<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/) {
            let chosen = String(select.output.2).firstMatch(of: /value="([^"]*)" selected/)
            fields[String(select.output.1)] = chosen.map { String($0.output.1).unescaped } ?? ""
        }
        for area in String(part).matches(of: /<textarea[^>]*name="([^"]*)"[^>]*>\n([^<]*)<\/textarea>/) {
            fields[String(area.output.1)] = String(area.output.2).unescaped
        }
        fields["token"] = "form"
        return fields
    }
}

extension String {
    fileprivate var unescaped: String {
        replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
            "&amp;", with: "&")
    }
}
