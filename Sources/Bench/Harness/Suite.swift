/// Every measurement by its name; one may give several figures.
package enum Suite {
    package struct Measurement: Sendable {
        package var name: String
        /// The figures it gives, in the report's order.
        package var figures: [String]
        package var run: @Sendable (Context) throws -> [Figure]
    }

    package static let all = [
        Measurement(name: "replay", figures: Replay.yearNames) { try Replay($0).year() },
        Measurement(name: "dense", figures: Replay.denseNames) { try Replay($0).dense() },
        Measurement(name: "tail", figures: Tail.names) { try Tail(context: $0).run() },
        Measurement(name: "posting", figures: Posting.names) { try Posting(settings: $0.settings).run() },
        Measurement(name: "rebuild-beside", figures: RebuildBeside.names) { try RebuildBeside(context: $0).run() },
        Measurement(name: "crowds", figures: BesideCrowds.names) { try BesideCrowds(context: $0).run() },
        Measurement(name: "visibility", figures: Seeing.names) { try Seeing(context: $0).run() },
        Measurement(name: "queries", figures: Questions.names) { try Questions(context: $0).run() },
        Measurement(name: "late-delivery", figures: LateDelivery.names) { try LateDelivery(context: $0).run() },
        Measurement(name: "never-delivered", figures: NeverDelivered.names) { try NeverDelivered(context: $0).run() },
        Measurement(name: "random-order", figures: RandomOrder.names) { try RandomOrder(context: $0).run() },
        Measurement(name: "owners", figures: TwoOwners.names) { try TwoOwners(context: $0).run() },
        Measurement(name: "plain", figures: PlainConsumers.names) { try PlainConsumers(context: $0).run() },
        Measurement(name: "limits", figures: Limits.names) { try Limits(context: $0).run() },
        Measurement(name: "others", figures: Others.names) { try Others(context: $0).run() },
    ]

    /// Measures, and keeps what came of it.
    package static func run(_ measurements: [Measurement], _ settings: BenchSettings) throws {
        let folder = try ResultFolder(settings.results)
        let context = Context(settings)
        for measurement in measurements {
            settings.say("\(measurement.name)")
            for figure in try measurement.run(context) {
                try folder.put(figure)
                settings.say(Report.line(figure))
            }
        }
    }
}
