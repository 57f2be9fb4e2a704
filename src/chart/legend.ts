import { rounded, textElement, widthOf } from './lettering.ts';
import type { Panel } from './panel.ts';
import type { Scene } from './scene.ts';
import type { Palette } from './theme.ts';
import { amountIn } from './unit.ts';

const SIZE = 12;
const LINE = 18;
const SIGN = 16;

/** Names the marks that occur, and no other. */
export function legendOf(scene: Scene, palette: Palette, { x, width }: { readonly x: number; readonly width: number }): Panel {
  const { bars, gaps } = scene;
  const stroke = `stroke="${palette.ink}"`;
  const entries = [
    scene.level === null
      ? null
      : {
          sign: `<path d="M0,-4H14" stroke="${palette.markedText}" stroke-width="1.6" stroke-dasharray="6,2"/>`,
          text: `level of ${amountIn(scene.axis, scene.level * scene.axis.size)}`,
        },
    bars.some(({ before }) => before !== null)
      ? { sign: `<path d="M0,-4H12" ${stroke} stroke-width="2"/>`, text: 'same month a year before' }
      : null,
    bars.some(({ first, last }) => first !== last)
      ? {
          sign: `<rect y="-9" width="12" height="9" fill="${palette.bar}" fill-opacity="0.45" stroke="${palette.bar}" stroke-dasharray="4,2"/>`,
          text: 'months published as one figure: their average',
        }
      : null,
    bars.some(({ revisedFrom }) => revisedFrom !== null)
      ? { sign: `<circle cx="6" cy="-4" r="4" fill="none" ${stroke} stroke-width="1.6"/>`, text: 'before it was revised' }
      : null,
    gaps.length > 0 ? { sign: `<path d="M3,-7L9,-1M9,-7L3,-1" stroke="${palette.soft}" stroke-width="1.4"/>`, text: 'not known' } : null,
  ].filter((entry) => entry !== null);
  let left = 0;
  let line = 0;
  const body = entries.map(({ sign, text }) => {
    const needed = SIGN + widthOf(text, SIZE);
    if (left > 0 && left + needed > width) {
      left = 0;
      line += 1;
    }
    const placed = `<g transform="translate(${rounded(x + left)},${(line + 1) * LINE - 4})">${sign}${textElement(text, { x: SIGN, y: 0, size: SIZE, fill: palette.soft })}</g>`;
    left += needed + 14;
    return placed;
  });
  return { body: body.join(''), height: body.length === 0 ? 0 : (line + 1) * LINE + 4 };
}
