import { type ClaimDigestMessage, type ClaimMessage, claimIdentity, verdictWords } from '../domain/claim-alert.ts';
import { monthsOfClaim } from '../domain/claim-figures.ts';
import type { Doubt } from '../domain/sentence.ts';
import type { Judged, VerdictKind } from '../domain/verdict.ts';
import { claimStands } from './alert-states.ts';
import { type ClaimRow, claimOf, recordOf, SELECT_CLAIM } from './claim-record.ts';
import type { ArticleReading, ArticleToRead, ClaimDetail, ClaimDetection, ClaimStore, KnownClaim, KnownClaimAlert } from './claim-store.ts';
import type { Sqlite } from './database.ts';
import { messageWriter } from './enqueue.ts';
import { numberReader, restoredReader } from './restored.ts';
import { matchQuery } from './search-text.ts';
import { silenceReader } from './silences.ts';
import { versionReader } from './versions.ts';

export function claimStore(db: Sqlite): ClaimStore {
  const toRead = db.prepare(
    `SELECT a.*, b.text AS body FROM article_to_read t CROSS JOIN article a ON a.article_id = t.article_id
      LEFT JOIN article_body b ON b.article_id = a.article_id ORDER BY t.article_id LIMIT ?`,
  );
  const list = db.prepare(
    `${SELECT_CLAIM} WHERE c.gone_at IS NULL AND (@verdict IS NULL OR v.verdict = @verdict)
      AND (@words IS NULL OR a.article_id IN (SELECT rowid / 2 FROM article_search WHERE article_search MATCH @words))
      AND (@series IS NULL OR v.series_key = @series) ORDER BY COALESCE(a.page_date, a.feed_date) DESC, c.article_id DESC, c.span_start LIMIT @limit OFFSET @offset`,
  );
  const counts = db.prepare(`SELECT v.verdict, COUNT(*) AS count FROM claim c JOIN verdict v ON v.claim_id = c.claim_id
    WHERE c.gone_at IS NULL AND v.sequence = (SELECT MAX(n.sequence) FROM verdict n WHERE n.claim_id = c.claim_id) GROUP BY v.verdict`);
  const one = db.prepare(`${SELECT_CLAIM} WHERE c.claim_id = ?`);
  const history = db.prepare('SELECT judged, judged_at FROM verdict WHERE claim_id = ? ORDER BY sequence');
  const alerts = db.prepare('SELECT fingerprint, rule_id AS ruleId, state FROM claim_alert WHERE claim_id = ? ORDER BY rule_id');
  const article = db.prepare(
    'SELECT a.title, (SELECT COUNT(DISTINCT o.publisher) FROM article o WHERE o.story_id = a.story_id) AS outlets FROM article a WHERE a.article_id = (SELECT c.article_id FROM claim c WHERE c.claim_id = ?)',
  );
  const anyRead = db
    .prepare('SELECT EXISTS (SELECT 1 FROM article WHERE article_id NOT IN (SELECT article_id FROM article_to_read))')
    .pluck();
  // The first articles of all may be more than are read in one go.
  const firstRun = db
    .prepare('SELECT n.run_id FROM article a JOIN snapshot n ON n.snapshot_id = a.snapshot_id ORDER BY a.article_id LIMIT 1')
    .pluck();
  const pipelineOf = db.prepare('SELECT pipeline FROM run WHERE run_id = ?').pluck();
  const restored = restoredReader(db);
  const silences = silenceReader(db);
  const takeReading = readingWriter(db);
  const known = claimReader(db);
  const write = verdictWriter(db);
  const readVersions = versionReader(db);

  const take = db.transaction((...[readings, judge, runId, at]: Parameters<ClaimStore['takeClaims']>) => {
    const isFirst = anyRead.get() === 0 || (runId !== null && firstRun.get() === runId);
    const pipeline = runId === null ? undefined : (pipelineOf.get(runId) as string | undefined);
    const occasion = isFirst || (pipeline !== undefined && restored(pipeline)) ? 'history' : 'news';
    const changed = readings.flatMap((reading) => takeReading(reading, at));
    const detection = judge.judge(known.byId(changed), readVersions(), occasion, at, silences(at));
    write(detection, null, runId, at);
    return { claims: readings.reduce((sum, reading) => sum + reading.claims.length, 0), verdicts: detection.verdicts.length };
  });

  return {
    async articlesToRead(limit) {
      return (toRead.all(limit) as Record<string, unknown>[]).map(
        (row): ArticleToRead => ({
          id: row['article_id'] as number,
          title: row['title'] as string,
          summary: row['summary'] as string | null,
          body: row['body'] as string | null,
          language: row['language'] as string | null,
          publishedAt: (row['page_date'] ?? row['feed_date']) as string | null,
        }),
      );
    },
    async takeClaims(...args) {
      return take.immediate(...args);
    },
    async claims({ verdict = null, search = null, series = null, limit = -1, offset = 0 } = {}) {
      const words = search === null ? null : matchQuery(search);
      if (search !== null && words === null) return [];
      return (list.all({ verdict, words, series, limit, offset }) as ClaimRow[]).flatMap((row) => recordOf(row) ?? []);
    },
    async verdictCounts() {
      return Object.fromEntries((counts.all() as { verdict: VerdictKind; count: number }[]).map(({ verdict, count }) => [verdict, count]));
    },
    async claim(id) {
      const row = one.get(id) as ClaimRow | undefined;
      const record = row === undefined ? null : recordOf(row);
      if (row === undefined || record === null) return null;
      const { title, outlets } = article.get(id) as { title: string; outlets: number };
      return {
        ...record,
        headline: title,
        outlets,
        gone: row.gone_at !== null,
        alerts: alerts.all(id) as ClaimDetail['alerts'],
        history: (history.all(id) as { judged: string; judged_at: string }[]).map((one) => ({
          judged: JSON.parse(one.judged) as Judged,
          judgedAt: one.judged_at,
        })),
      };
    },
    async versions(filters) {
      return readVersions()(filters);
    },
  };
}

/** Writes what was read of one article, inside the caller's transaction; gives the claims that it says or no longer says. */
function readingWriter(db: Sqlite): (reading: ArticleReading, at: string) => number[] {
  const held = db.prepare('SELECT claim_id, identity FROM claim WHERE article_id = ? AND gone_at IS NULL');
  const add =
    db.prepare(`INSERT INTO claim (article_id, identity, quote, commodity, flow, reporter, partner, basis, period, last_month, direction, percent, qualifier,
      level, level_unit, base_level, measure, span_start, span_end, first_read_at, doubt)
    VALUES (@articleId, @identity, @quote, @commodity, @flow, @reporter, @partner, @basis, @period, @lastMonth, @direction, @percent, @qualifier,
      @level, @level_unit, @base_level, @measure, @start, @end, @at, @doubt)
    ON CONFLICT (article_id, identity) DO UPDATE SET quote = excluded.quote, doubt = excluded.doubt, span_start = excluded.span_start, span_end = excluded.span_end, gone_at = NULL
    RETURNING claim_id`);
  const leave = db.prepare('UPDATE claim SET gone_at = ? WHERE claim_id = ?');
  const isRead = db.prepare('DELETE FROM article_to_read WHERE article_id = ?');
  return ({ articleId, claims }, at) => {
    const before = new Map((held.all(articleId) as { claim_id: number; identity: string }[]).map((row) => [row.identity, row.claim_id]));
    const said = claims.map(({ claim, quote, doubt }) => {
      const { span, ...fields } = claim;
      const identity = claimIdentity(claim);
      before.delete(identity);
      const months = monthsOfClaim(claim.period);
      const lastMonth = months === null || months === 'partial' ? null : months.to;
      const written = { ...fields, articleId, identity, quote, lastMonth, start: span[0], end: span[1], at };
      return (add.get({ ...written, doubt: doubt === null ? null : JSON.stringify(doubt) }) as { claim_id: number }).claim_id;
    });
    for (const id of before.values()) leave.run(at, id);
    isRead.run(articleId);
    return [...new Set([...said, ...before.values()])];
  };
}

/** What a judge is shown of claims. */
export function claimReader(db: Sqlite) {
  const byId = db.prepare(`${SELECT_CLAIM} WHERE c.claim_id IN (SELECT value FROM json_each(?)) ORDER BY c.claim_id`);
  const decidedBy = db.prepare(
    `${SELECT_CLAIM} WHERE c.gone_at IS NULL AND c.commodity IN (SELECT value FROM json_each(@commodities)) AND c.last_month >= @from ORDER BY c.claim_id`,
  );
  const all = db.prepare(`${SELECT_CLAIM} WHERE c.gone_at IS NULL ORDER BY c.claim_id`);
  const silenced = db.prepare(
    `${SELECT_CLAIM} WHERE c.gone_at IS NULL AND EXISTS (SELECT 1 FROM claim_alert l WHERE l.claim_id = c.claim_id AND ${claimStands('l')} AND l.last_event_at >= ?) ORDER BY c.claim_id`,
  );
  const standing = db.prepare(
    `${SELECT_CLAIM} WHERE EXISTS (SELECT 1 FROM claim_alert l WHERE l.claim_id = c.claim_id AND ${claimStands('l')}
      AND (l.rule_id NOT IN (SELECT value FROM json_each(@rules)) OR l.rule_id IN (SELECT value FROM json_each(@fresh)))) ORDER BY c.claim_id`,
  );
  const alerts = db.prepare(
    'SELECT fingerprint, state, severity, sequence, rule_id AS ruleId, last_event_at AS lastEventAt FROM claim_alert WHERE claim_id = ?',
  );
  const messages = db.prepare(
    `SELECT b.outbox_id AS outboxId, b.receiver, b.message_id AS messageId, b.created_at AS createdAt,
      b.state IN ('waiting', 'dead') AND NOT b.in_doubt AND b.kind <> 'claim.digest' AND NOT EXISTS (SELECT 1 FROM outbox_claim y WHERE y.outbox_id = b.outbox_id AND y.fingerprint <> x.fingerprint) AS open, b.message
    FROM outbox b JOIN outbox_claim x ON x.outbox_id = b.outbox_id WHERE x.fingerprint = ? AND NOT x.cancelled AND b.state <> 'superseded' ORDER BY b.outbox_id`,
  );
  const alertOf = (row: Omit<KnownClaimAlert, 'messages' | 'toldAt' | 'believes' | 'open'>): KnownClaimAlert => {
    const rows = messages.all(row.fingerprint) as {
      outboxId: number;
      receiver: string;
      messageId: string;
      createdAt: string;
      open: number;
      message: string;
    }[];
    const byReceiver: Record<string, string[]> = {};
    for (const { receiver, messageId } of rows.filter(({ open }) => open === 0))
      byReceiver[receiver] = [...(byReceiver[receiver] ?? []), messageId];
    const toldAt: Record<string, string> = {};
    for (const { receiver, createdAt } of rows.filter(({ open }) => open === 0)) toldAt[receiver] = createdAt;
    const last = new Map(rows.filter((one) => one.open === 0).map((one) => [one.receiver, one.message]));
    const believes = Object.fromEntries(
      [...last].map(([receiver, message]) => [receiver, saysContradicted(JSON.parse(message), row.fingerprint)]),
    );
    const open = rows.filter((one) => one.open === 1).map(({ receiver, outboxId }) => ({ receiver, outboxId }));
    return { ...row, messages: byReceiver, toldAt, believes, open };
  };
  const numberedBehind = numberReader(db);
  const knownOf = (row: ClaimRow): KnownClaim => ({
    id: row.claim_id,
    claim: claimOf(row),
    quote: row.quote,
    doubt: row.doubt === null ? null : (JSON.parse(row.doubt) as Doubt),
    article: { url: row.url, publisher: row.publisher, publishedAt: row.published_at, storyId: row.story_id },
    firstReadAt: row.first_read_at,
    judged: row.judged === null ? null : (JSON.parse(row.judged) as Judged),
    gone: row.gone_at !== null,
    alerts: (alerts.all(row.claim_id) as Omit<KnownClaimAlert, 'messages' | 'toldAt' | 'believes' | 'open'>[]).map(alertOf),
    numberedBehind: numberedBehind(),
  });
  return {
    byId: (ids: readonly number[]): KnownClaim[] => (byId.all(JSON.stringify(ids)) as ClaimRow[]).map(knownOf),
    /** Claims about these commodities whose period ends in `from` or later. */
    decidedBy: (commodities: readonly string[], from: number): KnownClaim[] =>
      (decidedBy.all({ commodities: JSON.stringify(commodities), from }) as ClaimRow[]).map(knownOf),
    /** Claims of which an alert has stood since an instant or later. */
    contradictedSince: (at: string): KnownClaim[] => (silenced.all(at) as ClaimRow[]).map(knownOf),
    /** Claims with an alert that stands and whose rule is not among these, or is one of the fresh ones. */
    standingFor: (rules: readonly string[], fresh: readonly string[]): KnownClaim[] =>
      (standing.all({ rules: JSON.stringify(rules), fresh: JSON.stringify(fresh) }) as ClaimRow[]).map(knownOf),
    all: (): KnownClaim[] => (all.all() as ClaimRow[]).map(knownOf),
  };
}

/** What a message makes its receiver believe of one of its claims. */
function saysContradicted(message: ClaimMessage | ClaimDigestMessage, fingerprint: string): boolean {
  const entries = message.type === 'claim.digest' ? message.claims : [message];
  const entry = entries.find((one) => one.fingerprint === fingerprint || one.also_in?.some((copy) => copy.fingerprint === fingerprint));
  return entry?.verdict.verdict === 'contradicted' && entry.event !== 'ended';
}

/** Writes what a judge decided: verdicts, alerts on claims with their events, and messages, inside the caller's transaction. */
export function verdictWriter(db: Sqlite): (detection: ClaimDetection, vintageId: number | null, runId: number | null, at: string) => void {
  const addVerdict =
    db.prepare(`INSERT INTO verdict (claim_id, sequence, verdict, reading, reason, percent, bound, value, base, unit, series_key, judged_at, vintage_id, judged)
    VALUES (@claimId, COALESCE((SELECT MAX(n.sequence) FROM verdict n WHERE n.claim_id = @claimId), 0) + 1, @verdict, @reading, @reason, @percent, @bound, @value, @base, @unit,
      @series, @at, @vintageId, @judged)`);
  const upsert = db.prepare(`INSERT INTO claim_alert (fingerprint, rule_id, claim_id, state, severity, sequence, raised_at, last_event_at)
    VALUES (@fingerprint, @ruleId, @claimId, @state, @severity, @sequence, @at, @at)
    ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, severity = excluded.severity, sequence = excluded.sequence, last_event_at = excluded.last_event_at`);
  const addEvent = db.prepare(
    'INSERT INTO claim_event (fingerprint, sequence, kind, at, vintage_id, verdict, reason) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const link = db.prepare('INSERT OR IGNORE INTO outbox_claim (outbox_id, fingerprint) VALUES (?, ?)');
  const { enqueue, supersede } = messageWriter(db);
  return ({ verdicts, changes, cancels, messages }, vintageId, runId, at) => {
    for (const { claimId, judged } of verdicts) {
      const words = verdictWords(judged);
      addVerdict.run({
        claimId,
        verdict: judged.verdict,
        reading: judged.reading,
        reason: judged.reason,
        percent: words.official_percent,
        bound: words.official_bound,
        value: words.official_value,
        base: words.official_base,
        unit: words.official_unit,
        series: words.series_key,
        at,
        vintageId,
        judged: JSON.stringify(judged),
      });
    }
    for (const { fingerprint, ruleId, claimId, state, severity, sequence, event, verdict, reason } of changes) {
      upsert.run({ fingerprint, ruleId, claimId, state, severity, sequence, at });
      addEvent.run(fingerprint, sequence, event, at, vintageId, verdict, reason);
    }
    for (const outboxId of cancels) supersede(outboxId);
    for (const out of messages) {
      const id = enqueue(out, runId, at);
      for (const fingerprint of out.fingerprints) link.run(id, fingerprint);
    }
  };
}
