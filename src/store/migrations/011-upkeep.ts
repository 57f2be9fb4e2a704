/** Which silences were told of when they were over, which heartbeats were written, and how far the database had come. */
export const upkeep = `
ALTER TABLE silence ADD COLUMN handled_at TEXT;

CREATE TABLE heartbeat (
  month INTEGER PRIMARY KEY,
  written_at TEXT NOT NULL
) STRICT;

CREATE TABLE progress (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  counter INTEGER NOT NULL,
  restored_at TEXT
) STRICT;
INSERT INTO progress VALUES (1, 0, NULL);

CREATE TRIGGER run_ended AFTER UPDATE OF finished_at ON run BEGIN
  UPDATE progress SET counter = counter + 1;
END;
CREATE TRIGGER message_written AFTER INSERT ON outbox BEGIN
  UPDATE progress SET counter = counter + 1;
END;
CREATE TRIGGER message_settled AFTER UPDATE OF state, attempts ON outbox BEGIN
  UPDATE progress SET counter = counter + 1;
END;

CREATE INDEX alert_on_publication ON alert (metric, subject, period) WHERE key_id IS NULL;
`;
