import Crypto
import JSON
import Postgres

extension QueryPlan {
    /// A cursor holds the order it was made for and the last row's place in it, so it survives new rows.
    func cursor(behind row: Row) throws -> String {
        var values: [JSON] = []
        for (index, item) in sort.enumerated() {
            let place = shown.count + index
            values.append(
                item.column.isText
                    ? .string(try row.text(place))
                    : item.column.isBoolean ? .bool(try row.bool(place)) : .int(try row.int64(place)))
        }
        let json: JSON = ["sort": .string(signature), "at": .array(values)]
        return Hex.encode(json.bytes)
    }

    private var signature: String {
        report.name + "|" + request.group.joined(separator: ",") + "|"
            + sort.map { ($0.isDescending ? "-" : "") + $0.column.name }.joined(separator: ",")
    }

    /// Rows behind the cursor's place.
    func keyset(_ cursor: String) throws(QueryRefusal) -> SQL {
        guard let bytes = Hex.decode(cursor) else {
            throw QueryRefusal("cursor", "this cursor was not given out here")
        }
        guard let json = try? JSON(parsing: bytes), json["sort"]?.string == signature,
            let values = json["at"]?.array, values.count == sort.count
        else { throw Self.foreign }
        // All in one direction: a comparison of rows, which an index understands.
        if Set(sort.map(\.isDescending)).count == 1 {
            var places: [SQL] = []
            for place in sort.indices { places.append(try value(values[place], sort[place].column)) }
            let comparison = SQL(unsafeSQL: sort[0].isDescending ? " < " : " > ")
            return "(\(SQL.join(orderTerms)))" + comparison + "(\(SQL.join(places)))"
        }
        var alternatives: [SQL] = []
        for place in sort.indices {
            var terms: [SQL] = []
            for earlier in 0..<place {
                terms.append(orderTerms[earlier] + " = " + (try value(values[earlier], sort[earlier].column)))
            }
            terms.append(
                orderTerms[place] + SQL(unsafeSQL: sort[place].isDescending ? " < " : " > ")
                    + (try value(values[place], sort[place].column)))
            alternatives.append("(\(SQL.join(terms, separator: " AND ")))")
        }
        guard !alternatives.isEmpty else { throw Self.foreign }
        return "(\(SQL.join(alternatives, separator: " OR ")))"
    }

    private static let foreign = QueryRefusal.contradiction(
        "cursor", "this cursor was not given out for this question and order")

    private func value(_ json: JSON, _ column: Column) throws(QueryRefusal) -> SQL {
        switch json {
        case .string(let text) where column.isText && !text.utf8.contains(0): "\(text)"
        case .int(let number) where !column.isText && !column.isBoolean: "\(number)"
        case .bool(let flag) where column.isBoolean: "\(flag)"
        default: throw Self.foreign
        }
    }
}
