import Rules

/// Where persons' keys, names and what was sealed last are kept, and who was erased.
package enum PersonSchema {
    /// Keys were once those of customers alone, and phones were kept as they were written. Whose a card, a phone or a tax number is, is
    /// looked up by hashes: an index holds no text of any length.
    package static let sql = """
        CREATE TABLE IF NOT EXISTS davtari.person (
            entity text NOT NULL, id text NOT NULL, key bytea NOT NULL, name text, phone text, email text,
            cards text[] NOT NULL, sealed bytea NOT NULL, PRIMARY KEY (entity, id));
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'davtari.person'::regclass AND attname = 'customer') THEN
                ALTER TABLE davtari.person RENAME customer TO id;
                ALTER TABLE davtari.person ADD entity text NOT NULL DEFAULT 'customer';
                ALTER TABLE davtari.person ALTER entity DROP DEFAULT, DROP CONSTRAINT person_pkey,
                    ADD PRIMARY KEY (entity, id);
            END IF;
            IF to_regclass('davtari.person_phone') IS NULL THEN
                UPDATE davtari.person SET phone = CASE WHEN length(ltrim(phone, '0')) BETWEEN 1 AND \(Person.nationalDigits)
                    THEN '\(Person.countryCode)' || ltrim(phone, '0') ELSE nullif(ltrim(phone, '0'), '') END;
            END IF;
        END $$;
        ALTER TABLE davtari.person ADD COLUMN IF NOT EXISTS tax_number text;
        CREATE INDEX IF NOT EXISTS person_tax_number ON davtari.person USING hash (tax_number);
        CREATE INDEX IF NOT EXISTS person_phone ON davtari.person USING hash (phone);
        CREATE OR REPLACE FUNCTION davtari.card_hashes(cards text[]) RETURNS int8[] IMMUTABLE PARALLEL SAFE LANGUAGE sql
            AS 'SELECT coalesce(array_agg(hashtextextended(card, 0)), ''{}'') FROM unnest(cards) card';
        CREATE INDEX IF NOT EXISTS person_cards ON davtari.person USING gin (davtari.card_hashes(cards));
        CREATE TABLE IF NOT EXISTS davtari.person_erased (
            entity text NOT NULL, id text NOT NULL, erased_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (entity, id));
        """
}
