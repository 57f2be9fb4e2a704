import type { ClaimRule } from '../domain/claim-alert.ts';
import type { Correction } from '../domain/correction.ts';
import type { HeartbeatPlan } from '../domain/heartbeat.ts';
import type { DataRule } from '../domain/publication.ts';
import type { Rule } from '../domain/rule.ts';

/** The whole configuration, resolved once and frozen. */
export interface Config {
  /** Where it was read from, for messages. */
  readonly file: string;
  /** All paths are absolute. */
  readonly database: string;
  readonly archive: string;
  readonly inbox: string;
  /** The copy that is put there after each run, for people who copy it from a share; null for none. */
  readonly publish: { readonly file: string } | null;
  readonly userAgent: string;
  readonly log: { readonly level: 'error' | 'warn' | 'info' | 'debug' };
  /** By pipeline id; a pipeline that the file does not name is there with its defaults. */
  readonly pipelines: Readonly<Record<string, PipelineConfig>>;
  /** Rules about growth. */
  readonly rules: readonly Rule[];
  /** Rules about claims in the news. */
  readonly claimRules: readonly ClaimRule[];
  /** Rules about the publications of sources. */
  readonly dataRules: readonly DataRule[];
  readonly heartbeat: HeartbeatPlan;
  readonly receivers: readonly Receiver[];
  readonly smtp: SmtpConfig | null;
  readonly web: WebConfig;
  /** The name of the secret with the address that hears of runs; null for none. */
  readonly ping: SecretName | null;
  /** The ledger of known errors of publishers. */
  readonly corrections: readonly Correction[];
}

/** The status pages. */
export interface WebConfig {
  readonly enabled: boolean;
  readonly host: string;
  readonly port: number;
  /** Further names under which they are asked for. */
  readonly hostnames: readonly string[];
  /** The name of the secret that visitors have to give; null for none. */
  readonly token: string | null;
}

export interface PipelineConfig {
  readonly enabled: boolean;
  /** Replaces the publisher's address; null leaves it. */
  readonly baseUrl: string | null;
  /** Replaces the pipeline's cron expression (in its own time zone); null leaves it. */
  readonly schedule: string | null;
  /** Replaces how many months back are asked for again; null leaves the publisher's revision policy. */
  readonly lookbackMonths: number | null;
  /** Changes the pipeline's calendar of releases; null leaves it. */
  readonly releases: {
    /** False: no release is expected, so none is ever late. */
    readonly expected: boolean;
    /** By month: these replace the pipeline's or are added to them. */
    readonly dates: Readonly<Record<string, string>>;
    readonly graceDays: number | null;
  } | null;
  /** As written, and checked by the pipeline's own schema, whose `parse` fills in the defaults. */
  readonly settings: unknown;
}

export type Receiver = (EmailReceiver | WebhookReceiver | ChatReceiver) & {
  /** The id of the receiver that gets what this one does not take. */
  readonly fallback?: string;
};

export interface EmailReceiver {
  readonly id: string;
  readonly channel: 'email';
  readonly to: readonly string[];
}

export interface WebhookReceiver {
  readonly id: string;
  readonly channel: 'webhook';
  /** The address: written down, or by the name of a secret. */
  readonly url: SecretOr;
  /** Names of the secrets that sign, newest first (several while keys are rotated); Standard Webhooks `whsec_...`. */
  readonly secrets: readonly SecretName[];
}

/** Chat services that are written to at a secret address. */
export const CHAT_CHANNELS = ['slack', 'teams', 'discord'] as const;

export interface ChatReceiver {
  readonly id: string;
  readonly channel: (typeof CHAT_CHANNELS)[number];
  /** The secret that is the address. */
  readonly url: SecretName;
}

/** The name of a secret: `NAME` in the environment, the file in `NAME_FILE`, or `$CREDENTIALS_DIRECTORY/NAME`. */
export type SecretName = string & { readonly __secret?: never };
export type SecretOr = { readonly text: string } | { readonly secret: SecretName };

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** implicit TLS, STARTTLS demanded, or none (loopback only). */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | null;
  readonly password: SecretName | null;
  readonly from: string;
  /** Added to the trusted authorities, a PEM file; null for the system's. */
  readonly caFile: string | null;
}

/** Looks secrets up by name; never logs them. */
export interface Secrets {
  /** @returns null when it is not set anywhere. */
  find(name: SecretName): string | null;
}
