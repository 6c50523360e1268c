-- One account on one device. Envelopes and drafts are sealed; nothing here is a record's plaintext.

CREATE TABLE device (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    seed          BLOB NOT NULL,
    account       BLOB NOT NULL,
    genesis       BLOB,              -- the statement itself, where this device made it
    admission     BLOB,              -- digest of the `add` that must be in the log, where it was let in
    epoch         INTEGER NOT NULL,
    sealed_key    BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    relay         TEXT,
    clock_ms      INTEGER NOT NULL DEFAULT 0,
    clock_counter INTEGER NOT NULL DEFAULT 0,
    count         INTEGER NOT NULL DEFAULT 0,  -- the last one this device sealed with
    behind_since  INTEGER
) STRICT;

-- What was verified of the log.
CREATE TABLE log (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    statement  BLOB NOT NULL,
    epoch      INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    generation BLOB NOT NULL
) STRICT;
CREATE TABLE hashes (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE members (
    device    BLOB PRIMARY KEY,
    sign      BLOB NOT NULL,
    box       BLOB NOT NULL,
    role      INTEGER NOT NULL,
    admission BLOB NOT NULL           -- digest of the statement that let it in
) STRICT;
CREATE TABLE newest (record BLOB PRIMARY KEY, sequence INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE TABLE withheld (record BLOB PRIMARY KEY, sequence INTEGER NOT NULL) STRICT;
CREATE TABLE counts (device BLOB PRIMARY KEY, count INTEGER NOT NULL) STRICT;
CREATE TABLE aside (record BLOB PRIMARY KEY, sequence INTEGER NOT NULL, code TEXT NOT NULL, writer BLOB) STRICT;

-- The newest revision of each record that passed every check, as it came.
CREATE TABLE envelopes (record BLOB PRIMARY KEY, sequence INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT;

-- The outbox: a draft is the whole record, sealed for this device alone; a send is sealed for the log.
CREATE TABLE drafts (record BLOB PRIMARY KEY, envelope BLOB NOT NULL) STRICT;
CREATE TABLE sent (
    digest   BLOB PRIMARY KEY,
    record   BLOB NOT NULL,
    count    INTEGER NOT NULL,
    envelope BLOB                     -- null once the relay said that it did not append it
) STRICT;
CREATE INDEX sent_record ON sent (record);

CREATE TABLE verdict (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    kind     TEXT NOT NULL,
    code     TEXT NOT NULL,
    detail   TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    device   BLOB,
    ours     BLOB NOT NULL,
    theirs   BLOB NOT NULL,
    entry    BLOB,
    at       INTEGER NOT NULL
) STRICT;

-- A pairing under way, so that it can go on after an interruption.
CREATE TABLE pairing (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    role      TEXT NOT NULL CHECK (role IN ('host', 'guest')),
    relay     TEXT NOT NULL,
    secret    BLOB NOT NULL,
    seed      BLOB,
    claim     BLOB,
    confirmed INTEGER NOT NULL DEFAULT 0,
    answer    BLOB,
    expires   INTEGER NOT NULL
) STRICT;
