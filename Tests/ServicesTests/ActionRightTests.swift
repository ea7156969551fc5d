import Rules
import Testing

@testable import Services

/// What is asked of who wants something decided.
@Suite struct `The right to a command` {
    @Test func `is that of its area, or of one entity in it`() {
        for action in Actions.all {
            let right = action.right
            #expect(
                right == .change(action.area) || right.wider == .change(action.area), "\(action.method) \(action.path)")
        }
    }

    @Test func `under a shop or a customer is of what is done there`() throws {
        func right(_ method: String, _ path: String) throws -> Right {
            let all = Actions.at(path.split(separator: "/").map(String.init))
            return try #require(all.first { $0.action.method == method }).action.right
        }
        #expect(try right("PUT", "stores/S01/deliveries/D") == .change(.goods))
        #expect(try right("POST", "stores/S01/payments") == .change(.money))
        #expect(try right("POST", "customers/c/points/earnings") == .change(.selling))
        #expect(try right("POST", "customers/c/merges") == .change(.customers))
        #expect(try right("PATCH", "stores/S01") == .act(entity: "store", .change))
        #expect(try right("DELETE", "customers/c") == .act(entity: "customer", .end))
        #expect(try right("PATCH", "suppliers/s") == .act(entity: "supplier", .change))
    }
}
