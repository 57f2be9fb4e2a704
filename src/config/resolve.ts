import { resolve as resolvePath } from 'node:path';
import type { ClaimRule } from '../domain/claim-alert.ts';
import type { Correction } from '../domain/correction.ts';
import type { DataRule } from '../domain/publication.ts';
import type { Rule } from '../domain/rule.ts';
import { productOf } from './codes.ts';
import type { ConfigFile } from './file-schema.ts';
import type { ReceiverEntry, SmtpEntry } from './receiver-schema.ts';
import type { ReleasesEntry } from './releases-schema.ts';
import type { ClaimRuleEntry, DataRuleEntry, RuleEntry } from './rule-schema.ts';
import { CHAT_CHANNELS, type Config, type PipelineConfig, type Receiver, type SmtpConfig, type WebConfig } from './types.ts';
import type { WebEntry } from './web-schema.ts';

const SMTP_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

/**
 * A checked file as the program uses it.
 * @param root the folder that paths are relative to.
 * @param settingsOf a pipeline's settings as they are written.
 * @param corrections the checked ledger.
 */
export function resolveConfig(
  file: string,
  root: string,
  entries: ConfigFile,
  settingsOf: (pipeline: string) => unknown,
  corrections: readonly Correction[],
): Config {
  return {
    file,
    database: resolvePath(root, entries.database),
    archive: resolvePath(root, entries.archive),
    inbox: resolvePath(root, entries.inbox),
    publish: entries.publish === undefined ? null : { file: resolvePath(root, entries.publish.file) },
    userAgent: entries.user_agent,
    log: entries.log,
    pipelines: Object.fromEntries(
      Object.entries(entries.pipelines).map(([id, { enabled, base_url, schedule, lookback_months, releases }]) => [
        id,
        {
          enabled,
          baseUrl: base_url?.replace(/\/+$/, '') ?? null,
          schedule: schedule ?? null,
          lookbackMonths: lookback_months ?? null,
          releases: releases === undefined ? null : releasesOf(releases),
          settings: settingsOf(id),
        },
      ]),
    ),
    rules: entries.rules.filter((rule) => !isDataRule(rule) && rule.kind !== 'claim_contradicted').map(ruleOf),
    claimRules: entries.rules.filter((rule) => rule.kind === 'claim_contradicted').map(claimRuleOf),
    dataRules: entries.rules.filter(isDataRule).map(dataRuleOf),
    heartbeat: entries.heartbeat,
    receivers: entries.receivers.map(receiverOf),
    smtp: entries.smtp === undefined ? null : smtpOf(root, entries.smtp),
    web: webOf(entries.web),
    ping: entries.ping?.url_secret ?? null,
    corrections,
  };
}

const releasesOf = ({ expected, dates, grace_days }: ReleasesEntry): PipelineConfig['releases'] => ({
  expected,
  dates,
  graceDays: grace_days ?? null,
});

const ruleOf = (entry: RuleEntry): Rule => ({
  id: entry.id,
  title: entry.title ?? null,
  what: {
    pipelines: entry.what.pipelines ?? null,
    product: productOf(entry.what.product),
    flow: entry.what.flow,
    reporter: entry.what.reporter === 'all' ? null : entry.what.reporter,
    partners: entry.what.partners === 'all' ? null : entry.what.partners,
    measure: entry.what.measure,
    unit: entry.what.unit ?? null,
  },
  when: entry.kind === 'growth' ? entry.when : { metric: entry.kind, ...entry.when },
  minimumBase: entry.minimum_base,
  minimumChange: entry.minimum_change,
  hysteresis: entry.hysteresis,
  materialChange: entry.material_change,
  confirm: entry.confirm,
  streak: entry.kind === 'revision' ? 1 : entry.streak,
  severity: entry.severity,
  escalation: entry.escalation,
  receivers: entry.receivers,
});

const claimRuleOf = (entry: ClaimRuleEntry): ClaimRule => ({
  id: entry.id,
  title: entry.title ?? null,
  commodities: entry.commodities ?? null,
  reporters: entry.reporters ?? null,
  publishers: entry.publishers ?? null,
  severity: entry.severity,
  receivers: entry.receivers,
});

const isDataRule = (entry: ConfigFile['rules'][number]): entry is DataRuleEntry =>
  entry.kind === 'release_late' || entry.kind === 'partial_release' || entry.kind === 'pipeline_failed';

const dataRuleOf = (entry: DataRuleEntry): DataRule => ({
  id: entry.id,
  title: entry.title ?? null,
  kind: entry.kind,
  pipelines: entry.pipelines ?? null,
  afterHours: entry.kind === 'pipeline_failed' ? entry.after_hours : null,
  severity: entry.severity,
  receivers: entry.receivers,
});

function receiverOf(entry: ReceiverEntry): Receiver {
  const { id, email, webhook, fallback } = entry;
  const common = { id, ...(fallback === undefined ? {} : { fallback }) };
  if (email !== undefined) return { ...common, channel: 'email', to: email.to };
  for (const channel of CHAT_CHANNELS) {
    const chat = entry[channel];
    if (chat !== undefined) return { ...common, channel, url: chat.url_secret };
  }
  const url = webhook?.url_secret === undefined ? { text: webhook?.url ?? '' } : { secret: webhook.url_secret };
  return { ...common, channel: 'webhook', url, secrets: webhook?.secrets ?? [] };
}

const webOf = ({ token_secret, ...web }: WebEntry): WebConfig => ({ ...web, token: token_secret ?? null });

const smtpOf = (root: string, entry: SmtpEntry): SmtpConfig => ({
  host: entry.host,
  port: entry.port ?? SMTP_PORTS[entry.security],
  security: entry.security,
  user: entry.user ?? null,
  password: entry.password_secret ?? null,
  from: entry.from,
  caFile: entry.ca_file === undefined ? null : resolvePath(root, entry.ca_file),
});

/** Freezes a value and all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}
