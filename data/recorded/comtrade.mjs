/**
 * What UN Comtrade's preview answers at a moment: the publisher's envelope and its 47 fields, made from the months of
 * un-comtrade/records.json that are out by then. A parameter that does not fit gives count 0, as the publisher does.
 */
import { readFileSync } from 'node:fs';

const RECORDS = JSON.parse(readFileSync(new URL('un-comtrade/records.json', import.meta.url), 'utf8'));

/** What the recorded series is; a query that asks for another thing gets nothing. */
const SERIES = { reporterCode: '156', cmdCode: '850511', flowCode: 'X', partnerCode: '0', motCode: '0', customsCode: 'C00', partner2Code: '0' };

/** The months that are out. */
export const recordsAt = (now) => RECORDS.filter((record) => Date.parse(record.availableFrom) <= now.getTime());

/** HS 2017 until 2021, HS 2022 from then on. */
export const classificationOf = (year) => (year < 2022 ? 'H5' : 'H6');

function recordOf({ period, primaryValue }) {
  const year = Number(period.slice(0, 4));
  const month = Number(period.slice(4));
  return {
    typeCode: 'C',
    freqCode: 'M',
    refPeriodId: Number(`${period}01`),
    refYear: year,
    refMonth: month,
    period,
    reporterCode: 156,
    reporterISO: 'CHN',
    reporterDesc: 'China',
    flowCode: 'X',
    flowDesc: 'Export',
    partnerCode: 0,
    partnerISO: 'W00',
    partnerDesc: 'World',
    partner2Code: 0,
    partner2ISO: 'W00',
    partner2Desc: 'World',
    classificationCode: classificationOf(year),
    classificationSearchCode: 'HS',
    isOriginalClassification: true,
    cmdCode: '850511',
    cmdDesc: 'Magnets; permanent magnets and articles intended to become permanent magnets after magnetisation, of metal',
    aggrLevel: 6,
    isLeaf: true,
    customsCode: 'C00',
    customsDesc: 'TOTAL CPC',
    mosCode: '0',
    motCode: 0,
    motDesc: 'TOTAL MOT',
    qtyUnitCode: -1,
    qtyUnitAbbr: 'N/A',
    qty: null,
    isQtyEstimated: false,
    altQtyUnitCode: -1,
    altQtyUnitAbbr: 'N/A',
    altQty: 0,
    isAltQtyEstimated: false,
    netWgt: null,
    isNetWgtEstimated: false,
    grossWgt: 0,
    isGrossWgtEstimated: false,
    cifvalue: null,
    fobvalue: primaryValue,
    primaryValue,
    legacyEstimationFlag: 0,
    isReported: false,
    isAggregate: true,
  };
}

/**
 * @param {URLSearchParams | Record<string, string>} query the parameters of the request
 * @param {Date} now the pinned clock
 * @returns the envelope, to be sent as JSON
 */
export function answer(query, now) {
  const asked = new Map(query instanceof URLSearchParams ? query : Object.entries(query));
  const fits = Object.entries(SERIES).every(([name, value]) => !asked.has(name) || asked.get(name).split(',').includes(value));
  const periods = asked.get('period')?.split(',');
  const data = fits ? recordsAt(now).filter((record) => periods === undefined || periods.includes(record.period)).map(recordOf) : [];
  return { elapsedTime: '0.02 secs', count: data.length, data, error: '' };
}
