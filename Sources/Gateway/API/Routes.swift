/// Every address of the house.
///
/// To add one, add it to the list of its kind, or a list of your own here: the router serves it and `/openapi.json`
/// tells of it.
enum Routes {
    static let all: [Route] =
        posting + reports + [ownEntries] + documents + commands + signIns + tokens + service + watching + pages

    /// By how many segments they have, those that name their segments before those that take any.
    static let bySegments = sorted(all)
    /// What the door answers by itself: tills' posts, their books, and how things are.
    static let ofDoor = sorted(posting + watching)

    private static func sorted(_ routes: [Route]) -> [Int: [Route]] {
        Dictionary(grouping: routes) { $0.segments.count }.mapValues { routes in
            routes.sorted { one, other in
                for (a, b) in zip(one.segments, other.segments) where (a == nil) != (b == nil) { return a != nil }
                return false
            }
        }
    }
}
