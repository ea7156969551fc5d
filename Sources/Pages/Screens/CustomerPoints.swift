import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// A customer's points: how many there are, by programme, and what the office says of them.
struct CustomerPoints {
    let request: PageRequest
    let connection: Connection

    /// Nothing to who does not see them.
    func part(of customer: String, isOpen: Bool) throws -> HTML {
        let say = Words(language: request.language)
        guard let resource = Resource.all.first(where: { $0.path == ["customers", "{customer}", "points"] }),
            let sight = request.principal?.sight(to: .read(resource.area.readAs)), sight.stores == nil
        else { return .empty }
        let state = try resource.read(connection, ["customer": customer])?.state(to: sight.scopes)
        let purses = state?["purses"]?.object ?? []
        let tiles = purses.map { purse in
            let given = (purse.value["lots"]?.array ?? []).reduce(Int64(0)) { $0 &+ ($1["points"]?.int ?? 0) }
            let balance = given &- (purse.value["owed"]?.int ?? 0)
            return Parts.tile(
                purse.name.isEmpty ? say(.points) : "\(say(.points)) · \(purse.name)", say.numbers.count(balance), [])
        }
        let initial = [PointsForms.customer: customer]
        let forms: HTML =
            isOpen
            ? """
            \(Parts.folded(say(.adjustPoints), isOpen: request.form?.id == PointsForms.adjust.id,
                PointsForms.adjust.html(request, initial: initial, below: "<p class=\"below\">\(say(.adjustPointsMore))</p>", isQuiet: true)))
            \(Parts.folded(say(.expirePoints), isOpen: request.form?.id == PointsForms.expire.id,
                PointsForms.expire.html(request, initial: initial, below: "<p class=\"below\">\(say(.expirePointsMore))</p>", isQuiet: true)))
            """ : .empty
        let mayAdjust = isOpen && request.may(PointsForms.adjust, initial)
        guard !tiles.isEmpty || mayAdjust else { return .empty }
        return Parts.section(
            "points", say(.points),
            "\(tiles.isEmpty ? Parts.nothing(say(.nothingYet)) : Parts.tiles(tiles))\(mayAdjust ? forms : .empty)")
    }
}
