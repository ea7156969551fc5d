import Testing

@testable import Pages

@Suite struct `What is put into a page` {
    @Test func `cannot become a tag`() {
        let evil = "<script>alert(1)</script>"
        let page: HTML = "<p>\(evil)</p>"
        #expect(page.text == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    }
}
