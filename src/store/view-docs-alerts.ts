import type { ViewDocs } from './view-doc.ts';

export const ALERT_DOCS: ViewDocs = {
  v_alert: {
    meaning: "What crossed a rule's threshold.",
    grain: "One row for each rule, series and period that ever crossed the rule's threshold.",
    example: 'SELECT period, percent, state, raised_at FROM v_alert ORDER BY raised_at DESC LIMIT 20',
    columns: [
      "id: text. The alert's fingerprint: 32 hexadecimal digits derived from rule, series key and period, and from nothing that can change.",
      'rule: text. The id of the rule in the configuration.',
      "series_key: series key. The series; for a mirror gap the exporter's; for an alert on publications the id of the source.",
      'period: period. The period that the alert is about.',
      'state: text. `pending` (crossed, and waiting for the confirmation that its rule asks for); `firing`; `historical` (already long past when first seen, reported in a digest); `retracted` (a revision took it below the threshold); `suspended` (the figures behind it are no longer known); `ended` (no rule asks for it any more).',
      'severity: text. `info`, `warning`, `critical`.',
      'percent: number (%). How far the value is from its base, in percent, unrounded, as last known; null if the metric has no base (a level).',
      "threshold: number (% or of the series). The rule's threshold: in percent, above 0 even for falls; for a level in the series' unit; null for a record.",
      'raised_at: time. When it first crossed here.',
      'last_event_at: time. When something last happened to it.',
      'events: count. How many events it has had.',
      "value: number (of the series). The current figure that `percent` was computed from, in the series' unit.",
      "base_value: number (of the series). The base that it was computed from: the figure of the period compared with, the previous record, the value first published, or the exporter's figure.",
      'metric: text. What the rule measures: `yoy`, `mom`, `qoq`, `ytd_yoy`, `rolling_3m_yoy`, `level`, `record`, `revision` or `mirror_gap`; for an alert on publications the kind of its rule: `release_late`, `partial_release` or `pipeline_failed`.',
      'turns: count. How often it was ended, suspended and brought back; from 4 on it is reported monthly.',
    ],
  },

  v_delivery: {
    meaning: 'Who was told what, and whether it arrived.',
    grain: 'One row for each message and each alert in it; a digest contains many.',
    example: 'SELECT receiver, kind, state, COUNT(DISTINCT message_id) AS messages FROM v_delivery GROUP BY receiver, kind, state',
    columns: [
      'alert: text. The id in v_alert, or for messages on claims the `fingerprint` in them; null for a message that is not about a single alert.',
      'receiver: text. The id of the receiver in the configuration.',
      'channel: text. `email`, `webhook`, `slack`, `teams` or `discord`.',
      'kind: text. `alert.raised`, `alert.updated`, `alert.retracted`, `alert.reinstated`, `alert.unstable`, `alert.ended`, `data.withdrawn`, `claim.contradicted`, `claim.changed`, `claim.digest`, `data.late`, `data.arrived`, `data.partial`, `data.completed`, `pipeline.failed`, `pipeline.recovered`, `heartbeat`, `receiver.failing` or `receiver.disabled`. For an alert in a digest, what the digest says about it; `digest` if it only counts it.',
      'state: text. `waiting`, `delivered`, `dead` (given up) or `superseded` (never sent: something newer replaced it, or it and its correction cancelled out).',
      'attempts: count. Attempts made so far.',
      'next_attempt_at: time. When a waiting message, or its receiver, is tried again; null once it is settled.',
      'delivered_at: time. When the other side accepted it.',
      "message_id: text. The same in all attempts: the `webhook-id`, and the left part of the mail's Message-ID.",
      'created_at: time. When it was written, in the transaction that loaded the figures.',
      'detail: text. What the other side answered at the last attempt, or why it was given up.',
      'in_doubt: flag. 1: an attempt began and no definite refusal came back, so it may have arrived all the same.',
      'undelivered_to: text. The receiver that it was addressed to, if this one is its fallback.',
    ],
  },

  v_receiver: {
    meaning: 'Who is reached, and who is not.',
    grain: 'One row for each receiver that was ever sent a message.',
    example: "SELECT receiver, since, detail, waiting FROM v_receiver WHERE state <> 'ok'",
    columns: [
      'receiver: text. The id of the receiver in the configuration.',
      'state: text. `ok`, `failing` (tried again on a schedule) or `disabled` (it answered that it is gone).',
      'since: time. When it began to fail.',
      'attempts: count. Failed attempts since then.',
      'next_attempt_at: time. When it is tried again; null if it works or is disabled.',
      'detail: text. What came back last.',
      'waiting: count. Messages that wait for it.',
      'dead: count. Messages to it that were given up.',
      'last_delivered_at: time. When it last accepted a message.',
    ],
  },
};
