/// Sign-ins, sessions and tokens. Unlike read models they are no fold of the log: secrets do not belong in it.
enum AccountsSchema {
    static let sql = """
        CREATE SCHEMA IF NOT EXISTS davtari;
        CREATE TABLE IF NOT EXISTS davtari.account (
            name text PRIMARY KEY, password text, language text NOT NULL DEFAULT 'ka' CHECK (language IN ('ka', 'en')),
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(), disabled_at timestamptz);
        ALTER TABLE davtari.account DROP COLUMN IF EXISTS failures, DROP COLUMN IF EXISTS failed_at,
            ADD COLUMN IF NOT EXISTS role text, ADD COLUMN IF NOT EXISTS roles text[],
            ADD COLUMN IF NOT EXISTS version int8 NOT NULL DEFAULT 1, ADD COLUMN IF NOT EXISTS employee text,
            ADD COLUMN IF NOT EXISTS theme text CHECK (theme IN ('light', 'dark')), ADD COLUMN IF NOT EXISTS home text,
            ADD COLUMN IF NOT EXISTS signed_in_at timestamptz, ADD COLUMN IF NOT EXISTS code_secret bytea,
            ADD COLUMN IF NOT EXISTS code_step int8, ADD COLUMN IF NOT EXISTS requests_seen_at timestamptz,
            ALTER COLUMN password DROP NOT NULL;
        UPDATE davtari.account SET roles = ARRAY[coalesce(role, 'owner')] WHERE roles IS NULL;
        ALTER TABLE davtari.account ALTER COLUMN roles SET NOT NULL, DROP COLUMN role;
        CREATE UNIQUE INDEX IF NOT EXISTS account_employee ON davtari.account (employee);
        CREATE TABLE IF NOT EXISTS davtari.account_link (
            account text PRIMARY KEY REFERENCES davtari.account ON DELETE CASCADE, secret bytea NOT NULL UNIQUE,
            expires_at timestamptz NOT NULL);
        CREATE TABLE IF NOT EXISTS davtari.recovery_code (
            account text NOT NULL REFERENCES davtari.account ON DELETE CASCADE, code bytea NOT NULL,
            PRIMARY KEY (account, code));
        CREATE TABLE IF NOT EXISTS davtari.sign_in_step (
            secret bytea PRIMARY KEY, account text NOT NULL REFERENCES davtari.account ON DELETE CASCADE,
            expires_at timestamptz NOT NULL);
        CREATE TABLE IF NOT EXISTS davtari.sign_in_failure (
            subject bytea PRIMARY KEY, failures int4 NOT NULL, failed_at timestamptz NOT NULL);
        CREATE INDEX IF NOT EXISTS sign_in_failure_age ON davtari.sign_in_failure (failed_at);
        CREATE TABLE IF NOT EXISTS davtari.sign_in_known (
            mark bytea NOT NULL, account text NOT NULL REFERENCES davtari.account ON DELETE CASCADE,
            seen_at timestamptz NOT NULL, PRIMARY KEY (mark, account));
        CREATE TABLE IF NOT EXISTS davtari.session (
            secret bytea PRIMARY KEY, account text NOT NULL REFERENCES davtari.account ON DELETE CASCADE,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(), expires_at timestamptz NOT NULL);
        ALTER TABLE davtari.session ADD COLUMN IF NOT EXISTS browser text, ADD COLUMN IF NOT EXISTS trying text;
        CREATE INDEX IF NOT EXISTS session_expiry ON davtari.session (expires_at);
        CREATE INDEX IF NOT EXISTS session_account ON davtari.session (account);
        CREATE TABLE IF NOT EXISTS davtari.token (
            id text PRIMARY KEY, secret bytea NOT NULL UNIQUE, kind text NOT NULL, name text NOT NULL,
            stores text[] NOT NULL, writers text[] NOT NULL, created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            revoked_at timestamptz, last_used_at timestamptz);
        ALTER TABLE davtari.token ADD COLUMN IF NOT EXISTS scopes text[] NOT NULL DEFAULT '{}';
        ALTER TABLE davtari.token ADD COLUMN IF NOT EXISTS areas text[] NOT NULL DEFAULT '{}',
            ADD COLUMN IF NOT EXISTS expires_at timestamptz, ADD COLUMN IF NOT EXISTS created_by text,
            ADD COLUMN IF NOT EXISTS last_used_from text, ADD COLUMN IF NOT EXISTS version int8 NOT NULL DEFAULT 1,
            ADD COLUMN IF NOT EXISTS old_secret bytea UNIQUE, ADD COLUMN IF NOT EXISTS old_until timestamptz;
        """
}
