import Events
import Postgres
import Rules

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
            "\(scene.completeness("writer")) w LEFT JOIN \(scene.schemas.tills) t ON t.writer = w.writer"
        }, measures: { column, _ in "sum(\(column.sql))" })

    package static let quarantine = Report(
        "quarantine", "Numbers that came in two versions, both in full; the earlier counts.", of: .books,
        [
            Column("partition", .integer, "q0.log_partition"), Column("offset", .integer, "q0.log_offset"),
            Column("fact", .text, "q0.writer || ':' || q0.writerseq"), Column("writer", .text, "q0.writer"),
            Column("store", .text, "q0.store"), Column("recorded_at", .instant, "q0.recorded_at"),
            Column("kept_partition", .integer, "q0.kept_partition"),
            Column("kept_offset", .integer, "q0.kept_offset"),
            Column("kept", .text, "convert_from(q0.kept, 'UTF8')", .dimension, .whole),
            Column("other", .text, "convert_from(q0.other, 'UTF8')", .dimension, .whole),
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
            Column("recorded_at", .instant, "u.recorded_at"), Column("faults", .text, "u.faults", .dimension, .whole),
        ],
        key: ["partition", "offset"], sort: [("recorded_at", true)], shops: .column("u.store"),
        source: { scene in "\(scene.completeness("unreadable")) u" })

    package static let suspectFacts = Report(
        "suspect_facts", "Facts of every type that break rules, with the rules that they break.", of: .books,
        [
            Column("fact", .text, "u.writer || ':' || u.writerseq"), Column("writer", .text, "u.writer"),
            Column("store", .text, "u.store"), Column("type", .text, "u.type"),
            Column("effective_at", .instant, "u.effective_at"), Column("recorded_at", .instant, "u.recorded_at"),
            Column("rules", .text, "array_to_string(u.rules, ',')"),
            Column("faults", .text, "u.faults", .dimension, .whole),
            Column("is_repaired", .boolean, "coalesce(u.breaks AND r.status <> 'suspect', false)"),
            Column("partition", .integer, "u.log_partition"), Column("offset", .integer, "u.log_offset"),
            .measure("facts", .integer, "1"),
            .set("rule", .text) { _ in "SELECT unnest(u.rules)" },
        ],
        key: ["fact"], sort: [("recorded_at", true)], shops: .column("u.store"),
        leads: [Lead("event", "/v1/events/{fact}")],
        source: { scene in
            // A receipt is repaired by a correction that breaks no rule.
            """
            \(Suspects.rows(scene.schemas)) u
            LEFT JOIN \(scene.trade("receipt")) r ON r.writer = u.writer AND r.writerseq = u.writerseq
                AND u.type = 'receipt.completed.v1'
            """
        })

    package static let lostReferences = Report(
        "lost_references",
        "Suppliers, shops, discount rules, prices and contracts that facts name and nobody has defined.", of: .books,
        [
            Column("kind", .text, "u.kind"), Column("refers_to", .text, "u.id"),
            Column("store", .text, "nullif(u.store, '')"), Column("fact", .text, "u.writer || ':' || u.writerseq"),
            Column("type", .text, "u.type"), .measure("references", .integer, "1"),
        ],
        key: ["kind", "refers_to", "store"], sort: [("kind", false), ("refers_to", false), ("store", false)],
        shops: .column("u.store"), leads: [Lead("event", "/v1/events/{fact}")],
        source: { scene in "\(scene.lostReferences) u" })

    package static let factTypes = Report(
        "fact_types", "Facts by type: what this version makes of each, and how many there are.", of: .books,
        [
            Column("type", .text, "u.type"), Column("store", .text, "nullif(u.store, '')"),
            Column("effect", .text, effect), .measure("facts", .integer, "u.facts"),
        ],
        key: ["type", "store"], sort: [("facts", true)], shops: .column("u.store"),
        source: { scene in "\(scene.completeness("fact_type")) u" })

    /// The types are this version's own and hold no quote.
    private static let effect: String = {
        func list(_ effect: FactEffect) -> String {
            FactType.all.map(\.name).filter { FactEffect(of: $0) == effect }.map { "'\($0)'" }.joined(separator: ", ")
        }
        return "CASE WHEN u.type IN (\(list(.folded))) THEN 'folded' WHEN u.type IN (\(list(.kept))) THEN 'kept' "
            + "ELSE 'unknown' END"
    }()

    package static let unapplied = Report(
        "unapplied",
        "Corrections and the like that speak of what their shop does not know: on its way yet, or another shop’s; and costs in a "
            + "currency that their shop does not reckon in.",
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

    package static let setAside = Report(
        "set_aside",
        "Records that a read model leaves out, since folding them failed twice: a defect of Davtari’s, and until it is mended "
            + "the figures are without them.",
        of: .books,
        [
            Column("read_model", .text, "a.name"), Column("partition", .integer, "a.log_partition"),
            Column("offset", .integer, "a.log_offset"),
            Column("fact", .text, "a.writer || ':' || a.writerseq"), Column("writer", .text, "a.writer"),
            Column("type", .text, "a.type"), Column("store", .text, "a.store"),
            Column("reason", .text, "a.reason", .dimension, .whole),
            Column("recorded_at", .instant, "a.recorded_at"),
            Column("set_aside_at", .instant, "floor(extract(epoch FROM a.set_aside_at) * 1000)::int8"),
            .measure("records", .integer, "1"),
        ],
        key: ["read_model", "partition", "offset"], sort: [("set_aside_at", true)], shops: .column("a.store"),
        source: { _ in Incomplete.setAside })

    package static let cardTroubles = Report(
        "card_troubles",
        "Gift cards and store credits that paid more than was on them while a till was offline, or that nobody issued.",
        of: .money,
        [
            Column("serial", .text, "t.id"), Column("currency", .text, "t.state->>'currency'"),
            Column("kind", .text, "t.state->>'kind'"),
            Column("is_issued", .boolean, "(t.state->>'isIssued')::boolean"),
            .measure("balance", .money, "(t.state->>'balance')::int8"),
            .measure("overdraft", .money, "greatest(0, -((t.state->>'balance')::int8))"),
            .measure("cards", .integer, "1"),
        ],
        key: ["serial"], sort: [("overdraft", true)], shops: .chain, source: { _ in "\(cardsInTrouble) t" })

    /// As the index says it that finds them.
    static let cardsInTrouble: SQL = """
        (SELECT id, state FROM davtari.stream WHERE kind = 'giftCard'
            AND (((state->>'balance')::int8) < 0 OR state->>'isIssued' = 'false') AND version > 0)
        """

    package static let refusedReactions = Report(
        "refused_reactions",
        "Facts from which a decision should have followed that a rule stood against, such as a payment with a card in "
            + "another currency.",
        of: .books,
        [
            Column("fact", .text, "r.writer || ':' || r.writerseq"), Column("writer", .text, "r.writer"),
            Column("store", .text, "r.store"), Column("type", .text, "r.type"), Column("rule", .text, "r.rule"),
            Column("message", .text, "r.message", .dimension, .whole),
            Column("refused_at", .instant, "floor(extract(epoch FROM r.refused_at) * 1000)::int8"),
            .measure("reactions", .integer, "1"),
        ],
        key: ["fact"], sort: [("refused_at", true)], shops: .column("r.store"),
        source: { _ in "davtari.reaction_refused r" })
}
