import Queries
import Rules

/// All kinds of entry that the reader may see, and how many there are of each.
struct DirectoriesScreen {
    private let request: PageRequest
    private let models: ScreenModels

    init(_ request: PageRequest, _ models: ScreenModels) { (self.request, self.models) = (request, models) }

    func page() throws -> PageAnswer {
        let frame = Frame(request, states: models.states)
        let say = frame.say
        let shapes = EntityShapes.all.filter { Screens.isShown([$0.path], to: request.principal) }
        let stores = shapes.compactMap { shape in
            request.sight(of: shape.area.readAs).stores.map { (shape.name, $0) }
        }
        let counts = try ScreenEntities.counts(models, at: request.now, of: Dictionary(stores) { first, _ in first })
        let own =
            Screens.isShown([EntityShape.entry.path], to: request.principal)
            ? try ScreenEntities.allOwn(models, at: request.now) : []
        let all = shapes.map { ($0, counts[$0.name] ?? 0) } + own.map { ($0.shape, $0.entries) }
        return frame.page(
            say(.directories),
            """
            \(Parts.heading(say(.directories), "\(say(.directoriesMore))"))
            \(Table(
                caption: say(.directories), columns: [.text(say(.name)), .number(say(.entries))],
                rows: all.map { shape, entries in
                    [Parts.link(shape.page(), say(shape.many)), "\(say.numbers.count(entries))"]
                }
            ).html)
            """)
    }
}
