import HTTP
import Logging
import Supervision

/// What `davtari serve` is told: flags, or the environment.
package struct Configuration: Sendable {
    package enum LogHome: Sendable { case postgres, kafka(brokers: String, topic: String) }

    /// Which part of the house a process is.
    package enum Part: Sendable {
        /// All of it: the door, the office, and what carries facts on.
        case whole
        /// Tills' posts and what tills need; everything else is handed on.
        case door(Forwarder)
        /// Questions, pages, commands, live updates.
        case office
    }

    package var part = Part.whole
    package var entrance = Server.Entrance.address("127.0.0.1", port: 8080)
    /// Where the door's server has begun before the door.
    package var vestibule: Vestibule?
    package var conninfo: String
    package var logHome = LogHome.postgres
    /// This process among several: owner of leases, name in messages.
    package var instance: String
    /// What this process tells of itself.
    package var logger = Logger.silent
    /// Where this process notes what people should see on the overview.
    package var troubles = Troubles()

    /// Where this process leaves for its next life which tokens it knew.
    package var memory: SharedBytes?

    package init(conninfo: String, instance: String) { (self.conninfo, self.instance) = (conninfo, instance) }
}
