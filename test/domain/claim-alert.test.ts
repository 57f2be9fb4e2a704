import { expect, test } from 'vitest';
import { decideClaim } from '../../src/domain/claim-alert.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import { claim, MAPPING, OFFICIAL } from '../support/claims.ts';

test('a claim of which doubts are found is corrected with the doubt by name', () => {
  const says = claim({ period: '2025-06', direction: 'up', percent: 20 });
  const judged = (quote: string) => judgeClaim({ claim: says, quote, asOf: '2025-07-22T23:59:59.999Z' }, OFFICIAL, MAPPING);
  expect(judged("China's rare earth magnet exports rose 20% in June from a year earlier.").verdict).toBe('contradicted');
  const doubted = judged("China's rare earth magnet exports rose 20% in June from a year earlier, seasonally adjusted.");
  expect(decideClaim('contradicted', doubted, 'rule_changed')).toMatchObject({
    state: 'corrected',
    digest: true,
    reason: expect.stringMatching(/can no longer be held against official figures: .*may speak of another measure/),
  });
});
