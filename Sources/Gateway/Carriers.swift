import Log
import Logging
import Services

/// Carries decided facts to the log, and what others have said to the deciders; one process at a time does either.
package final class Carriers: Sendable {
    private let relay: Relay
    private let follower: Follower

    package init(_ conninfo: String, _ log: any EventLog, owner: String, logger: Logger) {
        relay = Relay(conninfo, log, owner: owner, logger: logger)
        follower = Follower(conninfo, log, owner: owner, logger: logger)
    }

    package func start() {
        follower.start()
        relay.start()
    }

    package func stop() {
        relay.askToStop()
        follower.stop()
        relay.stop()
    }
}
