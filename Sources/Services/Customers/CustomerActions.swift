/// Registering people.
enum CustomerActions {
    static let all: [Action] = []
}
