import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CHECKOUT } from '../checkout.ts';
import { DEFAULT_CONFIG_FILE } from '../config/default-file.ts';
import { loadConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { ensureFolder } from '../folder.ts';
import { loadRegistry } from '../registry.ts';
import type { CommandIo } from './command.ts';
import { configCheck } from './config-check.ts';
import { configText, DEFAULT_ANSWERS, type InitAnswers } from './init-config.ts';

const ENV_EXAMPLE = '.env.example';
const ADDRESS = /^[^\s@<>,"]+@[^\s@<>,"]+$/;

/**
 * Writes a first configuration and `.env.example` by a few questions; nothing that is there is overwritten.
 * @param lines what the person types; not read with `yes`.
 */
export async function init(io: CommandIo, lines: AsyncIterable<string>, options: { yes?: boolean; config?: string }): Promise<number> {
  const configFile = resolve(io.cwd, options.config ?? DEFAULT_CONFIG_FILE);
  const envFile = resolve(io.cwd, ENV_EXAMPLE);
  if (existsSync(configFile))
    throw new UsageError(`${configFile} exists already, and init overwrites nothing; "tradewatch config check" checks it`);
  const answers = options.yes === true ? DEFAULT_ANSWERS : await askAll(io, lines[Symbol.asyncIterator]());
  const text = configText(template('config/tradewatch.yaml'), answers);
  ensureFolder(dirname(configFile));
  // wx: also when another process made it meanwhile.
  writeFileSync(configFile, text, { flag: 'wx' });
  io.stderr(`written: ${configFile}\n`);
  if (existsSync(envFile)) io.stderr(`left unchanged: ${envFile}\n`);
  else {
    writeFileSync(envFile, template(ENV_EXAMPLE), { flag: 'wx' });
    io.stderr(`written: ${envFile}\n`);
  }
  const code = await configCheck(io, { config: configFile });
  if (code !== 0) return code;
  const registry = await loadRegistry();
  const { inbox } = loadConfig(configFile, { cwd: io.cwd, pipelines: registry.values() });
  const given = options.config === undefined ? '' : ` --config ${options.config}`;
  io.stdout(`\nNext:\n  tradewatch doctor${given}\n  tradewatch run${given}\n`);
  io.stdout(`China's eight-digit figures are downloaded by hand: drop the files into ${inbox}/china-customs-query/ (docs/operate.md)\n`);
  return 0;
}

/** From the program's own folder, wherever it is called from. */
const template = (name: string): string => readFileSync(new URL(name, CHECKOUT), 'utf8');

async function askAll(io: CommandIo, lines: AsyncIterator<string>): Promise<InitAnswers> {
  /** Asks until the answer is one; an empty line takes the default. */
  const ask = async <T>(question: string, fallback: string, read: (text: string) => T | string): Promise<T> => {
    for (;;) {
      io.stderr(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `);
      const { value, done } = await lines.next();
      if (done === true)
        throw new UsageError('\nthe input ended before all questions were answered; nothing was written. --yes takes the defaults');
      const answer = read(value.trim() || fallback);
      if (typeof answer !== 'string') return answer;
      io.stderr(`  ${answer}\n`);
    }
  };
  const product = await ask(
    "Which product of China's exports? Eight digits of China's tariff, or six of the HS",
    DEFAULT_ANSWERS.product,
    (text) => {
      const code = /^(?:HS8?:)?(\d{8}|\d{6})$/.exec(text.replaceAll('.', ''))?.[1];
      return code === undefined ? 'expected a code such as 85051110 or 850511' : { code: `${code.length === 8 ? 'HS8' : 'HS'}:${code}` };
    },
  );
  const partners = await ask('To which partners? ISO codes, or WORLD for all together', DEFAULT_ANSWERS.partners.join(' '), (text) => {
    const codes = text.toUpperCase().split(/[\s,]+/);
    return codes.every((code) => /^(?:[A-Z]{2}|WORLD)$/.test(code)) ? [...new Set(codes)] : 'expected codes such as WORLD US DE';
  });
  const percent = await ask('Report year-on-year changes of at least how many percent', String(DEFAULT_ANSWERS.percent), (text) => {
    const number = Number(text.replace(/\s*%$/, ''));
    return number > 0 && number <= 1000 ? { number } : 'expected a number such as 25';
  });
  const by = await ask('Send alerts by mail, webhook or none', 'none', (text) =>
    ['mail', 'webhook', 'none'].includes(text) ? { by: text } : 'expected mail, webhook or none',
  );
  const address = (text: string) => (ADDRESS.test(text) ? { text } : 'expected an address such as desk@example.org');
  const tell =
    by.by === 'mail'
      ? {
          by: 'mail' as const,
          to: (await ask('  Mail to', '', address)).text,
          host: (
            await ask('  The mail server', '', (text) => (/^[\w.-]+$/.test(text) ? { text } : 'expected a name such as mail.example.org'))
          ).text,
          from: (await ask('  Its user, which is also the sender address', '', address)).text,
        }
      : by.by === 'webhook'
        ? {
            by: 'webhook' as const,
            url: (
              await ask('  Its address', '', (text) =>
                /^https:\/\/[^\s"]+$/.test(text) ? { text } : 'expected an address such as https://example.org/hook',
              )
            ).text,
          }
        : { by: 'nobody' as const };
  const contact = await ask('A mail address where publishers can reach you, sent with the requests', 'none', (text) =>
    text === 'none' ? { text: null } : address(text),
  );
  return { product: product.code, partners, percent: percent.number, tell, contact: contact.text };
}
