/** The tables that say which alerts and claims a message speaks of. */
export const LINKS = ['outbox_alert', 'outbox_claim'] as const;

/**
 * SQL: the ids of the messages `o` that speak of an alert or claim of message `id`, as far as they are `such`. What was taken
 * out of a message before it was sent, it does not speak of.
 * @param receiver theirs; without it that of the message.
 */
export const onSameAlerts = (id: string, such: string, receiver = `(SELECT receiver FROM outbox WHERE outbox_id = ${id})`): string =>
  LINKS.map(
    (
      links,
    ) => `SELECT o.outbox_id FROM ${links} x JOIN ${links} y ON y.fingerprint = x.fingerprint JOIN outbox o ON o.outbox_id = y.outbox_id
      WHERE x.outbox_id = ${id} AND NOT x.cancelled AND NOT y.cancelled AND o.receiver = ${receiver} AND ${such}`,
  ).join(' UNION ALL ');
