import Events

/// The rules that a delivery must keep; a line that breaks one moves nothing and is shown (docs/RULES.md).
package enum DeliveryRules {
    package static func faults(of delivery: Delivery) -> [Fault] {
        areSound(delivery.lines) ? [] : lineFaults(delivery.lines)
    }

    /// Whether no line breaks a rule, as in nearly every delivery. Numbers that rise do not repeat.
    private static func areSound(_ lines: [DeliveryLine]) -> Bool {
        var last = Int64.min
        for index in lines.indices {
            guard lines[index].product != nil, let quantity = lines[index].quantity, quantity > 0,
                lines[index].line > last
            else { return false }
            last = lines[index].line
        }
        return true
    }

    private static func lineFaults(_ lines: [DeliveryLine]) -> [Fault] {
        var numbers: Set<Int64> = []
        return lines.enumerated().flatMap { index, line in
            var faults: [Fault] = []
            let path = "lines[\(index)]"
            if line.product == nil { faults.append(Fault("\(path).product", "required", "product is required")) }
            switch line.quantity {
            case nil: faults.append(Fault("\(path).quantity", "required", "quantity is required"))
            case let quantity? where quantity <= 0:
                faults.append(Fault("\(path).quantity", "quantity.positive", "a delivery brings in more than 0"))
            default: break
            }
            if !numbers.insert(line.line).inserted {
                faults.append(Fault("\(path).line", "line.repeated", "line number \(line.line) stands twice"))
            }
            return faults
        }
    }
}
