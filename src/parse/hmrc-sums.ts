/** Rows of HMRC, one for each port, to figures of a commodity and country. */
import { partnerOfHmrcCountry } from '../domain/codes/partners.ts';
import { formatMonth, month, type Period, type YearMonth, yearMonth } from '../domain/period.ts';
import { scaleDecimal } from '../domain/quantity.ts';
import type { Flow, Observation, ProductName } from '../domain/series.ts';
import { refused } from '../errors.ts';
import { commodityOf, integerOf, readPart } from './hmrc.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { addDecimal, EMPTY_SUM, type ExactSum, sumText } from './number.ts';

const FLOW_TYPES: Readonly<Record<number, Flow>> = { 1: 'import', 2: 'export', 3: 'import', 4: 'export' };

/**
 * One month, flow, commodity and country: the sum of its ports. A part without a figure leaves the sum unknown. A suppressed
 * one is left out, as HMRC leaves it out, and the sum is said to be short.
 */
interface Sum {
  readonly flow: Flow;
  readonly partner: string;
  readonly product: string;
  readonly period: Period;
  readonly where: string;
  ports: number;
  value: ExactSum | null;
  netMass: ExactSum | null;
}

/** A sum that lacks what is suppressed at other ports. */
interface ShortSum {
  readonly subject: string;
  /** How many rows are in it. */
  readonly ports: number;
}

/** The rows of one answer, summed over the ports. */
export class HmrcSums {
  readonly #sums = new Map<string, Sum>();
  readonly #left = new Map<string, number>();
  readonly #names = new Map<string, ProductName>();
  readonly #suppressed = new Set<string>();

  /** @throws RefusedError for a row that is not as published. */
  take(row: JsonValue, newest: YearMonth, where: string): void {
    if (!isJsonObject(row)) throw refused(where, 'expected an object');
    const period = periodOf(row, newest, where);
    const flowType = integerOf(row, 'FlowTypeId', where);
    const flow = FLOW_TYPES[flowType];
    if (flow === undefined) throw refused(where, `FlowTypeId ${flowType}; expected 1 or 3 (imports), 2 or 4 (exports)`);
    const suppression = integerOf(row, 'SuppressionIndex', where);
    const commodity = commodityOf(row, where);
    if ('reason' in commodity) {
      this.#leave(commodity.reason);
      return;
    }
    const country = integerOf(row, 'CountryId', where);
    const product = commodity.code;
    const key = [period.end, flow, product, country].join(' ');
    if (suppression !== 0) {
      this.#suppressed.add(key);
      this.#leave('suppressed (SuppressionIndex other than 0): their figures are withheld, not 0');
      return;
    }
    const partner = partnerOfHmrcCountry(country);
    if (partner === null) throw refused(where, `unknown CountryId ${country}; new ones go to config/codes/partners-hmrc.json`);
    const sum = this.#sums.get(key) ?? { flow, partner, product, period, where, ports: 0, value: EMPTY_SUM, netMass: EMPTY_SUM };
    sum.ports += 1;
    sum.value = added(sum.value, readPart(row, 'Value', where));
    sum.netMass = added(sum.netMass, readPart(row, 'NetMass', where));
    this.#sums.set(key, sum);
    const name = isJsonObject(row['Commodity']) ? row['Commodity']['Cn8LongDescription'] : undefined;
    if (typeof name === 'string' && name !== '') this.#names.set(product, { classification: CLASSIFICATION, product, name });
  }

  /** Whether there is something, and all of it is withheld. */
  get allSuppressed(): boolean {
    return this.#suppressed.size > 0 && this.#sums.size === 0;
  }

  result(): { observations: Observation[]; products: ProductName[]; notes: string[]; short: ShortSum[]; isWhole: boolean } {
    const sums = [...this.#sums];
    const observations = sums.flatMap(([, sum]) => observationsOf(sum));
    const rows = sums.reduce((count, [, { ports }]) => count + ports, 0);
    const lacking = sums.filter(([key]) => this.#suppressed.has(key)).map(([, sum]) => sum);
    const notes = [
      ...[...this.#left].map(([reason, count]) => `${count} rows left out: ${reason}`),
      ...counted(lacking.length, 'sums lack what is suppressed at other ports: the least that it can be'),
      ...counted(sums.filter(([, { value }]) => value === null).length, 'sums without a value: Value is null at a port'),
      ...counted(sums.filter(([, { netMass }]) => netMass === null).length, 'sums without a weight: NetMass is null at a port'),
      ...(rows > sums.length ? [`${rows} rows by port summed to ${sums.length}`] : []),
    ];
    const short = lacking.map(({ flow, partner, product, period, ports }) => ({
      subject: `${flow} ${partner} ${product} ${formatMonth(period.end)}`,
      ports,
    }));
    // What is withheld may stand under another code, without a row of its own.
    const isWhole = this.#left.size === 0 && sums.every(([, { value, netMass }]) => value !== null && netMass !== null);
    return { observations, products: [...this.#names.values()], notes, short, isWhole };
  }

  #leave(reason: string): void {
    this.#left.set(reason, (this.#left.get(reason) ?? 0) + 1);
  }
}

const counted = (count: number, reason: string): string[] => (count === 0 ? [] : [`${count} ${reason}`]);
const added = (sum: ExactSum | null, part: string | null): ExactSum | null =>
  sum === null || part === null ? null : addDecimal(sum, part, 0);

/**
 * HMRC calls its commodity codes CN8. To 2020 they were the EU's Combined Nomenclature; the United Kingdom's own tariff,
 * in force since 2021, goes on with the same eight digits and follows the EU's yearly changes, with few exceptions.
 * They have the EU's name here, so that a code can be compared across the Channel.
 */
const CLASSIFICATION = 'CN';

/** Values are in pounds sterling, imports CIF and exports FOB; net mass is in kg. */
function observationsOf({ value, netMass, where, ports: _, ...sum }: Sum): Observation[] {
  const common = { reporter: 'GB', ...sum, classification: CLASSIFICATION, status: 'A' } as const;
  const valuation = sum.flow === 'import' ? 'CIF' : 'FOB';
  return [
    ...(value === null
      ? []
      : [{ ...common, measure: 'value' as const, unit: 'GBP', value: scaleDecimal(sumText(value), 0), valuation } as const]),
    ...(netMass === null
      ? []
      : [{ ...common, measure: 'net_weight' as const, unit: 'kg', value: scaleDecimal(sumText(netMass), 0), valuation: null }]),
  ];
}

function periodOf(row: JsonObject, newest: YearMonth, where: string): Period {
  const id = integerOf(row, 'MonthId', where);
  let found: Period;
  try {
    found = month(yearMonth(Math.trunc(id / 100), id % 100));
  } catch (cause) {
    throw refused(where, `there is no month ${id}; expected MonthId as yyyymm`, { cause });
  }
  if (found.end > newest) throw refused(where, `${formatMonth(found.end)} lies after the download (${formatMonth(newest)})`);
  return found;
}
