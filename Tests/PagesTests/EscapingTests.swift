import Testing

@testable import Pages

@Suite struct `What is put into a page` {
    private let evil = #"<script>alert("1")</script>&'"#
    private let escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;"

    @Test func `cannot become a tag`() {
        let page: HTML = "<p>\(evil)</p>"
        #expect(page.text == "<p>\(escaped)</p>")
    }

    @Test func `cannot leave its attribute`() {
        let name = #"x" onclick="steal()"#
        let quoted: HTML = "<input value=\"\(name)\">"
        #expect(quoted.text == #"<input value="x&quot; onclick=&quot;steal()">"#)
        let bare: HTML = "<input value=\(name)>"
        #expect(bare.text == quoted.text)
        let spelled: HTML = "<input\(attribute: "value", name)>"
        #expect(spelled.text == quoted.text)
    }

    @Test func `gets quotes in a tag only`() {
        let value = "1 2"
        let page: HTML = "<a href=\(value)>a=\(value)</a>"
        #expect(page.text == #"<a href="1 2">a=1 2</a>"#)
    }

    @Test func `is spliced when it is HTML, alone or many`() {
        let items = ["a", evil].map { "<li>\($0)</li>" as HTML }
        let none: HTML? = nil
        let page: HTML = "<ul>\(items)\(none)</ul>"
        #expect(page.text == "<ul><li>a</li><li>\(escaped)</li></ul>")
    }

    @Test func `stays as it is only when spelled raw`() {
        let page: HTML = "<div>\(raw: "<b>b</b>")</div>"
        #expect(page.text == "<div><b>b</b></div>")
        #expect(HTML(evil).text == escaped)
    }

    @Test func `vanishes when an attribute is nil or a flag is off`() {
        let page: HTML = "<input\(attribute: "value", nil)\(flag: "checked", false)\(flag: "required", true)>"
        #expect(page.text == "<input required>")
    }

    @Test func `keeps Georgian as it is`() {
        let page: HTML = "<b>\("ჭადი & ყველი")</b>"
        #expect(page.text == "<b>ჭადი &amp; ყველი</b>")
    }

    @Test(arguments: [
        ("../../etc", "/stores/..%2F..%2Fetc"), ("..", "/stores/%2E%2E"), ("a b?c#d", "/stores/a%20b%3Fc%23d"),
        ("javascript:alert(1)", "/stores/javascript:alert%281%29"),
        ("ვაკე", "/stores/%E1%83%95%E1%83%90%E1%83%99%E1%83%94"),
    ]) func `cannot lead an address elsewhere`(id: String, address: String) {
        #expect(Path("stores", id).text == address)
    }

    @Test func `is laid out as JSON without a change to its marks`() {
        let text = JSONText(Array(#"{"a":[1.50,{}],"b":"<x>\"","c":1e400}"#.utf8)).html.text
        let plain = text.replacing("<b>", with: "").replacing("</b>", with: "").replacing("<i>", with: "").replacing(
            "</i>", with: "")
        #expect(
            plain == """
                <pre class="code" tabindex="0"><code>{
                  &quot;a&quot;: [
                    1.50,
                    {}
                  ],
                  &quot;b&quot;: &quot;&lt;x&gt;\\&quot;&quot;,
                  &quot;c&quot;: 1e400
                }</code></pre>
                """)
    }

    @Test(arguments: ["", "{", "\"", "{\"a\":", "]]]]", "\\", "\u{0}<", "nonsense <b>"])
    func `is shown even when it is no JSON`(text: String) {
        #expect(!JSONText(Array(text.utf8)).html.text.contains("<b>\u{0}"))
        #expect(!JSONText(Array(text.utf8)).html.text.contains("nonsense <b>"))
    }
}
