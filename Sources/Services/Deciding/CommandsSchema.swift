import People

/// Where commands are decided: streams, the outbox and its writers, answers under their keys, leases.
enum CommandsSchema {
    static let sql = """
        CREATE SCHEMA IF NOT EXISTS davtari;
        CREATE TABLE IF NOT EXISTS davtari.stream (
            kind text NOT NULL, id text NOT NULL, version int8 NOT NULL DEFAULT 0, state jsonb, PRIMARY KEY (kind, id));
        CREATE INDEX IF NOT EXISTS stream_expires ON davtari.stream (((state->>'expires')::int8)) WHERE kind = 'order';
        \(said)
        CREATE INDEX IF NOT EXISTS stream_contract_of
            ON davtari.stream ((davtari.said(state)->>'customer')) WHERE kind = 'contract';
        DROP INDEX IF EXISTS davtari.stream_product_of;
        CREATE INDEX IF NOT EXISTS stream_barcodes
            ON davtari.stream USING gin (davtari.barcodes(state)) WITH (fastupdate = off) WHERE kind = 'product';
        CREATE INDEX IF NOT EXISTS stream_paper ON davtari.stream ((state->'standing'->>'paper'))
            WHERE kind = 'goodsDocument';
        CREATE INDEX IF NOT EXISTS stream_price_of
            ON davtari.stream ((davtari.said(state)->>'product')) WHERE kind = 'price';
        CREATE INDEX IF NOT EXISTS stream_approval_open ON davtari.stream (id)
            WHERE kind = 'approval' AND state->>'decision' IS NULL;
        CREATE INDEX IF NOT EXISTS stream_card_trouble ON davtari.stream (id) WHERE kind = 'giftCard'
            AND (((state->>'balance')::int8) < 0 OR state->>'isIssued' = 'false') AND version > 0;
        CREATE TABLE IF NOT EXISTS davtari.outbox_writer (
            writer text PRIMARY KEY, log_partition int4 NOT NULL, next int8 NOT NULL DEFAULT 1,
            moved int8 NOT NULL DEFAULT 0, log_end int8 NOT NULL DEFAULT 0, logged int8 NOT NULL DEFAULT 0,
            writes boolean NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS outbox_writer_writes ON davtari.outbox_writer (log_partition) WHERE writes;
        CREATE TABLE IF NOT EXISTS davtari.outbox (
            writer text NOT NULL REFERENCES davtari.outbox_writer, writerseq int8 NOT NULL, key text NOT NULL,
            bytes bytea NOT NULL, PRIMARY KEY (writer, writerseq));
        ALTER TABLE davtari.outbox ADD COLUMN IF NOT EXISTS taken boolean NOT NULL DEFAULT false;
        ALTER TABLE davtari.outbox_writer ADD COLUMN IF NOT EXISTS taken boolean NOT NULL DEFAULT false;
        CREATE TABLE IF NOT EXISTS davtari.answer (
            caller text NOT NULL, key text NOT NULL, request bytea NOT NULL, answer text,
            answered_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (caller, key));
        CREATE INDEX IF NOT EXISTS answer_age ON davtari.answer (answered_at);
        CREATE TABLE IF NOT EXISTS davtari.lease (
            name text PRIMARY KEY, epoch int8 NOT NULL DEFAULT 0, owner text, backend_pid int4,
            backend_start timestamptz, until timestamptz, verified text, last_error text);
        ALTER TABLE davtari.lease ADD COLUMN IF NOT EXISTS refusing text;
        CREATE TABLE IF NOT EXISTS davtari.reactor (name text PRIMARY KEY, log text NOT NULL, position int8[] NOT NULL);
        ALTER TABLE davtari.reactor ADD COLUMN IF NOT EXISTS leaves bytea[] NOT NULL DEFAULT '{}';
        CREATE TABLE IF NOT EXISTS davtari.reacted (
            reactor text NOT NULL, writer text NOT NULL, writerseq int8 NOT NULL,
            PRIMARY KEY (reactor, writer, writerseq));
        CREATE TABLE IF NOT EXISTS davtari.reaction_due (
            writer text NOT NULL, writerseq int8 NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (writer, writerseq));
        CREATE TABLE IF NOT EXISTS davtari.reaction_refused (
            writer text NOT NULL, writerseq int8 NOT NULL, rule text NOT NULL, message text NOT NULL,
            refused_at timestamptz NOT NULL DEFAULT clock_timestamp(), store text, type text,
            PRIMARY KEY (writer, writerseq));
        \(AccountFacts.schema)
        \(AccessTally.schema)
        \(Restore.schema)
        \(PersonSchema.sql)
        \(OfficeEpoch.schema)
        \(Counting.schema)
        \(Receiving.schema)
        \(KeptPriceChange.schema)
        \(Draft.schema)
        \(Pins.schema)
        """

    /// What a stream keeps of a fact, as JSON that can be asked (`Kept`). Postgres's has no character 0; a fact's may have one,
    /// which is left out here. And what a scanner may read of a product, its units' barcodes too.
    private static let said = #"""
        CREATE OR REPLACE FUNCTION davtari.said(state jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT CASE WHEN strpos(state->>'said', '\u0000') = 0 THEN state->>'said'
                ELSE regexp_replace(state->>'said', '(?<!\\)((?:\\\\)*)\\u0000', '\1', 'g') END::jsonb
        $$;
        CREATE OR REPLACE FUNCTION davtari.local_hour(milliseconds int8, zone text) RETURNS int8
            LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
        BEGIN
            RETURN extract(hour FROM to_timestamp(milliseconds / 1000.0) AT TIME ZONE coalesce(zone, 'Asia/Tbilisi'));
        -- A fact may name a zone that nobody knows, or a year that no date has.
        EXCEPTION WHEN data_exception THEN
            RETURN (milliseconds / 3600000 + 4) % 24;
        END $$;
        CREATE OR REPLACE FUNCTION davtari.barcodes(state jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT coalesce(array_agg(b.code), '{}')
            FROM (SELECT davtari.said(state) AS said) s, LATERAL (
                SELECT jsonb_array_elements_text(
                    CASE WHEN jsonb_typeof(s.said->'barcodes') = 'array' THEN s.said->'barcodes' ELSE '[]' END) AS code
                UNION ALL SELECT u->>'barcode' FROM jsonb_array_elements(
                    CASE WHEN jsonb_typeof(s.said->'units') = 'array' THEN s.said->'units' ELSE '[]' END) u) b
            WHERE b.code IS NOT NULL
        $$;
        DROP INDEX IF EXISTS davtari.stream_contract_customer, davtari.stream_product_said;
        """#
}
