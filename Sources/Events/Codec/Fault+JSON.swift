import JSON

/// As it is answered and kept: `{"path": …, "rule": …, "message": …}`, and `said` and `found` where the rule compares two
/// numbers.
extension Fault {
    package var json: JSON {
        var json: JSON = ["path": .string(path), "rule": .string(rule), "message": .string(message)]
        if let numbers {
            json["said"] = .int(numbers.said)
            json["found"] = .int(numbers.found)
        }
        return json
    }

    package init(_ json: JSON) {
        self.init(json["path"]?.string ?? "", json["rule"]?.string ?? "", json["message"]?.string ?? "")
        if let said = json["said"]?.int, let found = json["found"]?.int {
            numbers = Numbers(said: said, found: found)
        }
    }
}
