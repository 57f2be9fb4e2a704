// Makes the files that the bench works on: node bench/generate.mjs KIND FILE [ROWS]. All figures are invented; the same KIND and ROWS give
// the same bytes. The kinds are described at `KINDS`.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const MONTHS = 60;
/** The newest month of the first publication; a release has the one after it. */
const NEWEST = { year: 2025, month: 12 };
const REPORTERS = 30;
const PARTNERS = 240;
const PRODUCTS = 700;
/** Of the months of a series, as real ones have them: a comparison by rows instead of months goes wrong there. */
const GAPS = 0.03;
const REVISED = 0.015;
const FLUSH_BYTES = 1 << 20;

export const KINDS = {
  /** The first publication: series by series, each of 24 to 60 months with gaps, value and quantity. */
  comext: (file, rows) => comext(file, rows, { updated: '16/02/26 11:00:00', release: false, byMonth: false }),
  /** The same rows, month by month. */
  'comext-by-month': (file, rows) => comext(file, rows, { updated: '16/02/26 11:00:00', release: false, byMonth: true }),
  /** The same rows under a new LAST UPDATE. */
  'comext-again': (file, rows) => comext(file, rows, { updated: '20/02/26 11:00:00', release: false, byMonth: false }),
  /** The next release: 1.5 % of the rows revised, and a new month of every series. */
  'comext-release': (file, rows) => comext(file, rows, { updated: '16/03/26 11:00:00', release: true, byMonth: false }),
  /** The new month of every series alone. */
  'comext-month': (file, rows) => comext(file, rows, { updated: '16/03/26 11:00:00', release: true, byMonth: false, monthAlone: true }),
  /** UN Comtrade's answer: records of 47 fields. */
  comtrade: (file, rows) => comtrade(file, rows),
};

/** A generator of random numbers that is the same everywhere (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function writer(file) {
  const handle = openSync(file, 'w');
  let pending = [];
  let size = 0;
  const flush = () => {
    writeSync(handle, pending.join(''));
    pending = [];
    size = 0;
  };
  return {
    write(text) {
      pending.push(text);
      size += text.length;
      if (size >= FLUSH_BYTES) flush();
    },
    close() {
      flush();
      closeSync(handle);
    },
  };
}

const list = (name) => JSON.parse(readFileSync(new URL(`../config/codes/${name}`, import.meta.url), 'utf8'));

/** Two capitals each, of countries that exist. */
function countries() {
  const text = readFileSync(new URL('../config/codes/countries.json', import.meta.url), 'utf8');
  return [...new Set(text.match(/"[A-Z]{2}"/g).map((code) => code.slice(1, 3)))].sort();
}

const monthBack = (back) => {
  const index = NEWEST.year * 12 + NEWEST.month - 1 - back;
  return `${Math.trunc(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
};

/** Eight digits, chapters spread as in the nomenclature. */
const productCode = (index, wide) => String(1_010_000 + Math.trunc((index * 97_980_000) / wide)).padStart(8, '0');

/**
 * Series in the order of their codes, each with a generator of its own, so that a revision changes what it changes and nothing else.
 * @returns the number of rows, and of those that a release changes and adds.
 */
function comext(file, rows, { updated, release, byMonth, monthAlone = false }) {
  const out = writer(file);
  const reporters = countries()
    .filter((_, index) => index % 8 === 0)
    .slice(0, REPORTERS);
  const partners = countries().slice(0, PARTNERS);
  const products = rows > 2_000_000 ? PRODUCTS * 10 : PRODUCTS;
  const perPair = 2 * 42 * (1 - GAPS);
  const pairs = Math.ceil((rows / perPair) * 1.01);
  const step = (reporters.length * partners.length * products) / pairs;
  const counts = { rows: 0, revised: 0, added: 0 };
  out.write('DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n');
  const lines = byMonth ? Array.from({ length: MONTHS }, () => []) : null;
  for (let pair = 0; pair < pairs && counts.rows < rows; pair += 1) {
    const at = Math.trunc(pair * step);
    const reporter = reporters[Math.trunc(at / (partners.length * products))];
    const partner = partners[Math.trunc(at / products) % partners.length];
    const product = productCode(at % products, products);
    const flow = 1 + (pair % 2);
    for (const indicator of ['QUANTITY_IN_100KG', 'VALUE_IN_EUROS']) {
      const value = indicator === 'VALUE_IN_EUROS';
      const next = random(pair * 2 + (value ? 1 : 0) + 1);
      const months = 24 + Math.trunc(next() * 37);
      const level = 10 ** (1 + next() * 6);
      const start = `ESTAT:DS-045409(1.0),${updated},M,${reporter},${partner},${product},${flow},${indicator},`;
      for (let back = months - 1; back >= 0; back -= 1) {
        const gap = next() < GAPS && back > 0;
        const amount = level * (0.5 + next());
        const chosen = next();
        const long = next() < 14e-6;
        if (gap || counts.rows >= rows) continue;
        const revised = release && chosen < REVISED;
        if (revised) counts.revised += 1;
        const printed = figure(amount, value, long, revised);
        const line = `${start}${monthBack(back)},${printed},${chosen > 0.95 ? 'p' : ''}\n`;
        counts.rows += 1;
        if (monthAlone) continue;
        if (lines === null) out.write(line);
        else lines[back].push(line);
      }
      if (release) {
        counts.added += 1;
        out.write(`${start}${monthBack(-1)},${figure(level * (0.5 + next()), value, false, false)},p\n`);
      }
    }
  }
  if (lines !== null) for (const month of lines.toReversed()) for (const line of month) out.write(line);
  out.close();
  return { ...counts, rows: (monthAlone ? 0 : counts.rows) + counts.added };
}

/** Euros are whole, hundreds of kilograms have two decimals; a few figures of real files have a long tail. */
function figure(amount, whole, long, revised) {
  const cents = Math.round(amount * 100) + (revised ? 1 + Math.trunc(amount * 2) : 0);
  if (whole) return String(Math.max(1, Math.trunc(cents / 100) + (revised ? 1 : 0)));
  const text = (cents / 100).toFixed(2);
  return long ? `${text}000000000${1 + (cents % 9)}` : text;
}

function comtrade(file, rows) {
  const out = writer(file);
  // Some countries have an older code as well: each stands once.
  const areas = [
    ...new Map(
      list('partners-comtrade.json')
        .filter((row) => row.partner?.length === 2)
        .map((row) => [row.partner, Number(row.code)]),
    ).values(),
  ];
  const next = random(7);
  out.write(`{"elapsedTime":"1.00 secs","count":${rows},"data":[`);
  for (let index = 0; index < rows; index += 1) {
    const month = 1 + (index % 12);
    const rest = Math.trunc(index / 12);
    const partner = areas[rest % 200];
    const product = String(10_100 + Math.trunc(rest / 200) * 7).padStart(6, '0');
    const value = Math.round(next() * 1e8) / 100;
    const weight = Math.round(next() * 1e7) / 100;
    const record = {
      ...{ typeCode: 'C', freqCode: 'M', refPeriodId: 20240000 + month * 100 + 1, refYear: 2024, refMonth: month },
      ...{
        period: String(202400 + month),
        reporterCode: 156,
        reporterISO: 'CHN',
        reporterDesc: 'China',
        flowCode: 'X',
        flowDesc: 'Export',
      },
      ...{
        partnerCode: partner,
        partnerISO: null,
        partnerDesc: `Partner ${partner}`,
        partner2Code: 0,
        partner2ISO: 'W00',
        partner2Desc: 'World',
      },
      ...{ classificationCode: 'H6', classificationSearchCode: 'HS', isOriginalClassification: true, cmdCode: product },
      ...{ cmdDesc: `Invented goods ${product}, other than those of another heading`, aggrLevel: 6, isLeaf: true, customsCode: 'C00' },
      ...{
        customsDesc: 'TOTAL CPC',
        mosCode: '0',
        motCode: 0,
        motDesc: 'TOTAL MOT',
        qtyUnitCode: 5,
        qtyUnitAbbr: 'u',
        qty: Math.round(weight / 3) + 1,
      },
      ...{
        isQtyEstimated: index % 9 === 0,
        altQtyUnitCode: 8,
        altQtyUnitAbbr: 'kg',
        altQty: weight,
        isAltQtyEstimated: false,
        netWgt: weight,
      },
      ...{
        isNetWgtEstimated: index % 7 === 0,
        grossWgt: 0,
        isGrossWgtEstimated: false,
        cifvalue: null,
        fobvalue: value,
        primaryValue: value,
      },
      ...{ legacyEstimationFlag: 0, isReported: true, isAggregate: false },
    };
    out.write(`${index === 0 ? '' : ','}${JSON.stringify(record)}`);
  }
  out.write('],"error":""}');
  out.close();
  return { rows };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [kind, file, rows = '2000000'] = process.argv.slice(2);
  if (KINDS[kind] === undefined || file === undefined) {
    console.error(`node bench/generate.mjs KIND FILE [ROWS]; KIND is one of ${Object.keys(KINDS).join(', ')}`);
    process.exit(2);
  }
  console.log(JSON.stringify(KINDS[kind](file, Number(rows))));
}
