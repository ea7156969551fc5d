import JSON
import Testing

@Suite struct `A number that cannot be read` {
    private func error(_ text: String) -> JSONError? {
        do {
            _ = try JSON(parsing: Array(text.utf8))
            return nil
        } catch { return error as? JSONError }
    }

    @Test(arguments: ["1e400", "[-1.5E+999]", #"{"a\"1": [123456789012345678901234567890]}"#])
    func `may be JSON all the same, only larger than 64 bits hold`(text: String) {
        #expect(error(text)?.isNumber == true)
        #expect(JSONNumbers.areWell(Array(text.utf8)))
    }

    @Test(arguments: ["01", "[1.]", "-", "[1e]", "1.e5", "[0, 1-2]", "-01.5", "1e+"])
    func `may be written wrongly`(text: String) {
        #expect(error(text) != nil)
        #expect(!JSONNumbers.areWell(Array(text.utf8)))
    }

    @Test(arguments: ["0", "-0.5e-3", "[10, 1E+2]", #""01""#, #"{"1.": "\"01", "a": 1}"#])
    func `is none of these`(text: String) {
        #expect(error(text) == nil)
        #expect(JSONNumbers.areWell(Array(text.utf8)))
    }
}
