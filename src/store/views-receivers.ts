/** Who is reached, and who is not. */
export const RECEIVER_VIEWS: Readonly<Record<string, string>> = {
  v_receiver: `
SELECT r.receiver, CASE WHEN o.receiver IS NULL THEN 'ok' WHEN o.next_attempt_at IS NULL THEN 'disabled' ELSE 'failing' END AS state,
  o.since, o.attempts, o.next_attempt_at, o.detail,
  (SELECT COUNT(*) FROM outbox b WHERE b.receiver = r.receiver AND b.state = 'waiting') AS waiting,
  (SELECT COUNT(*) FROM outbox b WHERE b.receiver = r.receiver AND b.state = 'dead') AS dead,
  (SELECT MAX(b.delivered_at) FROM outbox b WHERE b.receiver = r.receiver) AS last_delivered_at
FROM (SELECT receiver FROM outbox UNION SELECT receiver FROM receiver_outage) r LEFT JOIN receiver_outage o ON o.receiver = r.receiver`,
};
