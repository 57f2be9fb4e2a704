import { type Command, Help, type HelpConfiguration, type Option } from 'commander';

/** The chapters of `tradewatch --help`, in their order, with the commands in theirs. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Getting started:': ['demo', 'init', 'doctor', 'config'],
  'Collecting:': ['start', 'run', 'ingest', 'backfill', 'held'],
  'Looking:': ['status', 'sources', 'series', 'growth', 'query', 'mirror', 'alerts', 'claims', 'runs'],
  'Exporting and keeping:': ['export', 'db', 'replay', 'completion'],
};

export const COMMON_OPTIONS = 'Common options:';
const ORDER = ['Options:', COMMON_OPTIONS, ...Object.keys(GROUPS)];

/** How help is laid out; commands made after this is set inherit it. */
export const HELP_LAYOUT: HelpConfiguration = {
  groupItems<T extends Command | Option>(unsorted: T[], visible: T[], groupOf: (item: T) => string): Map<string, T[]> {
    const groups = [...new Help().groupItems(unsorted, visible, groupOf as (item: Command | Option) => string)] as [string, T[]][];
    return new Map(groups.filter(([, items]) => items.length > 0).sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)));
  },
  /** `ingest <pipeline> <file...>` */
  subcommandTerm(command) {
    const given = command.registeredArguments.map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? `<${name}>` : `[${name}]`;
    });
    return [command.name(), ...given, ...(command.commands.length > 0 ? ['...'] : [])].join(' ');
  },
  /** `series and their values: list, show` */
  subcommandDescription(command) {
    const below = command.commands.map((child) => child.name()).join(', ');
    return `${command.description()}${below === '' ? '' : `: ${below}`}`;
  },
};

const MAGNETS = 'china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg';

/** Examples by command, as they are typed behind `tradewatch`; a test has each of them parsed. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  start: ['start', 'start --verbose', 'start --config /etc/tradewatch/tradewatch.yaml'],
  run: ['run', 'run --dry-run', 'run un-comtrade eurostat-comext --json'],
  backfill: ['backfill un-comtrade --from 2019-01 --dry-run', 'backfill un-comtrade --from 2019-01 --to 2024-12', 'backfill un-comtrade'],
  ingest: [
    'ingest china-customs-query 2025-06_export.csv',
    'ingest china-customs-query old.csv --retrieved-at 2024-03-20 --flow export',
    'ingest un-comtrade answer.json --param limit=100000 --json',
  ],
  replay: ['replay --into rebuilt.db', 'replay un-comtrade --into comtrade.db'],
  'series list': ['series list', 'series list --product 85051110', 'series list --pipeline un-comtrade --json'],
  'series show': [`series show ${MAGNETS}`, `series show ${MAGNETS} --as-of 2025-07-01`, `series show ${MAGNETS} --png magnets.png`],
  query: [
    'query "SELECT pipeline, last_period, state FROM v_source"',
    'query --describe v_growth',
    'query "SELECT period, value FROM v_observation WHERE partner = :partner AND period = :month" --param partner=US --param month=2025-06 --csv',
  ],
  'db datasette-metadata': ['db datasette-metadata', 'db datasette-metadata --db data/tradewatch.db'],
  growth: [`growth ${MAGNETS}`, `growth ${MAGNETS} --basis ytd_yoy`, `growth ${MAGNETS} --as-of 2025-07-01 --json`],
  mirror: [
    'mirror --product HS:850511 --reporter CN',
    'mirror --product HS:850511 --reporter CN --partner US',
    'mirror --product HS:850511 --reporter CN --nowcast',
  ],
  'alerts list': ['alerts list', 'alerts list --state firing', 'alerts list --rule magnets-net-weight-yoy --json'],
  'alerts show': ['alerts show 3f2a9c81d0', 'alerts show 3f2a9c81d0 --json'],
  'alerts backtest': [
    'alerts backtest --rule magnets-net-weight-yoy --from 2024-01',
    'alerts backtest --rule magnets-net-weight-yoy --from 2024-01 --to 2024-12 --as published',
  ],
  'alerts silence': [
    'alerts silence --rule magnets-net-weight-yoy --for 14d --reason "known: export licences"',
    'alerts silence --series "*.US.export.*" --receiver desk --until 2027-01-31 --reason "holidays"',
  ],
  'alerts silences': ['alerts silences', 'alerts silences --json'],
  'alerts unsilence': ['alerts unsilence 3', 'alerts unsilence 3 --json'],
  'alerts test': ['alerts test desk', 'alerts test hook --json'],
  'alerts resend': ['alerts resend --dry-run', 'alerts resend --receiver desk', 'alerts resend 3f2a9c81d0'],
  'claims check': ['claims check article.txt --published 2025-07-22', 'claims check page.html --format claimreview'],
  'claims extract': ['claims extract < articles.jsonl', 'claims extract < articles.jsonl > claims.jsonl'],
  'claims list': ['claims list', 'claims list --verdict contradicted', 'claims list --search "magnets june"'],
  export: [
    'export --format parquet --out out',
    'export --format csv --out out --product HS8:85051110 --from 2024-01',
    'export --format sdmx-csv --out out --changed-since 2025-07-20',
  ],
  status: ['status', 'status --json', 'status --db backup.db'],
  'sources list': ['sources list', 'sources list --json'],
  'runs list': ['runs list', 'runs list --pipeline un-comtrade --limit 5'],
  'runs show': ['runs show 12', 'runs show 12 --json'],
  'held list': ['held list', 'held list --json'],
  'held accept': ['held accept china-customs-query', 'held accept china-customs-query --json'],
  'held reject': ['held reject china-customs-query', 'held reject china-customs-query --json'],
  'config check': ['config check', 'config check --config /etc/tradewatch/tradewatch.yaml', 'config check --json'],
  'config schema': ['config schema', 'config schema > config/schema.json'],
  doctor: ['doctor', 'doctor --online', 'doctor --json'],
  init: ['init', 'init --yes'],
  'db backup': ['db backup backups/tradewatch.db', 'db backup backups/tradewatch.db --force'],
  'db check': ['db check', 'db check --db backups/tradewatch.db'],
  'db migrate': ['db migrate', 'db migrate --db old.db'],
  completion: ['completion bash > ~/.local/share/bash-completion/completions/tradewatch', 'completion zsh', 'completion fish'],
  demo: ['demo', 'demo --out trial'],
};

const EPILOGUE = `
Exit codes:
  0   done
  1   failed
  2   wrong usage, or a mistake in the configuration
  3   partly done: some sources failed, or some figures are held back
  4   a file was refused, and nothing of it was loaded
  75  another process holds the database

Environment:
  NAME, NAME_FILE         secrets named in the configuration and by the sources; .env.example lists them
  CREDENTIALS_DIRECTORY   where systemd puts secrets
  NO_COLOR                no colours

Data goes to stdout, everything else to stderr. "tradewatch COMMAND --help" has examples.
`;

/** The full name of a command without the program's: `series show`. */
export function nameOf(command: Command): string {
  const above = command.parent;
  return above?.parent == null ? command.name() : `${nameOf(above)} ${command.name()}`;
}

/** Commands in chapters, examples beneath the help of each, exit codes and environment beneath that of the program. */
export function addHelp(program: Command): void {
  for (const [group, names] of Object.entries(GROUPS))
    for (const name of names) program.commands.find((command) => command.name() === name)?.helpGroup(group);
  program.helpCommand(false).addHelpText('after', EPILOGUE);
  addExamples(program);
}

function addExamples(parent: Command): void {
  for (const command of parent.commands) {
    const examples = EXAMPLES[nameOf(command)] ?? command.commands.flatMap((child) => (EXAMPLES[nameOf(child)] ?? []).slice(0, 1));
    if (examples.length > 0) command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  tradewatch ${line}\n`).join('')}`);
    addExamples(command);
  }
}
