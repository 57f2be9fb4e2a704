import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CHECKOUT } from '../checkout.ts';
import type { Config } from '../config.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const DAY_MS = 86_400_000;
const GIB = 2 ** 30;
const LEAST_FREE_BYTES = GIB;
const LEAST_FREE_INODES = 10_000;
/** Before the end of a line of Node, there is this much time to move. */
const NOTICE_DAYS = 60;
/** The Date header has whole seconds, and the answer took a while. */
const WARN_OFF_SECONDS = 10;
/** Certificates, codes and the order of vintages go wrong with more. */
const FAIL_OFF_SECONDS = 120;

/** @param version `20.20.0` */
export function checkNode(version: string, now: Date): Finding {
  const { end_of_life, source } = JSON.parse(readFileSync(new URL('config/node-releases.json', CHECKOUT), 'utf8')) as {
    end_of_life: Readonly<Record<string, string>>;
    source: string;
  };
  const end = end_of_life[version.split('.')[0] ?? ''];
  if (end === undefined) return ok('Node', version);
  const days = Math.ceil((Date.parse(end) - now.getTime()) / DAY_MS);
  const todo = `switch to a version of Node that gets security fixes (${source})`;
  if (days < 0) return warn('Node', `${version} has had no security fixes since ${end}`, todo);
  return days <= NOTICE_DAYS
    ? warn('Node', `${version} gets security fixes only until ${end}`, todo)
    : ok('Node', `${version}, security fixes until ${end}`);
}

/** The schedules need the zones of the publishers, which a small container image may lack. */
export function checkTimezones(): Finding {
  const check = 'time zones';
  const offset = (timeZone: string, at: string): string => {
    try {
      const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(new Date(at));
      return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    } catch {
      return 'unknown';
    }
  };
  const wrong = [
    ['Asia/Shanghai', '2025-07-01T00:00:00Z', 'GMT+08:00'],
    ['Europe/Brussels', '2025-07-01T00:00:00Z', 'GMT+02:00'],
    ['America/New_York', '2025-01-01T00:00:00Z', 'GMT-05:00'],
  ].flatMap(([zone = '', at = '', right]) => (offset(zone, at) === right ? [] : [`${zone} is ${offset(zone, at)}, not ${right}`]));
  return wrong.length === 0
    ? ok(check, `known (tzdata ${process.versions['tz'] ?? 'of the system'})`)
    : fail(check, wrong.join('; '), 'install a build of Node with full ICU data');
}

/** @param serverTime when somebody else's clock was read, or null; and what it said. */
export function checkClock(host: string, now: Date, serverTime: Date | null): Finding {
  if (serverTime === null)
    return warn('clock', `${host} did not say what time it is`, 'check that the machine has network access, and try again');
  const seconds = Math.round((now.getTime() - serverTime.getTime()) / 1000);
  const off = Math.abs(seconds);
  const says = off <= 1 ? `agrees with ${host}` : `${off} s ${seconds > 0 ? 'ahead of' : 'behind'} ${host}`;
  const todo = 'synchronise the clock by NTP (timedatectl set-ntp true)';
  if (off > FAIL_OFF_SECONDS) return fail('clock', says, todo);
  return off > WARN_OFF_SECONDS ? warn('clock', says, todo) : ok('clock', says);
}

/** Room and permission wherever the program writes, the deepest folder that is there standing for those that are not. */
export function checkFolders({ database, archive, inbox }: Pick<Config, 'database' | 'archive' | 'inbox'>): Finding[] {
  const places = [
    ['database', dirname(database)],
    ['archive', archive],
    ['inbox', inbox],
  ].map(([name = '', folder = '']) => ({ name, folder: existing(folder) }));
  const findings = places.map(({ name, folder }) => {
    const check = `writing ${name}`;
    try {
      accessSync(folder, constants.W_OK | constants.X_OK);
      return ok(check, folder);
    } catch {
      return fail(check, `${folder} cannot be written`, 'let the user that runs tradewatch write to it');
    }
  });
  if (existsSync(database) && !writable(database))
    findings.push(fail('writing database', `${database} cannot be written`, 'let the user that runs tradewatch write to it'));
  // Mostly all are on one disk.
  const disks = new Map(places.toReversed().map(({ folder }) => [statSync(folder).dev, folder]));
  return [...findings, ...[...disks.values()].map(checkDisk)];
}

function checkDisk(folder: string): Finding {
  const { bavail, bsize, ffree, files } = statfsSync(folder);
  const free = bavail * bsize;
  const says = `${(free / GIB).toFixed(1)} GiB free at ${folder}`;
  const todo = 'free some space: a full disk stops the runs';
  // Some file systems count no inodes.
  if (files > 0 && ffree < LEAST_FREE_INODES) return fail('disk', `${says}, ${ffree} inodes left`, todo);
  return free < LEAST_FREE_BYTES ? fail('disk', says, todo) : ok('disk', says);
}

function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

function writable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
