import Events
import Postgres

/// The tables of transfers, of deliveries that others speak of, and of what could not be applied.
enum TradeDocuments {
    static let contents: [Contents] = [
        Contents(
            """
            SELECT writer, writerseq::text, part::text, line::text, transfer, store, to_store, product, sent_at::text,
                sent::text, received::text, missing::text, damaged::text, surplus::text, in_transit::text,
                in_transit_value::text, cost::text, is_closed::text, last_received_at::text
            FROM transfer_line ORDER BY writer COLLATE "C", writerseq, part
            """
        ).with(
            .booked,
            """
            SELECT writer, writerseq::text, part::text, booked::text FROM transfer_line
            ORDER BY writer COLLATE "C", writerseq, part
            """
        ).with(
            .placed,
            """
            SELECT writer, writerseq::text, part::text, recorded_at::text, log_partition::text, log_offset::text
            FROM transfer_line ORDER BY writer COLLATE "C", writerseq, part
            """),
        Contents(
            """
            SELECT writer, writerseq::text, refers_to, store, type, effective_at::text FROM unapplied
            ORDER BY writer COLLATE "C", writerseq, refers_to COLLATE "C"
            """),
        Contents(
            """
            SELECT writer, writerseq::text, store, type, effective_at::text, faults FROM marked_revision
            ORDER BY writer COLLATE "C", writerseq, store COLLATE "C", type COLLATE "C", effective_at, faults COLLATE "C"
            """),
    ]
}
