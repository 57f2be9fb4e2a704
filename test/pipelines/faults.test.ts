/** Each way in which publishers fail to say what they were asked, sent by a local publisher: what an operator sees afterwards. */
import { describe, expect, test } from 'vitest';
import brazilComexstat from '../../pipelines/brazil-comexstat.ts';
import chinaCustomsTables from '../../pipelines/china-customs-tables.ts';
import eurostatComext from '../../pipelines/eurostat-comext.ts';
import koreaCustoms from '../../pipelines/korea-customs.ts';
import ukHmrc from '../../pipelines/uk-hmrc.ts';
import unComtrade from '../../pipelines/un-comtrade.ts';
import usCensus from '../../pipelines/us-census.ts';
import { type Answer, json, type Publisher, page, run } from '../support/publisher.ts';

describe('Eurostat', () => {
  const HEADER = 'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE';
  const csv = (...months: string[]): Answer => ({
    body: `${[HEADER, ...months.map((month) => `ESTAT:DS-045409(1.0),15/08/25 11:00:00,M,EU27_2020,CN,85051110,1,VALUE_IN_EUROS,${month},5`)].join('\r\n')}\r\n`,
  });
  const fault = (code: number, text: string, status = 200): Answer => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?><S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>${code}</faultcode><faultstring>${text}</faultstring></S:Fault>`,
  });
  const tooBig = (status: number): Answer =>
    fault(413, 'EXTRACTION_TOO_BIG: The requested extraction is too big, estimated 6000001 rows, max authorised is 5000000', status);
  const months = (url: URL): string => `${url.searchParams.get('startPeriod')} ${url.searchParams.get('endPeriod')}`;

  test.each([200, 413])('SOAP 413, with HTTP %i: asked again in halves, and loaded', async (status) => {
    const seen = await run(eurostatComext, (url) =>
      months(url) === '2025-05 2025-08' ? tooBig(status) : csv(url.searchParams.get('startPeriod') ?? ''),
    );
    expect(seen).toMatchObject({ state: 'ok', lastError: null, outcomes: ['links', 'loaded', 'loaded'], figures: 2 });
  });

  test('SOAP 413 for a single month of one product: an error that says what was too big', async () => {
    const seen = await run(eurostatComext, () => tooBig(413));
    expect(seen).toMatchObject({ state: 'failing', figures: 0 });
    expect(seen.lastError).toMatch(/EXTRACTION_TOO_BIG: the selection is too large \(6000001 rows, at most 5000000\)/);
    expect(seen.outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(4);
  });

  const queued = (status: string): Answer => ({
    body: `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns0:syncResponse xmlns:ns0="http://estat.ec.europa.eu/disschain/soap/extraction"><queued><id>a801f1c5</id><status>${status}</status></queued></ns0:syncResponse></env:Body></env:Envelope>`,
  });
  const prepared = (status: string): Answer => ({
    body: `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns0:asyncResponse xmlns:ns0="http://estat.ec.europa.eu/disschain/soap/asynchronous" xmlns:ns1="http://estat.ec.europa.eu/disschain/asynchronous"><ns1:status><ns1:key>a801f1c5</ns1:key><ns1:status>${status}</ns1:status></ns1:status></ns0:asyncResponse></env:Body></env:Envelope>`,
  });

  test('asynchronous XML: looked for every half minute, fetched when it is there, and loaded', async () => {
    let looks = 0;
    const seen = await run(eurostatComext, ({ pathname }) => {
      if (pathname.includes('/async/data/')) return csv('2025-06');
      if (!pathname.includes('/async/status/')) return queued('SUBMITTED');
      looks += 1;
      return prepared(looks < 3 ? 'PROCESSING' : 'AVAILABLE');
    });
    expect(seen).toMatchObject({ state: 'ok', outcomes: ['links', 'links', 'links', 'links', 'loaded'], figures: 1 });
    expect(seen.pauses.filter((ms) => ms > 25_000)).toHaveLength(3);
  });

  test('asynchronous XML that is never ready: an error with the state that it was in, after a bounded number of looks', async () => {
    const seen = await run(eurostatComext, ({ pathname }) => (pathname.includes('/async/') ? prepared('PROCESSING') : queued('SUBMITTED')));
    expect(seen).toMatchObject({ state: 'failing', figures: 0 });
    expect(seen.lastError).toMatch(/still prepares the answer a801f1c5 \(PROCESSING\) after 20 looks in 10 minutes/);
    expect(seen.asked).toHaveLength(21);
  });

  test.each([200, 404])('fault 100, with HTTP %i, where months before have figures: not yet published', async (status) => {
    const seen = await run(eurostatComext, (url) =>
      months(url) === '2025-05 2025-08' ? fault(100, 'No results found', status) : csv('2025-03', '2025-04'),
    );
    expect(seen).toMatchObject({ state: 'ok', outcomes: ['links', 'not_yet_published'], figures: 0 });
  });

  test('fault 100 for every month that is asked for: an error, the code is wrong', async () => {
    const seen = await run(eurostatComext, () => fault(100, 'No results found', 404));
    expect(seen).toMatchObject({ state: 'failing', outcomes: ['links', 'refused'] });
    expect(seen.lastError).toMatch(/a code of these is wrong, or no longer in use/);
  });

  test('a code that is no code (fault 150, HTTP 400): an error in the words of Eurostat', async () => {
    const seen = await run(eurostatComext, () => fault(150, 'INVALID_QUERY_DIMENSION_VALUE: not allowed: PRODUCT=85051199', 400));
    expect(seen).toMatchObject({ state: 'failing', outcomes: ['refused'] });
    expect(seen.lastError).toMatch(/INVALID_QUERY_DIMENSION_VALUE: not allowed: PRODUCT=85051199/);
  });

  test('HTML with 200: an error', async () => {
    const seen = await run(eurostatComext, () => page('<h1>Scheduled maintenance</h1>'));
    expect(seen).toMatchObject({ state: 'failing', outcomes: ['refused'], figures: 0 });
    expect(seen.lastError).toMatch(/an HTML page where CSV was asked for/);
  });
});

describe('a key that is missing or wrong', () => {
  test.each([
    [
      'Korea: XML with 200',
      '<response><header><resultCode>30</resultCode><resultMsg>SERVICE KEY IS NOT REGISTERED ERROR.</resultMsg></header></response>',
    ],
    [
      'Korea: XML of the gateway with 200',
      '<OpenAPI_ServiceResponse><cmmMsgHeader><returnReasonCode>30</returnReasonCode><returnAuthMsg>SERVICE_KEY_IS_NOT_REGISTERED_ERROR</returnAuthMsg></cmmMsgHeader></OpenAPI_ServiceResponse>',
    ],
  ])('%s: waits for the key, loudly', async (_, body) => {
    const seen = await run(koreaCustoms, () => ({ body }), { secret: 'wrong' });
    expect(seen).toMatchObject({ state: 'waiting_for_key', outcomes: ['refused'], figures: 0 });
    expect(seen.lastError).toMatch(/data\.go\.kr does not accept the key .*set DATA_GO_KR_KEY/);
  });

  test('Census: HTML with 200: waits for the key', async () => {
    const seen = await run(usCensus, () => page('A valid <em>key</em> must be included with each data API request.'), { secret: 'wrong' });
    expect(seen).toMatchObject({ state: 'waiting_for_key', outcomes: ['refused'] });
    expect(seen.lastError).toMatch(/check CENSUS_API_KEY/);
  });

  test('Census without a key: waits, and nothing is asked', async () => {
    expect(await run(usCensus, () => json([]))).toMatchObject({ state: 'waiting_for_key', asked: [] });
  });

  test('UN Comtrade without a key: previews, and no waiting', async () => {
    const seen = await run(
      unComtrade,
      comtrade([202505], () => 1),
    );
    expect(seen).toMatchObject({ state: 'ok', outcomes: ['links', 'loaded'], figures: 1 });
    expect(seen.asked[1]).toMatch(/^\/public\/v1\/preview\//);
  });

  test('UN Comtrade with a key that is refused: waits for a better one', async () => {
    const answer = comtrade([202505], () => 1);
    const seen = await run(unComtrade, (url, headers) => (url.pathname.startsWith('/data/') ? { status: 401 } : answer(url, headers)), {
      secret: 'wrong',
    });
    expect(seen.lastError).toMatch(/401 Unauthorized: the publisher does not accept the key/);
    expect(seen).toMatchObject({ state: 'waiting_for_key', figures: 0 });
  });

  test('UN Comtrade with a key: sent in the header, and nowhere else', async () => {
    const keys: unknown[] = [];
    const answer = comtrade([202505], () => 1);
    const seen = await run(
      unComtrade,
      (url, headers) => {
        keys.push(headers['ocp-apim-subscription-key'] ?? null);
        return answer(url, headers);
      },
      { secret: 'a-good-key' },
    );
    expect(seen).toMatchObject({ state: 'ok', figures: 1 });
    expect(keys).toEqual([null, 'a-good-key']);
    expect(seen.asked.join(' ')).not.toContain('a-good-key');
  });
});

/** A publisher in UN Comtrade's form that lists months and answers a number of rows for each call. */
function comtrade(listed: readonly number[], rowsOf: (months: number, products: number) => number, lastReleased = '2025-08-01'): Publisher {
  const record = (period: string, partnerCode: number) => ({
    ...{ typeCode: 'C', freqCode: 'M', refYear: Number(period.slice(0, 4)), refMonth: Number(period.slice(4)), period },
    ...{ reporterCode: 156, flowCode: 'X', partnerCode, partner2Code: 0, classificationCode: 'H6', cmdCode: '850511' },
    ...{ customsCode: 'C00', motCode: 0, qtyUnitCode: -1, qty: null, netWgt: null, cifvalue: null, fobvalue: 1, primaryValue: 1 },
    ...{ isReported: true, isNetWgtEstimated: false, isQtyEstimated: false },
  });
  const envelope = (data: readonly unknown[]): Answer => json({ elapsedTime: '0.1 secs', count: data.length, data, error: '' });
  return ({ pathname, searchParams }) => {
    if (pathname.includes('/getDa/')) return envelope(listed.map((period) => ({ reporterCode: 156, period, lastReleased })));
    const months = (searchParams.get('period') ?? '').split(',');
    const count = rowsOf(months.length, (searchParams.get('cmdCode') ?? '').split(',').length);
    // Rows by mode of transport stand for whatever makes an answer long.
    const rows = months.map((period) => record(period, 0));
    const parts = Array.from({ length: Math.max(count - rows.length, 0) }, (_, index) => ({ ...rows[0], motCode: index + 1 }));
    return envelope([...rows, ...parts].slice(0, count));
  };
}

describe('UN Comtrade', () => {
  test('count 0 for a month that it lists: an error, a parameter is wrong', async () => {
    const seen = await run(
      unComtrade,
      comtrade([202505, 202506], () => 0),
    );
    expect(seen).toMatchObject({ outcomes: ['links', 'refused'], figures: 0 });
    expect(seen.state).toBe('failing');
    expect(seen.lastError).toMatch(/no rows, although UN Comtrade lists 202505, 202506 for reporter 156/);
  });

  test('count 0 of what there is: not yet published', async () => {
    expect(
      await run(
        unComtrade,
        comtrade([], () => 1),
      ),
    ).toMatchObject({ state: 'ok', outcomes: ['not_yet_published'], figures: 0 });
  });

  test('exactly at the limit: asked again in halves, and loaded', async () => {
    const seen = await run(
      unComtrade,
      comtrade([202505, 202506, 202507], (months) => (months === 1 ? 1 : 500)),
    );
    expect(seen).toMatchObject({ state: 'ok', figures: 3 });
    expect(seen.outcomes).toEqual(['links', 'links', 'links', 'loaded', 'loaded', 'loaded']);
  });

  test('exactly at the limit for one month, product and partner: an error', async () => {
    const seen = await run(
      unComtrade,
      comtrade([202505], () => 500),
    );
    expect(seen).toMatchObject({ outcomes: ['links', 'refused'], figures: 0 });
    expect(seen.lastError).toMatch(/500 rows: the row limit \(500\) is reached exactly and the answer is truncated/);
  });

  test('a month that was not released anew is not asked for again, and halves that failed are', async () => {
    let broken = true;
    const publisher: Publisher = (url, headers) => {
      const halved = url.searchParams.get('period') === '202506';
      if (halved && broken) {
        broken = false;
        return { status: 404 };
      }
      return comtrade([202505, 202506], (months) => (months === 1 ? 1 : 500))(url, headers);
    };
    const seen = await run(unComtrade, publisher, { runs: 3 });
    expect(seen).toMatchObject({ state: 'ok', figures: 2 });
    const periods = seen.asked.flatMap((path) => /period=([\d,]+)/.exec(path)?.[1] ?? []);
    expect(periods).toEqual(['202505,202506', '202505', '202506', '202506']);
  });

  test.each([429, 403])('HTTP %i with Retry-After: waited for, and loaded', async (status) => {
    let refused = 1;
    const seen = await run(unComtrade, (url, headers) =>
      url.pathname.includes('/preview/') && refused-- > 0
        ? { status, headers: { 'retry-after': '30' } }
        : comtrade([202505], () => 1)(url, headers),
    );
    expect(seen).toMatchObject({ state: 'ok', outcomes: ['links', 'loaded'], figures: 1 });
    expect(Math.max(...seen.pauses)).toBeGreaterThanOrEqual(30_000);
  });

  test('a quota that is used up for hours: an error that says how long, and the next slot tries again', async () => {
    const seen = await run(unComtrade, () => ({ status: 403, headers: { 'retry-after': '15000' } }));
    expect(seen).toMatchObject({ state: 'failing', outcomes: [], figures: 0 });
    expect(seen.lastError).toMatch(/403 Forbidden, and asks to wait 15000 s/);
    expect(seen.asked).toHaveLength(1);
  });
});

describe('Korea', () => {
  const EMPTY = { body: '<response><header><resultCode>00</resultCode></header><body><items/></body></response>' };

  test('no rows: not yet published while it may be so, an error when the months are out and no country has any', async () => {
    const soon = await run(koreaCustoms, () => EMPTY, { secret: 'key', now: '2025-12-20T00:00:00Z' });
    expect(soon).toMatchObject({ state: 'ok', outcomes: ['not_yet_published'] });
    const late = await run(koreaCustoms, () => EMPTY, { secret: 'key', now: '2025-12-20T00:00:00Z', later: '2026-03-20T00:00:00Z' });
    expect(late).toMatchObject({ state: 'failing', figures: 0 });
    expect(late.lastError).toMatch(/no rows for 850511 with all countries up to 202512, which is published: the code is wrong/);
  });
});

describe('China Customs', () => {
  const index = page(
    '<table><thead><tr><th>Title</th><th>Month</th></tr></thead><tbody><tr><td>(1) Total</td><td><span>Jan.</span></td></tr></tbody></table>',
  );

  test('no index of the bulletin (404): the preliminary tables are read all the same; no index of these: an error', async () => {
    const bulletin = await run(chinaCustomsTables, ({ pathname }) => (pathname.includes('/monthly') ? { status: 404 } : index));
    expect(bulletin).toMatchObject({ state: 'ok', outcomes: ['not_yet_published', 'not_yet_published'] });
    const preliminary = await run(chinaCustomsTables, ({ pathname }) => (pathname.includes('/preliminary') ? { status: 404 } : index));
    expect(preliminary).toMatchObject({ state: 'failing', outcomes: ['not_yet_published'] });
  });
});

describe('UK HMRC', () => {
  const row = (PortId: number) => ({
    ...{ MonthId: 202505, FlowTypeId: 3, SuppressionIndex: 0, CommodityId: 85051110, CountryId: 720, PortId, Value: 1, NetMass: 2 },
  });
  const full = json({ value: Array.from({ length: 10_000 }, (_, index) => row(index)) });
  const isSecond = (url: URL): boolean => url.searchParams.get('$skip') === '10000';

  test('a full page, then a short one: read together', async () => {
    const seen = await run(ukHmrc, (url) => (isSecond(url) ? json({ value: [row(10_000)] }) : full));
    expect(seen).toMatchObject({ state: 'ok', outcomes: ['page', 'loaded'], figures: 2 });
  });

  test.each([
    ['no content', { status: 204 }, /no content \(HTTP 204\) in the place of page 2: the short page that ends the answer is missing/],
    ['a server error', { status: 500 }, /HTTP 500/],
    ['the first page again', full, /the same page again with \$skip=10000: the short page that ends the answer is missing/],
  ])('a full page and no short one, but %s: an error, and nothing is loaded', async (_, second, message) => {
    const seen = await run(ukHmrc, (url) => (isSecond(url) ? second : full));
    expect(seen).toMatchObject({ state: 'failing', figures: 0 });
    expect(seen.lastError).toMatch(message);
    expect(seen.outcomes[0]).toBe('page');
  });

  test('no rows for a commodity that exists: not yet published; for one that does not: an error', async () => {
    const empty = json({ value: [] });
    const exists = await run(ukHmrc, ({ pathname }) => (pathname === '/Commodity' ? json({ value: [{ CommodityId: 85051110 }] }) : empty));
    expect(exists).toMatchObject({ state: 'ok', outcomes: ['links', 'not_yet_published'] });
    const wrong = await run(ukHmrc, () => empty);
    expect(wrong).toMatchObject({ state: 'failing', outcomes: ['links', 'refused'] });
    expect(wrong.lastError).toMatch(/HMRC knows no commodity 85051110/);
  });
});

describe('US Census', () => {
  const table = (url: URL): Answer => {
    const month = /from (\d{4}-\d{2})/.exec(url.searchParams.get('time') ?? '')?.[1] ?? '';
    return json([
      ['CTY_CODE', 'CTY_NAME', 'GEN_VAL_MO', 'GEN_QY1_MO', 'UNIT_QY1', 'time', 'COMM_LVL', 'I_COMMODITY'],
      ['-', 'TOTAL FOR ALL COUNTRIES', '7', '0', '-', month, 'HS6', '850511'],
      ['5700', 'CHINA', '7', '0', '-', month, 'HS6', '850511'],
    ]);
  };

  test('204 for the running year: not yet published', async () => {
    const seen = await run(usCensus, (url) => (url.search.includes('2026') ? { status: 204 } : table(url)), {
      secret: 'key',
      now: '2026-02-10T12:00:00Z',
    });
    expect(seen).toMatchObject({ state: 'ok', outcomes: ['loaded', 'not_yet_published'], figures: 1 });
  });

  test('204 for a year that was published long ago: an error, a code is wrong', async () => {
    const seen = await run(usCensus, () => ({ status: 204 }), { secret: 'key', now: '2026-03-10T12:00:00Z' });
    expect(seen).toMatchObject({ state: 'failing', outcomes: ['not_yet_published'], figures: 0 });
    expect(seen.lastError).toMatch(/no content \(HTTP 204\) for months that were published long ago: a code is wrong/);
  });
});

describe('Brazil', () => {
  const list = (rows: readonly unknown[]): Answer => json({ data: { list: rows }, success: true, language: 'pt' });

  test('an empty list for months that are out, with all countries too: an error', async () => {
    const seen = await run(brazilComexstat, () => list([]), { now: '2025-03-10T12:00:00Z' });
    expect(seen).toMatchObject({ state: 'failing', outcomes: ['links', 'not_yet_published', 'refused'] });
  });

  test('429: spaced by at least twelve seconds, tried again, and in the end an error', async () => {
    const seen = await run(brazilComexstat, () => ({ status: 429 }), { now: '2025-08-10T12:00:00Z' });
    expect(seen).toMatchObject({ state: 'failing', figures: 0 });
    expect(Math.max(...seen.pauses)).toBeGreaterThanOrEqual(11_000);
  });
});
