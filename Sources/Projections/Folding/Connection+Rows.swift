import Postgres

extension Connection {
    /// Copies a row an element into a table; `write` says its fields in the columns' order.
    func copy<Element>(
        _ table: String, _ columns: [String], _ elements: some Collection<Element>,
        _ write: (inout CopyWriter, Element) throws -> Void
    ) throws {
        guard !elements.isEmpty else { return }
        _ = try copyIn(table, columns: columns) { writer in
            for element in elements {
                try writer.row(columns.count)
                try write(&writer, element)
            }
        }
    }

    /// Before a rebuild builds keys: with room to sort, and without workers of Postgres's own, since several connections build
    /// side by side already.
    func prepareForKeys() throws {
        try script(
            "SET LOCAL maintenance_work_mem TO '128MB'; SET LOCAL max_parallel_maintenance_workers TO 0")
    }

    /// Another connection, whose search path is the schema that this one is in.
    func beside(applicationName: String) throws -> Connection {
        // cannot trap: it always gives a row
        let schema = try query("SELECT current_schema()")[0].text(0)
        let other = try another(applicationName: applicationName)
        try other.execute("SET search_path TO \(identifier: schema)")
        return other
    }
}
