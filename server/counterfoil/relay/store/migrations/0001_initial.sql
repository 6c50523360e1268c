-- Every key begins with what a shard is chosen by: the account, or the random value that the asker holds instead of it.
-- Lengths of blobs are in the comments; times are milliseconds since 1970 in UTC.

CREATE TABLE accounts (
    account    BLOB    NOT NULL PRIMARY KEY, -- 32
    generation BLOB    NOT NULL, -- 32, with sequence and hash the newest head
    sequence   INTEGER NOT NULL,
    hash       BLOB    NOT NULL, -- 32
    epoch      INTEGER NOT NULL,
    statement  INTEGER NOT NULL -- sequence of the newest statement
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    account BLOB NOT NULL REFERENCES accounts,
    device  BLOB NOT NULL, -- 16
    sign    BLOB NOT NULL, -- 32
    box     BLOB NOT NULL, -- 32
    PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    account  BLOB    NOT NULL REFERENCES accounts,
    sequence INTEGER NOT NULL,
    kind     INTEGER NOT NULL, -- 1 statement, 2 record
    record   BLOB, -- 16, null for a statement
    digest   BLOB    NOT NULL, -- 32
    hash     BLOB    NOT NULL, -- 32, of the head after this entry
    body     BLOB, -- null once superseded
    PRIMARY KEY (account, sequence)
) STRICT;

CREATE UNIQUE INDEX revisions ON entries (account, record, sequence) WHERE record IS NOT NULL;

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
