/// How much is known.
extension Reports {
    package static let completeness = Report(
        "completeness", "Each writer’s book: how far it is complete, its gaps, its silence.", of: .books,
        [
            Column("writer", .text, "w.writer"), Column("store", .text, "w.store"), Column("till", .text, "t.till"),
            .measure("complete_through", .integer, "w.prefix"), .measure("greatest", .integer, "w.greatest"),
            .measure("missing", .integer, "w.missing"), .measure("repeats", .integer, "w.repeats"),
            .measure("unknown", .integer, "w.unknown"), .measure("damaged", .integer, "w.damaged"),
            .measure("ahead", .integer, "w.ahead"),
            Column("last_fact_at", .instant, "w.last_heard"),
            Column("last_recorded_at", .instant, "w.last_recorded"),
            Column("gaps", .text, "w.gaps"),
            Column("partitions", .text, "array_to_string(w.partitions, ',')"),
            .measure(
                "silent_minutes", .integer, "floor((extract(epoch FROM now()) * 1000 - w.last_heard) / 60000)"),
        ],
        key: ["writer"], sort: [("missing", true)], shops: .column("w.store"),
        source: { scene in
            "\(scene.completeness("writer")) w LEFT JOIN \(scene.catalogue("till")) t ON t.writer = w.writer"
        }, measures: { column, _ in "sum(\(column.sql))" })

    package static let quarantine = Report(
        "quarantine", "Numbers that came in two versions, both in full; the earlier counts.", of: .books,
        [
            Column("partition", .integer, "q0.log_partition"), Column("offset", .integer, "q0.log_offset"),
            Column("fact", .text, "q0.writer || ':' || q0.writerseq"), Column("writer", .text, "q0.writer"),
            Column("store", .text, "q0.store"), Column("recorded_at", .instant, "q0.recorded_at"),
            Column("kept_partition", .integer, "q0.kept_partition"),
            Column("kept_offset", .integer, "q0.kept_offset"),
            // Whole facts may say anything.
            Column("kept", .text, "convert_from(q0.kept, 'UTF8')", .dimension, .personal),
            Column("other", .text, "convert_from(q0.other, 'UTF8')", .dimension, .personal),
        ],
        key: ["partition", "offset"], sort: [("recorded_at", true)], shops: .column("q0.store"),
        source: { scene in "\(scene.completeness("quarantine")) q0" })

    package static let ahead = Report(
        "ahead", "Facts that are dated more than a day after they were recorded: a clock that ran ahead.", of: .books,
        [
            Column("partition", .integer, "a.log_partition"), Column("offset", .integer, "a.log_offset"),
            Column("fact", .text, "a.writer || ':' || a.writerseq"), Column("writer", .text, "a.writer"),
            Column("store", .text, "a.store"), Column("type", .text, "a.type"),
            Column("claimed_at", .instant, "a.claimed"), Column("recorded_at", .instant, "a.recorded_at"),
            .measure("facts", .integer, "1"),
        ],
        key: ["partition", "offset"], sort: [("recorded_at", true)], shops: .column("a.store"),
        source: { scene in "\(scene.completeness("ahead")) a" }, measures: { column, _ in "sum(\(column.sql))" })

    package static let unreadable = Report(
        "unreadable", "Facts, or facts with lines, that cannot be read.", of: .books,
        [
            Column("partition", .integer, "u.log_partition"), Column("offset", .integer, "u.log_offset"),
            Column("fact", .text, "u.writer || ':' || u.writerseq"), Column("store", .text, "u.store"),
            Column("recorded_at", .instant, "u.recorded_at"), Column("faults", .text, "u.faults"),
        ],
        key: ["partition", "offset"], sort: [("recorded_at", true)], shops: .column("u.store"),
        source: { scene in "\(scene.completeness("unreadable")) u" })

    package static let unapplied = Report(
        "unapplied",
        "Corrections and the like that speak of what their shop does not know: on its way yet, or another shop’s.",
        of: .books,
        [
            Column("fact", .text, "a.writer || ':' || a.writerseq"), Column("type", .text, "a.type"),
            Column("refers_to", .text, "a.refers_to"), Column("store", .text, "a.store"),
            Column("effective_at", .instant, "a.effective_at"), Column("recorded_at", .instant, "a.recorded_at"),
            Column("partition", .integer, "a.log_partition"), Column("offset", .integer, "a.log_offset"),
        ],
        key: ["fact", "refers_to"], sort: [("recorded_at", true), ("fact", false), ("refers_to", false)],
        shops: .column("a.store"), leads: [Lead("event", "/v1/events/{fact}")],
        source: { scene in "\(scene.trade("unapplied")) a" })

    package static let refusedReactions = Report(
        "refused_reactions",
        "Facts from which a decision should have followed that a rule stood against, such as a payment with a card in "
            + "another currency.",
        of: .books,
        [
            Column("fact", .text, "r.writer || ':' || r.writerseq"), Column("writer", .text, "r.writer"),
            Column("store", .text, "r.store"), Column("type", .text, "r.type"), Column("rule", .text, "r.rule"),
            Column("message", .text, "r.message"),
            Column("refused_at", .instant, "floor(extract(epoch FROM r.refused_at) * 1000)::int8"),
            .measure("reactions", .integer, "1"),
        ],
        key: ["fact"], sort: [("refused_at", true)], shops: .column("r.store"),
        source: { _ in "davtari.reaction_refused r" })
}
