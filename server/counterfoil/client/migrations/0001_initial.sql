-- One account on one device. Envelopes and drafts are sealed; nothing here is a record's plaintext.

CREATE TABLE device (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    seed          BLOB,              -- as it is, or …
    locked        BLOB,              -- … under a passphrase (SPEC.md, *lock*)
    id            BLOB NOT NULL,
    account       BLOB NOT NULL,
    genesis       BLOB,              -- the statement itself, where this device made the account
    admission     BLOB,              -- digest of the `add` that must be in the log, where it was let in
    predecessor   BLOB,              -- the device that this one replaces and still has to remove
    relay         TEXT,
    clock_ms      INTEGER NOT NULL DEFAULT 0,
    clock_counter INTEGER NOT NULL DEFAULT 0,
    count         INTEGER NOT NULL DEFAULT 0,  -- the last one this device sealed with
    behind_since  INTEGER,
    CHECK ((seed IS NULL) <> (locked IS NULL))
) STRICT;

-- The device that this one is about to become; kept until the log shows that it was let in.
CREATE TABLE successor (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    seed   BLOB,
    locked BLOB,
    id     BLOB NOT NULL,
    remove INTEGER NOT NULL,          -- whether it then removes the one that it replaces
    CHECK ((seed IS NULL) <> (locked IS NULL))
) STRICT;

-- The seed of the device that is to be let in here by a pairing or a kit; kept until it is.
CREATE TABLE newcomer (one INTEGER PRIMARY KEY CHECK (one = 1), seed BLOB NOT NULL) STRICT;

-- What was verified of the log: its statements and `restored` entries as they came, and H(n) of each entry.
CREATE TABLE statements (position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, signed BLOB NOT NULL) STRICT;
CREATE TABLE restores (sequence INTEGER PRIMARY KEY, generation BLOB NOT NULL) STRICT;
CREATE TABLE hashes (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE newest (record BLOB PRIMARY KEY, sequence INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE TABLE withheld (record BLOB PRIMARY KEY, sequence INTEGER NOT NULL) STRICT;
CREATE TABLE counts (device BLOB PRIMARY KEY, count INTEGER NOT NULL) STRICT;
CREATE TABLE log (one INTEGER PRIMARY KEY CHECK (one = 1), superseded INTEGER NOT NULL) STRICT;
CREATE TABLE aside (record BLOB PRIMARY KEY, sequence INTEGER NOT NULL, code TEXT NOT NULL, writer BLOB) STRICT;

-- What a restore took out of the log and this device does not unlearn: who was removed, and the generations that the log had until
-- then; digests of the statements that were lost; those of them that are still to be put back.
CREATE TABLE outcasts (device BLOB NOT NULL, generation BLOB NOT NULL, PRIMARY KEY (device, generation)) STRICT;
CREATE TABLE verified (digest BLOB PRIMARY KEY) STRICT;
CREATE TABLE lost (position INTEGER PRIMARY KEY, signed BLOB NOT NULL) STRICT;

-- Records whose ids were made with the key of an epoch that a restore took away.
CREATE TABLE astray (record BLOB PRIMARY KEY) STRICT;

-- Devices of which a copy writes too; the person knows, so a count used twice is set aside and sync goes on.
CREATE TABLE copied (device BLOB PRIMARY KEY) STRICT;

-- The date in the newest envelope or statement of each device.
CREATE TABLE signs (device BLOB PRIMARY KEY, date INTEGER NOT NULL) STRICT;

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

-- Digests of all that this device ever sealed for the log: what a restore brings back in its name was written by it, or by a copy.
CREATE TABLE sealed (digest BLOB PRIMARY KEY) STRICT;

-- Blobs that the relay has taken; the sealed files lie in the folder `blobs`.
CREATE TABLE uploaded (blob BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT;

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

-- What the person should know until it is over: a code and what belongs to it, as JSON of ids, numbers and times.
CREATE TABLE conditions (code TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;

-- A pairing under way, so that it can go on after an interruption.
CREATE TABLE pairing (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    role      TEXT NOT NULL CHECK (role IN ('host', 'guest')),
    relay     TEXT NOT NULL,
    secret    BLOB NOT NULL,
    claim     BLOB,
    confirmed INTEGER NOT NULL DEFAULT 0,
    answer    BLOB,
    expires   INTEGER NOT NULL
) STRICT;
