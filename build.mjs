// npm run build: bundles src/ and pipelines/ into dist/, after tsc has checked the types; see docs/decisions/031.
// node build.mjs bench: with what bench/ measures, made of the same sources in the same way.
// node build.mjs is-current: exits with 0 when dist/ is what a build of these sources made, to the byte, and with 1 otherwise.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Which versions of which packages are installed. */
const INSTALLED = 'node_modules/.package-lock.json';
/** Whatever decides what is built. */
const SOURCES = ['src', 'pipelines', 'config', 'build.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json', INSTALLED];
const MARK = 'dist/built.json';

/** Of the names and the bytes of all files at these paths and beneath. */
function digestOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const bytes = readFileSync(path);
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  };
  for (const path of paths)
    if (existsSync(`${path}/.`))
      for (const file of readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`)
        .filter((file) => file !== MARK)
        .sort())
        add(file);
    else if (existsSync(path)) add(path);
  return hash.digest('hex');
}

/** By what the files say, not by their times: a checkout, a merge and a copy change these. */
function isCurrent() {
  if (!existsSync(MARK) || !existsSync(INSTALLED)) return false;
  const { sources, built } = JSON.parse(readFileSync(MARK, 'utf8'));
  return sources === digestOf(SOURCES) && built === digestOf(['dist']);
}

const [mode] = process.argv.slice(2);
if (mode === 'is-current') process.exit(isCurrent() ? 0 : 1);

/** What lies in node_modules when the program runs: native code, and what is loaded with its first use, which few commands have. */
const EXTERNAL = [
  ...['better-sqlite3', '@resvg/resvg-js'],
  ...['@observablehq/plot', 'feedsmith', 'linkedom', 'nodemailer', 'prom-client'],
  ...['hyparquet-writer', 'hyparquet-writer/src/datapage.js', 'hyparquet-writer/src/dictionary.js'],
];

/**
 * Modules that are loaded together lie in one file, with all that they import; what two of these want is in the former.
 * Whatever else is imported when it is needed has a file of its own.
 */
const TOGETHER = {
  // Apart, as the thread of a pipeline loads nothing else of the program.
  errors: /src\/errors\.ts$/,
  // Of every command.
  program: /src\/(cli\/program|commands\/(printable|terminal))\.ts$/,
  // Of `status`.
  look: /src\/(commands\/status|config\/places|store\/(parts|status|series|releases|outbox-reader|backfills|held|restored|runs))\.ts$/,
  // Of what reads no more of the configuration than a place.
  yaml: /node_modules\/yaml\//,
  // Of every pipeline.
  zod: /node_modules\/zod\//,
  // But what few commands have.
  domain: /src\/domain\/(?!(?:going-on|resend|rule-proof|standing|standing-words)\.ts)[^/]*\.ts$/,
  // Of every command that writes; what the server alone needs is apart.
  work: /src\/(app|config|registry|ingest|run|commands\/(ingest|run))\.ts$/,
};

/** Data of config/ is parsed as JSON: written as code, V8 would keep what it compiled of it beside the data. */
const CODES_AS_TEXT = {
  name: 'codes-as-text',
  load: {
    filter: { id: /\/config\/.*\.json$/ },
    handler: (id) => ({
      code: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(readFileSync(id, 'utf8'))))});`,
      moduleType: 'js',
    }),
  },
};

/** No form is sent: what axios would make one with brings a list of all media types, half of axios's file. */
const NO_FORMS = {
  name: 'no-forms',
  load: {
    filter: { id: /\/node_modules\/form-data\/lib\/form_data\.js$/ },
    handler: () => ({ code: 'module.exports = class FormData {};', moduleType: 'js' }),
  },
};

/** The package made as modules; what it gives to Node is a file of its own for each class, wrapped. */
const YAML = `${process.cwd()}/node_modules/yaml/browser/dist/index.js`;

const bundle = (files, chunks, together = {}) => ({
  input: Object.fromEntries(files.map((file) => [file.replace(/\.ts$/, ''), file])),
  platform: 'node',
  external: EXTERNAL,
  resolve: { alias: { yaml: YAML } },
  plugins: [CODES_AS_TEXT, NO_FORMS],
  checks: { ineffectiveDynamicImport: false },
  onLog(level, { message }) {
    if (level === 'warn') throw new Error(message);
  },
  output: {
    dir: 'dist',
    entryFileNames: '[name].js',
    chunkFileNames: `chunks/${chunks}[name].js`,
    sourcemap: true,
    // V8 keeps the text of what it runs, in half the room where no letter is beyond Latin-1.
    charset: 'ascii',
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: { groups: Object.entries(together).map(([name, test], i, all) => ({ name, test, priority: all.length - i })) },
  },
});

const { build } = await import('rolldown');
const pipelines = readdirSync('pipelines').map((name) => `pipelines/${name}`);
// Before the build: what is changed meanwhile is not in it.
const sources = digestOf(SOURCES);

rmSync('dist', { recursive: true, force: true });
await build([
  bundle(['src/main.ts', 'src/stages/worker-thread.ts', ...pipelines], '', TOGETHER),
  // These threads share nothing with the program but messages: of its files they would load more than they need.
  bundle(['src/web-thread.ts'], 'web-'),
  bundle(['src/stages/archive-thread.ts'], 'archive-'),
  ...(mode === 'bench' ? [bundle(['bench/product.ts'], 'bench-')] : []),
]);
// What bench/ measures is none of the sources: a build with it is made anew for whoever asks.
if (mode !== 'bench') writeFileSync(MARK, `${JSON.stringify({ sources, built: digestOf(['dist']) })}\n`);
