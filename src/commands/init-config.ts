/** What a person said, checked. */
export interface InitAnswers {
  /** `HS8:85051110`, `HS:850511` */
  readonly product: string;
  /** ISO alpha-2, or `WORLD`. */
  readonly partners: readonly string[];
  readonly percent: number;
  readonly tell: { readonly by: 'nobody' } | { readonly by: 'webhook'; readonly url: string } | MailAnswers;
  /** An address that publishers can write to; null for none. */
  readonly contact: string | null;
}

export interface MailAnswers {
  readonly by: 'mail';
  readonly to: string;
  readonly host: string;
  readonly from: string;
}

export const DEFAULT_ANSWERS: InitAnswers = {
  product: 'HS8:85051110',
  partners: ['WORLD', 'US'],
  percent: 25,
  tell: { by: 'nobody' },
  contact: null,
};

/** Of the rules on magnets and on claims about them: from their comment to that of the rules on publications. */
const RULES = /^# What to watch for\.[\s\S]*?(?=^ {2}# What is wrong with the publications)/m;
const FIRST_RULE_PARTNERS = 'partners: [WORLD, US]';
const EXAMPLE_RECEIVERS = /^receivers:\n(?:^#.*\n)+/m;
const EXAMPLE_SMTP = /^# Mail needs a server\.\n(?:^#.*\n?)+/m;
const USER_AGENT = 'user_agent: tradewatch/0.1';
const EDITOR_LINE = /^# yaml-language-server:.*\n#\n/;

/**
 * The configuration that comes with the program, with the answers in their places; its comments stay.
 * @param template config/tradewatch.yaml
 * @throws Error when the template no longer has a place for an answer.
 */
export function configText(template: string, answers: InitAnswers): string {
  // The schema stands beside the checkout's file, and not beside this one.
  let text = replaced(template, EDITOR_LINE, '');
  if (answers.contact !== null) text = replaced(text, USER_AGENT, `user_agent: ${yamlText(`tradewatch/0.1 (${answers.contact})`)}`);
  if (answers.product === DEFAULT_ANSWERS.product) {
    text = replaced(text, FIRST_RULE_PARTNERS, `partners: [${answers.partners.map(yamlText).join(', ')}]`);
    text = text
      .replaceAll('percent: 25\n', `percent: ${answers.percent}\n`)
      .replaceAll('up or down 25 % or more', `up or down ${answers.percent} % or more`);
  } else {
    text = replaced(text, RULES, rulesOf(answers));
    text = withSettings(text, answers);
  }
  return answers.tell.by === 'nobody' ? text : told(text, answers.tell);
}

/** Every rule tells the receiver. */
function told(text: string, tell: Exclude<InitAnswers['tell'], { by: 'nobody' }>): string {
  const addressed = text.replaceAll('receivers: []', 'receivers: [desk]');
  if (tell.by === 'webhook')
    return replaced(
      addressed,
      EXAMPLE_RECEIVERS,
      `receivers:\n  - id: desk\n    webhook:\n      url: ${yamlText(tell.url)} # or url_secret: HOOK_URL, if the address itself is a secret\n      secrets: [HOOK_SECRET] # whsec_..., Standard Webhooks; two names while keys are rotated\n`,
    );
  const receivers = replaced(addressed, EXAMPLE_RECEIVERS, `receivers:\n  - id: desk\n    email:\n      to: [${yamlText(tell.to)}]\n`);
  return replaced(
    receivers,
    EXAMPLE_SMTP,
    `# Mail needs a server.\nsmtp:\n  host: ${yamlText(tell.host)}\n  security: starttls # tls, starttls, or none on this machine only\n  user: ${yamlText(tell.from)}\n  password_secret: SMTP_PASSWORD\n  from: ${yamlText(tell.from)}\n`,
  );
}

function rulesOf({ product, partners, percent }: InitAnswers): string {
  const id = product.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const heading = `HS:${product.slice(product.indexOf(':') + 1).slice(0, 6)}`;
  const rule = (name: string, code: string, what: string, minimum: string): string => `  - id: ${id}-${name}-yoy
    title: China's exports of ${code} by ${name}, up or down ${percent} % or more on a year earlier
    what:
      ${what}
    when:
      metric: yoy # over the same month a year earlier
      direction: either # rise, fall, either
      percent: ${percent}
    minimum_base: ${minimum}; growth from a smaller base means nothing
    hysteresis: 1 # points: a figure revised to less than this below the threshold updates the alert, further below retracts it
    receivers: []
`;
  const watched = (code: string, more: string): string =>
    `product: ${yamlText(code)}\n      reporter: CN\n      flow: export\n      partners: [${partners.map(yamlText).join(', ')}]\n      ${more}`;
  return `# What to watch for. A rule says which series (what), what has to happen (when), and who is told (receivers).
rules:
  # By weight: free of prices and exchange rates.
${rule('weight', product, watched(product, 'measure: net_weight'), '1000 # kg')}
  # By value, at six digits: UN Comtrade, months later but final.
${rule('value', heading, watched(heading, 'measure: value\n      unit: USD'), '1000000 # USD')}
`;
}

/** Sources that ask by HS code ask for the heading of this product instead of magnets. */
function withSettings(text: string, { product, partners }: InitAnswers): string {
  const heading = product.slice(product.indexOf(':') + 1).slice(0, 6);
  let changed = replaced(
    text,
    '  un-comtrade:\n',
    `  un-comtrade:\n    settings:\n      products: ["${heading}"]\n      partners: [${partners.map(yamlText).join(', ')}]\n`,
  );
  for (const source of ['eurostat-comext', 'us-census', 'uk-hmrc', 'korea-customs'])
    changed = replaced(changed, `  ${source}:\n`, `  ${source}:\n    settings:\n      products: ["${heading}"]\n`);
  return replaced(
    changed,
    '  brazil-comexstat:\n',
    '  brazil-comexstat:\n    enabled: false # asks by NCM codes of eight digits: settings: { products: ["..."] }\n',
  );
}

/** A scalar that YAML reads as this text: quoted unless it is a plain word. */
const yamlText = (text: string): string =>
  /^[A-Za-z][\w@./-]*$/.test(text) && !/^(?:no|yes|on|off|y|n|true|false|null)$/i.test(text) ? text : JSON.stringify(text);

function replaced(text: string, from: string | RegExp, to: string): string {
  if (typeof from === 'string' ? !text.includes(from) : !from.test(text))
    throw new Error(`config/tradewatch.yaml has no place for ${JSON.stringify(to.slice(0, 60))}: expected ${String(from)}`);
  return text.replace(from, () => to);
}
