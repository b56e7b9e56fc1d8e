-- The ledger: append-only. A row of event is metadata and hashes; its content is the payload beside it.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    record_id TEXT NOT NULL,
    record_type TEXT NOT NULL,
    schema INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    offset INTEGER NOT NULL,
    boot TEXT NOT NULL,
    boottime INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    counts BLOB NOT NULL,
    leaf_hash BLOB NOT NULL,
    head BLOB NOT NULL,
    UNIQUE (record_id, revision)
) STRICT;
CREATE INDEX event_refiled ON event (seq) WHERE action = 'refile';

CREATE TABLE payload (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    salt BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- RFC 9162 nodes above the leaves, each written once, when its subtree is complete.
CREATE TABLE tree_node (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

-- Nothing written is changed or removed; INSERT OR REPLACE is a removal too.
CREATE TRIGGER event_keeps_updates BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_keeps_deletes BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_keeps_replaces BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM event)
    OR EXISTS (SELECT 1 FROM event WHERE record_id = NEW.record_id AND revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER payload_keeps_updates BEFORE UPDATE ON payload
BEGIN SELECT RAISE(ABORT, 'payload is append-only'); END;
CREATE TRIGGER payload_keeps_deletes BEFORE DELETE ON payload
BEGIN SELECT RAISE(ABORT, 'payload is append-only'); END;
CREATE TRIGGER payload_keeps_replaces BEFORE INSERT ON payload
WHEN EXISTS (SELECT 1 FROM payload WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'payload is append-only'); END;

-- The index of current states, derived from the ledger and checked against it.
CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES event (seq),
    revision INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX record_by_type ON record (type, number) WHERE type <> 'entry';

CREATE TABLE record_leader (
    leader_id TEXT NOT NULL,
    occurred TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record (number),
    entry_number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    PRIMARY KEY (leader_id, occurred, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_leader_by_record ON record_leader (record);

CREATE TABLE record_theme (
    theme TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record (number),
    PRIMARY KEY (theme, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_theme_by_record ON record_theme (record);

-- Counted per leader, in the order in which they first appeared.
CREATE TABLE leader_count (
    position INTEGER PRIMARY KEY,
    leader_id TEXT NOT NULL UNIQUE,
    entries INTEGER NOT NULL,
    events INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
    title, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

CREATE TABLE attachment (
    record_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (record_id, position)
) STRICT;

-- Text being written: encrypted like all else, outside the ledger, gone once sealed.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    updated_at TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
