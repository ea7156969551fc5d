import Log
import Services

/// Carries decided facts to the log, and what others have said to the deciders; one process at a time does either.
package final class Carriers: Sendable {
    private let relay: Relay
    private let follower: Follower

    package init(_ conninfo: String, _ log: any EventLog, owner: String, report: @escaping @Sendable (String) -> Void) {
        relay = Relay(conninfo, log, owner: owner, report: report)
        follower = Follower(conninfo, log, owner: owner, report: report)
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
