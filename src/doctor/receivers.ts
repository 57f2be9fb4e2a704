import { mailLogin } from '../channels/mail-login.ts';
import { explain } from '../channels/remedy.ts';
import { type Config, openSecrets, type Receiver, type Secrets } from '../config.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const HOW_TO_SET = (name: string): string => `give it in the environment, in a file (${name}_FILE), or as a systemd credential`;

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
    return [warn('receivers', 'none: alerts are kept in the database and nobody is told', `add receivers to ${config.file}`)];
  return config.receivers.map((receiver) => {
    const missing = secretsOf(receiver, config).filter((name) => secrets.find(name) === null);
    const check = `receiver ${receiver.id}`;
    return missing.length === 0
      ? ok(check, `${receiver.channel}; "tradewatch alerts test ${receiver.id}" sends a test message`)
      : fail(check, `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set`, HOW_TO_SET(missing[0] ?? ''));
  });
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
  if (failure === null) return ok(check, smtp.user === null ? `${where} answers` : `${where} takes the login of ${smtp.user}`);
  return fail(check, failure.startsWith(where) ? failure : `${where}: ${failure}`, explain(failure).remedy);
}
