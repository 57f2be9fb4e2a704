import { resolve as resolvePath } from 'node:path';
import { suggestion } from '../domain/nearest.ts';
import { areaFault, isLoopback, isWebAddress, leavesInPlainText } from './codes.ts';
import { fault, valueAt } from './explain.ts';
import type { ConfigFault, Path } from './fault.ts';
import { CHANNELS } from './receiver-schema.ts';
import { secretPaths, secretValueFault } from './secrecy.ts';
import type { ConfigSource } from './source.ts';

/**
 * What one part of the file says about another: ids that are unique, names that exist, settings that go together. Works
 * on data that may be malformed elsewhere, so that all faults are told at once.
 * @param root the folder that paths are relative to.
 */
export function crossFaults(data: unknown, source: ConfigSource, pipelineIds: readonly string[], root: string): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const report = (path: Path, message: string, of: 'value' | 'key' = 'value'): void => void faults.push(fault(source, path, of, message));
  const at = (...path: Path): unknown => valueAt(data, path);
  const list = (...path: Path): readonly unknown[] => (Array.isArray(at(...path)) ? (at(...path) as readonly unknown[]) : []);

  for (const path of secretPaths(data)) report(path, secretValueFault(path));

  for (const section of ['rules', 'receivers'] as const) {
    const seen = new Map<unknown, number>();
    for (const index of list(section).keys()) {
      const id = at(section, index, 'id');
      const first = seen.get(id);
      if (typeof id === 'string' && first !== undefined) report([section, index, 'id'], `"${id}" is the id of ${section}.${first} already`);
      else seen.set(id, index);
    }
  }

  const receiverIds = list('receivers').flatMap((_, index) => [at('receivers', index, 'id')].filter((id) => typeof id === 'string'));
  const reportReceivers = (...path: Path): void => {
    for (const [position, id] of list(...path).entries()) {
      if (typeof id !== 'string' || receiverIds.includes(id)) continue;
      report(
        [...path, position],
        `no receiver has the id "${id}"${receiverIds.length > 0 ? suggestion(id, receiverIds) : '; the list receivers is empty'}`,
      );
    }
  };
  reportReceivers('heartbeat', 'receivers');
  for (const index of list('rules').keys()) {
    reportReceivers('rules', index, 'receivers');
    for (const path of [['rules', index, 'what', 'pipelines'] as const, ['rules', index, 'pipelines'] as const])
      for (const [position, id] of list(...path).entries()) {
        if (typeof id === 'string' && !pipelineIds.includes(id))
          report([...path, position], `no pipeline has the id "${id}"${suggestion(id, pipelineIds)}`);
      }
    const reportArea = (...path: Path): void => {
      const code = at(...path);
      const wrong = typeof code === 'string' ? areaFault(code) : null;
      if (wrong !== null) report(path, wrong);
    };
    reportArea('rules', index, 'what', 'reporter');
    for (const path of [['rules', index, 'what', 'partners'] as const, ['rules', index, 'reporters'] as const])
      for (const position of list(...path).keys()) reportArea(...path, position);
    const percent = at('rules', index, 'when', 'percent');
    const hysteresis = at('rules', index, 'hysteresis');
    if (typeof percent === 'number' && percent > 100 && at('rules', index, 'when', 'direction') === 'fall')
      report(['rules', index, 'when', 'percent'], `nothing falls by more than 100 %, got ${percent}`);
    if (typeof percent === 'number' && typeof hysteresis === 'number' && percent > 0 && hysteresis >= percent)
      report(['rules', index, 'hysteresis'], `expected less than when.percent (${percent}), got ${hysteresis}`);
  }

  const fallbacks = new Map(list('receivers').map((_, index) => [at('receivers', index, 'id'), at('receivers', index, 'fallback')]));
  for (const index of list('receivers').keys()) {
    const [id, fallback] = [at('receivers', index, 'id'), at('receivers', index, 'fallback')];
    if (typeof id !== 'string' || typeof fallback !== 'string') continue;
    const path = ['receivers', index, 'fallback'] as const;
    if (!receiverIds.includes(fallback)) report(path, `no receiver has the id "${fallback}"${suggestion(fallback, receiverIds)}`);
    else if (fallback === id) report(path, 'expected another receiver than this one');
    else {
      const ring = ringOf(fallbacks, id);
      // Told once for a ring, at its first receiver.
      if (ring.includes(id) && ring.every((one) => receiverIds.indexOf(one) >= receiverIds.indexOf(id)))
        report(path, `expected a fallback that does not come back to "${id}": ${[id, ...ring].join(' -> ')}`);
    }
  }
  const [database, copy] = [at('database') ?? 'data/tradewatch.db', at('publish', 'file')];
  if (typeof database === 'string' && typeof copy === 'string' && resolvePath(root, copy) === resolvePath(root, database))
    report(['publish', 'file'], 'expected another file than database: the copy is put in its place');

  const smtp = at('smtp');
  for (const index of list('receivers').keys()) {
    const [email, webhook] = [at('receivers', index, 'email'), at('receivers', index, 'webhook')];
    const named = CHANNELS.filter((channel) => at('receivers', index, channel) !== undefined);
    // A channel that is mistyped is told as an unknown key.
    const mistyped = named.length === 0 && Object.keys(at('receivers', index) ?? {}).some((key) => key !== 'id');
    if (typeof at('receivers', index) === 'object' && named.length !== 1 && !mistyped)
      report(
        ['receivers', index],
        `expected one of ${CHANNELS.join(', ')}${named.length === 0 ? '' : `, got ${named.join(' and ')}: make a receiver of each`}`,
      );
    if (email !== undefined && smtp === undefined)
      report(['receivers', index, 'email'], 'mail wants the section smtp: {host, from}', 'key');
    const [url, urlSecret] = [at('receivers', index, 'webhook', 'url'), at('receivers', index, 'webhook', 'url_secret')];
    if (typeof webhook === 'object' && (url === undefined) === (urlSecret === undefined))
      report(['receivers', index, 'webhook'], 'expected url or url_secret, one of them', 'key');
    if (typeof url === 'string' && isWebAddress(url) && leavesInPlainText(url))
      report(['receivers', index, 'webhook', 'url'], 'expected an https address: http is for this machine only');
  }

  const [user, password, security, host] = [at('smtp', 'user'), at('smtp', 'password_secret'), at('smtp', 'security'), at('smtp', 'host')];
  if (user !== undefined && password === undefined && at('smtp', 'password') === undefined)
    report(['smtp', 'user'], 'wants password_secret: the NAME of the secret that holds the password');
  if (user === undefined && password !== undefined) report(['smtp', 'password_secret'], 'wants user');
  if (security === 'none' && typeof host === 'string' && !isLoopback(host))
    report(['smtp', 'security'], `expected tls or starttls: mail to ${host} would leave this machine in plain text`);
  return faults;
}

/** The fallback of a receiver, that one's fallback and so on, up to one that is there already. */
function ringOf(fallbacks: ReadonlyMap<unknown, unknown>, id: string): string[] {
  const ring: string[] = [];
  for (let next = fallbacks.get(id); typeof next === 'string' && !ring.includes(next); next = fallbacks.get(next)) ring.push(next);
  return ring;
}
