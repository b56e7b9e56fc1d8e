-- Erasure destroys the content of events that it names; what is left of a payload stands in leaves, and the salt goes.
ALTER TABLE payload ADD COLUMN leaves BLOB;
-- Of the record as it stands: 0, 1 where something of it was erased, 2 where all of it was and a tombstone stays.
ALTER TABLE record ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;

-- A payload changes only to lose what the erasure just written names, and never while a hold covers it.
-- Canonical JSON has one way to write that, and no text can hold it: quotes are escaped there. Looking for it is much
-- quicker than reading a long erasure as JSON for every payload.
DROP TRIGGER payload_keeps_updates;
CREATE TRIGGER payload_keeps_updates BEFORE UPDATE ON payload
WHEN NEW.seq <> OLD.seq OR NEW.salt <> x'' OR NEW.leaves IS NULL OR NOT EXISTS (
    SELECT 1 FROM event JOIN payload said USING (seq)
    WHERE event.seq = (SELECT seq FROM event WHERE action <> 'clock' ORDER BY seq DESC LIMIT 1)
        AND event.action = 'erase' AND event.record_type = 'erasure' AND OLD.seq < event.seq
        AND instr(said.body, CAST('"seq":' || OLD.seq || '}' AS BLOB))
)
BEGIN SELECT RAISE(ABORT, 'payload is append-only'); END;
CREATE TRIGGER payload_keeps_what_is_held BEFORE UPDATE ON payload
WHEN EXISTS (
    SELECT 1 FROM record, payload held
    WHERE record.type = 'hold' AND held.seq = record.seq
        AND CAST(held.body AS TEXT) ->> '$.record.lifted_on' IS NULL
        AND CAST(held.body AS TEXT) ->> '$.record.leader_id' IN (
            SELECT '' UNION ALL SELECT record_id FROM event WHERE seq = OLD.seq
            UNION ALL SELECT value FROM json_each(CAST(OLD.body AS TEXT), '$.leaders')
        )
)
BEGIN SELECT RAISE(ABORT, 'payload is held'); END;
