// European Central Bank, euro reference rates, monthly averages: https://data.ecb.europa.eu/help/api/data (dataset EXR)
// They compare figures of different currencies; growth is computed in a source's own. A month is complete on its last working day, around 16:00 in Frankfurt.
import { z } from 'zod';
import { isCurrency } from '../src/domain/currency.ts';
import { nearest } from '../src/domain/nearest.ts';
import { formatMonth } from '../src/domain/period.ts';
import { refused } from '../src/errors.ts';
import { readExchangeRates } from '../src/parse/ecb.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

const DEFAULT_CURRENCIES = ['CNY', 'USD', 'GBP', 'JPY', 'KRW', 'BRL'];
/** The currency that a mistyped one most likely stands for: of those that are as near the first. */
const meant = (code: string): string => nearest(code, [...DEFAULT_CURRENCIES, ...Intl.supportedValuesOf('currency')]) ?? 'CNY';

const settings = z.strictObject({
  /** Beside the euro itself, of which one is one. */
  currencies: z
    .array(
      z
        .string()
        .regex(/^(?!EUR$)[A-Z]{3}$/, { error: 'expected the three letters of a currency beside the euro, such as "CNY"', abort: true })
        // Which of the world's currencies the ECB quotes, its answer says.
        .refine(isCurrency, {
          error: ({ input }) => `expected a currency of ISO 4217, such as "${meant(String(input))}"`,
        }),
    )
    .min(1)
    .default(DEFAULT_CURRENCIES),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'ecb-exchange-rates',
  title: 'ECB: exchange rates of the euro, monthly averages',
  publisher: 'European Central Bank',
  licence: 'free reuse with attribution; unmodified statistics',
  documentation: 'https://data.ecb.europa.eu/help/api/data',
  schedule: '40 16 1-5,28-31 * *',
  timezone: 'Europe/Berlin',
  // The average of a month is there on its last working day, around 16:00; the day after is soon enough.
  releases: { day: { dayOfNextMonth: 1 }, time: '16:30', weekend: 'monday', graceDays: 2 },
  baseUrl: 'https://data-api.ecb.europa.eu',
  paceMs: 2000,
  revisions: { months: 3 },
  settings,
  requests,
  transform,
});

function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const currencies = [...new Set(wanted.currencies)].join('+');
  return [
    {
      key: `EXR M.${currencies}.EUR.SP00.A`,
      url: `${baseUrl}/service/data/EXR/M.${currencies}.EUR.SP00.A?startPeriod=${formatMonth(window.from)}&endPeriod=${formatMonth(window.to)}&format=csvdata`,
      params: { currencies },
    },
  ];
}

function transform(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const rates = readExchangeRates(snapshot.bytes, where);
  if (rates.length === 0)
    return { kind: 'not_yet_published', reason: `${where}: a header and no rows: no rate is published for these months yet` };
  const asked = snapshot.params['currencies']?.split('+') ?? [];
  const given = new Set(rates.map(({ currency }) => currency));
  const missing = asked.filter((currency) => !given.has(currency));
  // The ECB leaves out what it does not know and says nothing.
  if (missing.length > 0)
    throw refused(
      where,
      `no rate of ${missing.join(', ')}, which the ECB may not quote; it answered for ${[...given].join(', ')}. Take it out of the setting currencies if it is none of the ECB's`,
    );
  return {
    kind: 'rates',
    rates,
    ...(asked.length === 0
      ? {}
      : { proofs: [{ check: 'coverage', subject: 'currencies', expected: asked.length, received: given.size, holds: true }] }),
  };
}
