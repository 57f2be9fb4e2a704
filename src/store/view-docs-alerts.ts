import type { ViewDocs } from './view-doc.ts';

export const ALERT_DOCS: ViewDocs = {
  v_alert: {
    meaning: "What crossed a rule's threshold.",
    grain: "One row for each rule, series and period that ever crossed the rule's threshold.",
    example: 'SELECT period, percent, state, raised_at FROM v_alert ORDER BY raised_at DESC LIMIT 20',
    columns: [
      "id: text. The alert's fingerprint: 32 hexadecimal digits made of rule, series key and period, and of nothing that can change.",
      'rule: text. The id of the rule in the configuration.',
      'series_key: series key. The series.',
      'period: period. The period that the alert speaks of.',
      'state: text. `firing`; `historical` (crossed when it was seen for the first time long after, told in a digest); `retracted` (a revision took it below the threshold); `suspended` (the figures under it are no longer known).',
      'severity: text. `info`, `warning`, `critical`.',
      'percent: number (%). The growth that people were last told, in percent, unrounded.',
      "threshold: number (%). The rule's threshold in percent, above 0 also for falls.",
      'raised_at: time. When it crossed for the first time here.',
      'last_event_at: time. When something last happened to it.',
      'events: count. How many events it has had.',
      "value: number (of the series). The current figure that `percent` was computed from, in the series' unit.",
      'base_value: number (of the series). The base that it was computed from.',
    ],
  },

  v_delivery: {
    meaning: 'Who was told what, and whether it arrived.',
    grain: 'One row for each message and each alert that it speaks of; a digest speaks of many.',
    example: 'SELECT receiver, kind, state, COUNT(DISTINCT message_id) AS messages FROM v_delivery GROUP BY receiver, kind, state',
    columns: [
      'alert: text. The id in v_alert, or for messages on claims the `fingerprint` in them; null for a message about no single alert.',
      'receiver: text. The id of the receiver in the configuration.',
      'channel: text. `email` or `webhook`.',
      'kind: text. `alert.raised`, `alert.updated`, `alert.retracted`, `alert.reinstated`, `alert.withdrawn`, `digest`, `claim.contradicted`, `claim.changed` or `claim.digest`.',
      'state: text. `waiting`, `delivered`, or `dead` (given up).',
      'attempts: count. Attempts made so far.',
      'next_attempt_at: time. When a waiting message is tried again; null when it is settled.',
      'delivered_at: time. When the other side took it.',
      "message_id: text. The same over all attempts: the `webhook-id`, and the left part of the mail's Message-ID.",
      'created_at: time. When it was written, in the transaction that loaded the figures.',
      'detail: text. What the other side answered at the last attempt.',
    ],
  },
};
