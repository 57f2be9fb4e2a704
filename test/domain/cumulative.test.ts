import { describe, expect, test } from 'vitest';
import { checkCumulative } from '../../src/domain/cumulative.ts';
import { figures } from '../support/store.ts';

describe('a month and the cumulative before it', () => {
  test('make the cumulative after it, within the rounding of three printed terms', () => {
    // China's rare earths, April and May 2025: 18,962.3 t + 5,864.6 t = 24,826.9 t, printed 24,827.0 t.
    const printed = figures([
      ['2025-01/2025-04', 18_962_300, 'ytd'],
      ['2025-05', 5_864_600],
      ['2025-01/2025-05', 24_827_000, 'ytd'],
    ]);
    expect(checkCumulative(printed, 202505, 'kg')).toMatchObject({ expected: 24_827_000, received: 24_826_900, holds: true });
  });

  test('are said to disagree when rounding cannot explain it', () => {
    const off = figures([
      ['2025-01/2025-04', 18_962_300, 'ytd'],
      ['2025-05', 5_864_600],
      ['2025-01/2025-05', 25_000_000, 'ytd'],
    ]);
    expect(checkCumulative(off, 202505, 'kg')).toMatchObject({ expected: 25_000_000, received: 24_826_900, holds: false });
    expect(checkCumulative(off, 202505, 'kg')?.detail).toBe(
      '2025-01/2025-04 18962300 + 2025-05 5864600 is 173100 kg less than the cumulative 25000000: earlier months were revised, or one of these is wrong',
    );
  });

  test('are not compared when one of them is not known, and January has nothing before it', () => {
    expect(
      checkCumulative(
        figures([
          ['2025-05', 5],
          ['2025-01/2025-05', 25, 'ytd'],
        ]),
        202505,
        'kg',
      ),
    ).toBeNull();
    expect(
      checkCumulative(
        figures([
          ['2025-01', 5],
          ['2025-01', 7, 'ytd'],
        ]),
        202501,
        'kg',
      ),
    ).toBeNull();
  });

  test('take January-February for what comes before March', () => {
    const q1 = figures([
      ['2025-01/2025-02', 8_511_000, 'combined'],
      ['2025-03', 5_666_300],
      ['2025-01/2025-03', 14_177_300, 'ytd'],
    ]);
    expect(checkCumulative(q1, 202503, 'kg')).toMatchObject({ expected: 14_177_300, received: 14_177_300, holds: true });
  });
});
