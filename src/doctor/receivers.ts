import { mailLogin } from '../channels/mail-login.ts';
import { explain } from '../channels/remedy.ts';
import { isShortKey } from '../channels/webhook.ts';
import { type Config, openSecrets, type Receiver, type Secrets } from '../config.ts';
import { UsageError } from '../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const HOW_TO_SET = (name: string): string => `set it in the environment, in a file (${name}_FILE), or as a systemd credential`;

const NEW_KEY =
  'make a new one with: echo "whsec_$(openssl rand -base64 32)"; put its NAME first in secrets, and keep the old one until the receiver knows the new one';

/** Keys of sources and receivers, and whether the mail server takes the login. */
export async function checkSecrets(config: Config, registry: ReadonlyMap<string, Pipeline>, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const secrets = openSecrets(env);
  return [...checkKeys(config, registry, secrets), ...checkReceivers(config, secrets), await checkMail(config, secrets)];
}

function checkKeys(config: Config, registry: ReadonlyMap<string, Pipeline>, secrets: Secrets): Finding[] {
  return [...registry.values()].flatMap(({ id, secret, secretOptional }) => {
    if (secret === undefined || config.pipelines[id]?.enabled === false) return [];
    const check = `key of ${id}`;
    if (secrets.find(secret) !== null) return [ok(check, 'set')];
    const effect = secretOptional === true ? 'gives less without a key' : 'waits for its key';
    return [warn(check, `${secret} is not set: this source ${effect}`, HOW_TO_SET(secret))];
  });
}

function checkReceivers(config: Config, secrets: Secrets): Finding[] {
  if (config.receivers.length === 0)
    return [warn('receivers', 'none: alerts are stored in the database, but no one is told', `add receivers to ${config.file}`)];
  return config.receivers.map((receiver) => {
    const missing = secretsOf(receiver, config).filter((name) => secrets.find(name) === null);
    const check = `receiver ${receiver.id}`;
    if (missing.length > 0)
      return fail(check, `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set`, HOW_TO_SET(missing[0] ?? ''));
    const weak = receiver.channel === 'webhook' ? weakKey(check, receiver.secrets, secrets) : null;
    return weak ?? ok(check, `${receiver.channel}; "tradewatch alerts test ${receiver.id}" sends a test message`);
  });
}

/** The first key of a webhook that is none, or too short to be secret; nothing of it is shown. */
function weakKey(check: string, names: readonly string[], secrets: Secrets): Finding | null {
  for (const name of names) {
    try {
      if (isShortKey(secrets.find(name) ?? ''))
        return warn(check, `${name} is shorter than the 24 bytes of a Standard Webhooks secret`, NEW_KEY);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return fail(check, `${name} cannot sign: ${error.message}`, NEW_KEY);
    }
  }
  return null;
}

function secretsOf(receiver: Receiver, config: Config): string[] {
  if (receiver.channel === 'email') return config.smtp?.password == null ? [] : [config.smtp.password];
  if (receiver.channel !== 'webhook') return [receiver.url];
  return [...('secret' in receiver.url ? [receiver.url.secret] : []), ...receiver.secrets];
}

async function checkMail({ smtp }: Config, secrets: Secrets): Promise<Finding> {
  const check = 'mail server';
  if (smtp === null) return ok(check, 'none configured, none needed');
  const where = `${smtp.host}:${smtp.port}`;
  const failure = await mailLogin(smtp, secrets);
  if (failure === null) return ok(check, smtp.user === null ? `${where} answers` : `${where} accepts the login of ${smtp.user}`);
  return fail(check, failure.startsWith(where) ? failure : `${where}: ${failure}`, explain(failure).remedy);
}
