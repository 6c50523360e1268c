-- Every key begins with what a shard is chosen by: the account, or the random value that the asker holds instead of it.
-- Lengths of blobs are in the comments; times are milliseconds since 1970 in UTC.

CREATE TABLE accounts (
    account    BLOB    NOT NULL PRIMARY KEY, -- 32
    generation BLOB    NOT NULL, -- 32, with sequence and hash the newest head
    sequence   INTEGER NOT NULL,
    hash       BLOB    NOT NULL, -- 32
    epoch      INTEGER NOT NULL,
    statement  INTEGER NOT NULL, -- sequence of the newest statement
    checkpoint INTEGER, -- sequence of the newest checkpoint
    bytes      INTEGER NOT NULL, -- of the newest revisions and the blobs
    taken      INTEGER NOT NULL, -- when the newest entry was taken
    closed     INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    account BLOB NOT NULL REFERENCES accounts,
    device  BLOB NOT NULL, -- 16
    sign    BLOB NOT NULL, -- 32
    box     BLOB NOT NULL, -- 32
    removed INTEGER, -- sequence of the statement that removed it
    PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    account  BLOB    NOT NULL REFERENCES accounts,
    sequence INTEGER NOT NULL,
    kind     INTEGER NOT NULL, -- 1 statement, 2 record, 3 restored
    record   BLOB, -- 16, null unless it is a record's
    digest   BLOB    NOT NULL, -- 32
    hash     BLOB    NOT NULL, -- 32, of the head after this entry
    body     BLOB, -- null once superseded
    taken    INTEGER, -- when, of a statement
    lost     INTEGER, -- when it counts as taken before a restore, of a statement that was put back
    PRIMARY KEY (account, sequence)
) STRICT;

CREATE UNIQUE INDEX revisions ON entries (account, record, sequence) WHERE record IS NOT NULL;

CREATE UNIQUE INDEX acts ON entries (account, kind, sequence) WHERE record IS NULL;

CREATE TABLE blobs (
    account  BLOB    NOT NULL REFERENCES accounts,
    blob     BLOB    NOT NULL, -- 32
    size     INTEGER NOT NULL,
    uploaded INTEGER NOT NULL, -- when, the last time
    PRIMARY KEY (account, blob)
) STRICT, WITHOUT ROWID;

CREATE TABLE listings ( -- a revision's header lists a blob
    account  BLOB    NOT NULL REFERENCES accounts,
    blob     BLOB    NOT NULL, -- 32, also one that was never uploaded
    sequence INTEGER NOT NULL, -- of the revision
    expires  INTEGER, -- null while the revision is the newest
    PRIMARY KEY (account, blob, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX listed ON listings (account, sequence);

CREATE INDEX unlisted ON listings (expires) WHERE expires IS NOT NULL;

CREATE TABLE erased_blobs ( -- files that are still to be erased
    account BLOB NOT NULL, -- 32
    blob    BLOB NOT NULL, -- 32
    PRIMARY KEY (account, blob)
) STRICT, WITHOUT ROWID;

CREATE TABLE challenges (
    account BLOB    NOT NULL,
    nonce   BLOB    NOT NULL, -- 32, a hash
    device  BLOB    NOT NULL, -- 16
    expires INTEGER NOT NULL,
    PRIMARY KEY (account, nonce),
    FOREIGN KEY (account, device) REFERENCES devices
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    token   BLOB    NOT NULL PRIMARY KEY, -- 32, a hash
    account BLOB    NOT NULL,
    device  BLOB    NOT NULL, -- 16
    expires INTEGER NOT NULL,
    FOREIGN KEY (account, device) REFERENCES devices
) STRICT, WITHOUT ROWID;

CREATE TABLE pairings (
    mailbox BLOB    NOT NULL PRIMARY KEY, -- 32
    account BLOB    NOT NULL,
    device  BLOB    NOT NULL, -- 16, the one that opened it
    expires INTEGER NOT NULL,
    claim   BLOB, -- sealed, at most 1,024
    answer  BLOB, -- likewise
    FOREIGN KEY (account, device) REFERENCES devices
) STRICT, WITHOUT ROWID;
