import Events
import JSON
import People
import Postgres
import Rules

extension PersonVault {
    /// Opens nobody until this database has followed the log to its end since it came to life.
    package init(_ connection: Connection) {
        self.init(connection) { connection in
            guard try Restore.isVerified(connection) else { throw OfficeError.peopleNotReady }
        }
    }

    /// Who somebody becomes by what a command says of them: what it leaves out stays. nil: it says nothing of who they are, or
    /// nothing new.
    func changed(_ who: PersonID, by body: CommandBody) throws -> Person? {
        let said = body.only(Person.members)
        guard !said.isEmpty else { return nil }
        let before = try person(who) ?? Person()
        let after = try said.laid(over: try JSON(parsing: before.encoded)).read(Person.self)
        return after == before ? nil : after
    }

    /// Every id of the person that an id is of, that one first.
    package func ids(_ customer: String) throws -> [String] {
        let ids = try Work(connection).person(customer)
        return [customer] + ids.filter { !ExactText.same($0, customer) }
    }
}
