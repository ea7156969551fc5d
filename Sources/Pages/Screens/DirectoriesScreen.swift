import Projections
import Rules

/// All kinds of entry that the reader may see, and how many there are of each.
struct DirectoriesScreen {
    private let request: PageRequest
    private let models: ScreenModels

    init(_ request: PageRequest, _ models: ScreenModels) { (self.request, self.models) = (request, models) }

    func page() throws -> PageAnswer {
        let frame = Frame(request, states: models.states)
        let say = frame.say
        let counts = try ScreenEntities.counts(models, at: request.now)
        let shapes = EntityShapes.all.filter { Screens.isShown([$0.path], to: request.principal) }
        return frame.page(
            say(.directories),
            """
            \(Parts.heading(say(.directories), "\(say(.directoriesMore))"))
            \(Table(
                caption: say(.directories), columns: [.text(say(.name)), .number(say(.entries))],
                rows: shapes.map { shape in
                    [Parts.link(Path(shape.path), say(shape.many)), "\(say.numbers.count(counts[shape.name] ?? 0))"]
                }
            ).html)
            """)
    }
}
