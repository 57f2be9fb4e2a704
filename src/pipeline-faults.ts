import { timezoneFault } from './domain/calendar.ts';
import { cronFault } from './domain/cron.ts';
import type { RevisionPolicy } from './domain/lookback.ts';
import { nearest } from './domain/nearest.ts';
import { calendarFault, type ReleaseCalendar } from './domain/release.ts';
import type { Pipeline } from './pipeline.ts';

type Check = (value: unknown) => string | null;

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const line: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' && !/[\r\n]/.test(value) ? null : `expected one line of text, got ${show(value)}`;

const address: Check = (value) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? null : `expected an http(s) address, got ${show(value)}`;
};

const baseAddress: Check = (value) => {
  if (value === null) return null;
  const fault = address(value);
  if (fault !== null) return fault;
  const url = new URL(value as string);
  if ((value as string).endsWith('/')) return `expected no slash at the end, got ${show(value)}`;
  return url.search === '' && url.hash === '' && url.username === ''
    ? null
    : `expected an address without user, query and fragment, got ${show(value)}`;
};

const cron: Check = (value) => {
  if (value === null) return null;
  return typeof value === 'string' ? cronFault(value) : `expected a cron expression, or null when files come by hand, got ${show(value)}`;
};

const timezone: Check = (value) =>
  typeof value === 'string' ? timezoneFault(value) : `expected an IANA time zone such as Asia/Shanghai, got ${show(value)}`;

const releases: Check = (value) => {
  if (value === null) return null;
  return typeof value === 'object' && value !== undefined && !Array.isArray(value)
    ? calendarFault(value as ReleaseCalendar)
    : `expected a calendar such as { day: { dayOfNextMonth: 18 }, time: '10:00', graceDays: 2 }, or null when there are no months to expect, got ${show(value)}`;
};

const milliseconds: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 ? null : `expected whole milliseconds from 0, got ${show(value)}`;

const secretName: Check = (value) =>
  value === undefined || (typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(value))
    ? null
    : `expected the NAME of a secret such as COMTRADE_KEY, got ${show(value)}`;

const flag: Check = (value) => (value === undefined || typeof value === 'boolean' ? null : `expected true or false, got ${show(value)}`);

const factor: Check = (value) =>
  value === undefined || value === null || (typeof value === 'number' && value > 1)
    ? null
    : `expected a number above 1, or null, got ${show(value)}`;

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1;

const count: Check = (value) => (value === undefined || isCount(value) ? null : `expected a whole number from 1, got ${show(value)}`);

const revisionPolicy: Check = (value) => {
  if (value === null) return null;
  const { months, yearly, firstLoad } = (typeof value === 'object' ? value : {}) as Partial<RevisionPolicy>;
  const fits = yearly === undefined || (isCount(yearly.month) && yearly.month <= 12 && isCount(yearly.during) && isCount(yearly.months));
  return isCount(months) && fits && (firstLoad === undefined || isCount(firstLoad))
    ? null
    : `expected months such as { months: 24 }, or null when requests do not go by months, got ${show(value)}`;
};

const worker: Check = (value) => {
  if (value === undefined) return null;
  const { module, deadlineMs } = value as Record<string, unknown>;
  return typeof module === 'string' && module.startsWith('file:') && Number.isInteger(deadlineMs) && (deadlineMs as number) > 0
    ? null
    : `expected { module: import.meta.url, deadlineMs: milliseconds }, got ${show(value)}`;
};

const callable: Check = (value) => (typeof value === 'function' ? null : `expected a function, got ${show(value)}`);

const settings: Check = (value) => {
  const parse = typeof value === 'object' && value !== null && 'safeParse' in value ? value.safeParse : undefined;
  if (typeof parse !== 'function') return `expected a zod schema such as z.object({}), got ${show(value)}`;
  const result = (value as Pipeline['settings']).safeParse({});
  if (result.success) return null;
  const issues = result.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; ');
  return `expected a schema that takes {}: give every setting a default (${issues})`;
};

/** What the contract wants of each field. */
const CHECKS: { readonly [Field in keyof Required<Pipeline>]: Check } = {
  id: (value) => (typeof value === 'string' && ID.test(value) ? null : `expected small letters, digits and hyphens, got ${show(value)}`),
  title: line,
  publisher: line,
  licence: line,
  documentation: address,
  schedule: cron,
  timezone,
  releases,
  baseUrl: baseAddress,
  paceMs: milliseconds,
  secret: secretName,
  secretOptional: flag,
  jumpFactor: factor,
  statesAllMonths: flag,
  revisions: revisionPolicy,
  requestsPerDay: count,
  inPieces: flag,
  worker,
  settings,
  requests: callable,
  transform: callable,
};

/** Everything that is wrong with what a file of pipelines/ exports; each says the field, what is expected and what is there. */
export function pipelineFaults(value: unknown, fileId: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`default export: expected definePipeline({ ... }), got ${show(value)}`];
  const fields = value as Readonly<Record<string, unknown>>;
  const unknownFields = Object.keys(fields).filter((field) => !Object.hasOwn(CHECKS, field));
  const faults = Object.entries(CHECKS).flatMap(([field, check]) => {
    const fault = check(fields[field]);
    return fault === null ? [] : [`${field}: ${fault}`];
  });
  for (const field of unknownFields) {
    const near = nearest(field, Object.keys(CHECKS));
    faults.push(`${field}: no such field${near === null ? '' : `; did you mean "${near}"?`}`);
  }
  if (typeof fields['id'] === 'string' && fields['id'] !== fileId)
    faults.push(`id: expected the file's name "${fileId}", got "${fields['id']}"`);
  return faults;
}

const show = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : typeof value === 'string'
      ? JSON.stringify(value.slice(0, 80))
      : typeof value === 'object' && value !== null
        ? Array.isArray(value)
          ? 'a list'
          : 'an object'
        : String(value);
