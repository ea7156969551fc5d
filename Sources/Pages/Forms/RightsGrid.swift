import Rules

/// The rights of people as a grid: what is seen; what is done, by part of the office's work and by entity; what is done at a till.
enum RightsGrid {
    static let grid = Grid(parts: [seen, done, files, atTills])

    /// Figures first, and then what stands among them.
    private static let seen = Grid.Part(
        caption: .text(.rightsSeen), columns: [.title(Right.read(.sales).verbTitle)],
        rows: [Grid.Row(caption: .text(.everything), values: ["*.read"])]
            + (Scope.allCases.map { Right.read($0) } + [.readIdentity]).map { right in
                Grid.Row(caption: .title(right.subjectTitle), values: [right.description])
            })

    /// Who may do all that belongs to an area may do it with each of its entities.
    private static let done = Grid.Part(
        caption: .text(.rightsDone), columns: [.title(Right.change(.goods).verbTitle), .text(.end)],
        rows: [Grid.Row(caption: .text(.everything), values: ["*.change", "*.end"])]
            + Area.allCases.flatMap { area in
                [
                    Grid.Row(
                        caption: .title(Right.change(area).subjectTitle), values: [Right.change(area).description, nil])
                ]
                    + EntityShapes.all.filter { $0.area == area }.map(entity)
            })

    private static func entity(_ shape: EntityShape) -> Grid.Row {
        Grid.Row(
            caption: .title(shape.many),
            values: Right.Act.allCases.map { Right.act(entity: shape.name, $0).description }, isPart: true)
    }

    private static let files = Grid.Part(
        caption: .title(Right.files(.export).subjectTitle), columns: [.text(.rightsMay)],
        rows: Right.FileRight.allCases.map { right in
            Grid.Row(caption: .title(Right.files(right).verbTitle), values: [Right.files(right).description])
        })

    private static let atTills = Grid.Part(
        caption: .text(.rightsAtTill), columns: [.text(.rightsMay)],
        rows: Right.TillRight.allCases.map { right in
            Grid.Row(caption: .title(Right.atTill(right).title), values: [right.rawValue])
        })
}
