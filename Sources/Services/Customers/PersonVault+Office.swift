import Events
import People
import Postgres

extension PersonVault {
    /// Opens nobody until this database has followed the log to its end since it came to life.
    package init(_ connection: Connection) {
        self.init(connection) { connection in
            guard try Restore.isVerified(connection) else { throw OfficeError.peopleNotReady }
        }
    }

    /// Every id of the person that an id is of, that one first.
    package func ids(_ customer: String) throws -> [String] {
        let ids = try Work(connection).person(customer)
        return [customer] + ids.filter { !ExactText.same($0, customer) }
    }
}
