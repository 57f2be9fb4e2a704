/** What UN Comtrade's getDa lists at a moment: each month of China that is out, with the time of its release. */
import { classificationOf, recordsAt } from './comtrade.mjs';

/** As `answer` of comtrade.mjs. */
export function answer(query, now) {
  const reporter = new Map(query instanceof URLSearchParams ? query : Object.entries(query)).get('reporterCode');
  const data = (reporter === '156' ? recordsAt(now) : []).map(({ period, availableFrom }) => ({
    datasetCode: Number(`20156${period}`),
    typeCode: 'C',
    freqCode: 'M',
    period: Number(period),
    reporterCode: 156,
    reporterISO: 'CHN',
    reporterDesc: 'China',
    classificationCode: classificationOf(Number(period.slice(0, 4))),
    classificationSearchCode: 'HS',
    isOriginalClassification: true,
    totalRecords: 1,
    firstReleased: availableFrom.replace('Z', ''),
    lastReleased: availableFrom.replace('Z', ''),
  }));
  return { elapsedTime: '0.02 secs', count: data.length, data, error: '' };
}
