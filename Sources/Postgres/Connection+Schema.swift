extension Connection {
    /// A transaction that makes tables: begun again where it and others who begin would wait for each other for ever.
    package func makingTables<Value>(_ body: () throws -> Value) throws -> Value {
        for _ in 1..<5 {
            do { return try transaction { try body() } } catch let error as PostgresError
                where error.isSerializationFailure
            {
                continue
            }
        }
        return try transaction { try body() }
    }

    /// Makes the tables that a script makes, within a transaction; nothing where its very wording has made them before.
    ///
    /// To make sure of what is there would lock it, and whoever works on it meanwhile locks it in another order: a process
    /// that starts beside others would end in a deadlock, or end them. Whoever makes tables waits for whoever does.
    ///
    /// - Parameter name: of the script, as `commands`.
    package func makeSchema(_ name: String, _ sql: String) throws {
        try execute("SELECT pg_advisory_xact_lock(hashtext('davtari schema'))")
        try script(
            """
            CREATE SCHEMA IF NOT EXISTS davtari;
            CREATE TABLE IF NOT EXISTS davtari.schema_script (name text PRIMARY KEY, wording text NOT NULL);
            """)
        let isMade = try query(
            "SELECT FROM davtari.schema_script WHERE name = \(name) AND wording = md5(\(sql))")
        guard isMade.isEmpty else { return }
        try script(sql)
        try execute(
            """
            INSERT INTO davtari.schema_script (name, wording) VALUES (\(name), md5(\(sql)))
            ON CONFLICT (name) DO UPDATE SET wording = excluded.wording
            """)
    }
}
