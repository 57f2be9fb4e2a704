import { describe, expect, test } from 'vitest';
import koreaCustoms from '../../pipelines/korea-customs.ts';
import { WaitingError } from '../../src/errors.ts';
import type { Snapshot } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { ASKING, snapshotOf } from '../support/snapshots.ts';

describePipeline(koreaCustoms);

const settings = koreaCustoms.settings.parse({});
const context = { ...ASKING, now: new Date('2026-03-10T00:00:00Z'), window: { from: 202403, to: 202603 } };

const transform = (text: string, change: Partial<Snapshot> = {}) =>
  koreaCustoms.transform(
    snapshotOf(text, { name: 'getNitemtradeList', mediaType: 'application/xml', retrievedAt: '2026-11-20T00:00:00Z', ...change }),
    settings,
  );

describe('requests', () => {
  test('ask each calendar year apart, to this month, with the key left to the framework', () => {
    const asked = koreaCustoms.requests({ ...context, settings });
    expect(asked.map(({ key }) => key)).toEqual([2024, 2025, 2026].map((year) => `nitemtrade 850511 CN ${year}`));
    expect(asked.map(({ url }) => url)).toEqual([
      'http://127.0.0.1:9/1220000/nitemtrade/getNitemtradeList?strtYymm=202401&endYymm=202412&hsSgn=850511&cntyCd=CN',
      'http://127.0.0.1:9/1220000/nitemtrade/getNitemtradeList?strtYymm=202501&endYymm=202512&hsSgn=850511&cntyCd=CN',
      'http://127.0.0.1:9/1220000/nitemtrade/getNitemtradeList?strtYymm=202601&endYymm=202603&hsSgn=850511&cntyCd=CN',
    ]);
    for (const { secretQuery, url } of asked) {
      expect(secretQuery).toBe('serviceKey');
      expect(url).not.toContain('serviceKey');
    }
    expect(koreaCustoms.secret).toBe('DATA_GO_KR_KEY');
  });

  test('leave the country out for ALL, and keep their keys from month to month', () => {
    const all = koreaCustoms.settings.parse({ partners: ['ALL', 'CN', 'ALL'], products: ['8505', '280530'] });
    const asked = koreaCustoms.requests({ ...context, window: { from: 202602, to: 202603 }, settings: all });
    expect(asked.map(({ key }) => key)).toEqual([
      'nitemtrade 8505 ALL 2026',
      'nitemtrade 8505 CN 2026',
      'nitemtrade 280530 ALL 2026',
      'nitemtrade 280530 CN 2026',
    ]);
    expect(asked[0]?.url).not.toContain('cntyCd');
    const later = koreaCustoms.requests({
      ...context,
      now: new Date('2026-04-10T00:00:00Z'),
      window: { from: 202603, to: 202604 },
      settings: all,
    });
    expect(later.map(({ key }) => key)).toEqual(asked.map(({ key }) => key));
  });

  test.each([{ products: ['85051'] }, { products: [850511] }, { partners: ['China'] }, { partners: ['ZZ'] }])(
    'refuse the settings %j',
    (given) => {
      expect(koreaCustoms.settings.safeParse(given).success).toBe(false);
    },
  );
});

describe('an error with status 200 that a person has to mend waits for the key', () => {
  const gateway = (code: string, message: string): string =>
    `<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg><returnAuthMsg>${message}</returnAuthMsg><returnReasonCode>${code}</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>`;

  test.each([
    ['not registered', gateway('30', 'SERVICE_KEY_IS_NOT_REGISTERED_ERROR')],
    [
      'not registered, in the form of the provider',
      '<response><header><resultCode>30</resultCode><resultMsg>SERVICE KEY IS NOT REGISTERED ERROR.</resultMsg></header></response>',
    ],
    ['expired', gateway('31', 'DEADLINE_HAS_EXPIRED_ERROR')],
    ['of another address', gateway('32', 'UNREGISTERED_IP_ERROR')],
    ['without access to this service', gateway('20', 'SERVICE_ACCESS_DENIED_ERROR')],
    ['without words', gateway('30', '').replace('<errMsg>SERVICE ERROR</errMsg>', '')],
  ])('a key %s', (_, answer) => {
    expect(() => transform(answer)).toThrow(WaitingError);
    expect(() => transform(answer)).toThrow(/set DATA_GO_KR_KEY/);
  });

  test('an error without a reason is no fault of the key', () => {
    expect(() => transform(gateway('99', 'UNKNOWN_ERROR'))).toThrow(/answered with an error \(99 UNKNOWN_ERROR\)/);
    expect(() => transform('<response><body/></response>')).toThrow(/no resultCode/);
  });
});

describe('an answer without rows', () => {
  const EMPTY = '<response><header><resultCode>00</resultCode></header><body><items/></body></response>';
  const item = (change = '') =>
    `<item><balPayments>-1</balPayments><expDlr>1</expDlr><expWgt>1</expWgt><hsCd>8505110000</hsCd><impDlr>2</impDlr><impWgt>1</impWgt><statCd>US</statCd><statKor>x</statKor><year>2025.01</year></item>${change}`;
  const full = (rows: string): string => EMPTY.replace('<items/>', `<items>${rows}</items>`);
  const params = { strtYymm: '202501', endYymm: '202512', hsSgn: '850511', cntyCd: 'CN' };
  const url = 'https://apis.data.go.kr/1220000/nitemtrade/getNitemtradeList?strtYymm=202501&endYymm=202512&hsSgn=850511&cntyCd=CN';

  test('is nothing yet, of months that may not be out', () => {
    expect(transform(EMPTY, { url, params: { ...params, strtYymm: '202601', endYymm: '202611' } }).kind).toBe('not_yet_published');
  });

  test('is asked once more with all countries, of months that are out: no such trade, or a wrong code', () => {
    const result = transform(EMPTY, { url, params });
    if (result.kind !== 'links') throw new Error(result.kind);
    const [wider] = result.requests;
    expect(wider).toMatchObject({ secretQuery: 'serviceKey', url: url.replace('&cntyCd=CN', '') });
    expect(transform(full(item()), { url: wider?.url ?? null, params: wider?.params ?? {} })).toMatchObject({
      kind: 'not_yet_published',
      reason: expect.stringContaining('no trade in 850511 with CN up to 202512; with other countries there was some'),
    });
    expect(() => transform(EMPTY, { url: wider?.url ?? null, params: wider?.params ?? {} })).toThrow(
      /no rows for 850511 with all countries up to 202512, which is published: the code is wrong/,
    );
  });

  test('lacks rows when the total is more than their sum', () => {
    const total = item().replace('2025.01', '총계').replace('<expDlr>1<', '<expDlr>2<').replace('-1<', '0<');
    expect(() => transform(full(item(total)), { url, params: { ...params, cntyCd: 'US' } })).toThrow(
      /the total row is not the sum of the other 1 \(expDlr 2 against 1\): rows are missing or wrong/,
    );
  });
});
