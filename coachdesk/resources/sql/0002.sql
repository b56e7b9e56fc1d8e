-- What a list shows of an entry and what it is filtered by stand in the index, so that the entries need not be read.
-- A payload that is no JSON is damage, which a check finds: its entry keeps the defaults, and the journal opens.
ALTER TABLE record ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN precision TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN headline TEXT NOT NULL DEFAULT '';
-- Whether the leader was told: 'yes', 'no', or '' where there is nothing to tell.
ALTER TABLE record_leader ADD COLUMN told TEXT NOT NULL DEFAULT '';
-- Each theme between separators (U+001F), which no text has; in the order of their code points.
ALTER TABLE record_leader ADD COLUMN themes TEXT NOT NULL DEFAULT '';

UPDATE record SET
    zone = ifnull(said ->> '$.occurred.zone', ''),
    precision = ifnull(said ->> '$.occurred.precision', ''),
    headline = substr(CASE
        WHEN trim(said ->> '$.title', char(9, 10, 32)) <> '' THEN said ->> '$.title'
        WHEN trim(said ->> '$.text', char(9, 10, 32)) <> '' THEN said ->> '$.text'
        WHEN trim(said ->> '$.situation', char(9, 10, 32)) <> '' THEN said ->> '$.situation'
        WHEN trim(said ->> '$.behaviour', char(9, 10, 32)) <> '' THEN said ->> '$.behaviour'
        WHEN trim(said ->> '$.impact', char(9, 10, 32)) <> '' THEN said ->> '$.impact'
        WHEN trim(said ->> '$.account', char(9, 10, 32)) <> '' THEN said ->> '$.account'
        WHEN trim(said ->> '$.intent', char(9, 10, 32)) <> '' THEN said ->> '$.intent'
        ELSE ''
    END, 1, 200)
FROM (SELECT seq AS of, CAST(body AS TEXT) -> 'record' AS said FROM payload WHERE json_valid(CAST(body AS TEXT)))
WHERE of = record.seq AND record.type = 'entry';

UPDATE record_leader SET
    told = CASE
        WHEN withdrawn THEN ''
        WHEN state = 'not_yet' THEN 'no'
        WHEN state IS NOT NULL THEN 'yes'
        WHEN kind IN ('observation', 'praise', 'decision') THEN 'no'
        ELSE ''
    END,
    themes = ifnull((
        SELECT char(31) || group_concat(theme, char(31)) || char(31)
        FROM (SELECT theme FROM record_theme t WHERE t.record = number ORDER BY theme)
    ), '')
FROM (
    SELECT number, withdrawn, CAST(body AS TEXT) ->> '$.record.told.state' AS state
    FROM record JOIN payload USING (seq)
    WHERE type = 'entry' AND json_valid(CAST(body AS TEXT))
)
WHERE number = record_leader.record;
