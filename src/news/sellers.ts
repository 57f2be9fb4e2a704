import type { Subject } from './subject.ts';
import { is, type Token } from './token.ts';

/** Words that are told from the side of who sells, and stand for the imports of who buys when the text is about these. */
const SELLERS_WORD =
  /^(?:shipments?|supplies|deliveries|cargoes|shipped|delivered|supplied|provided|sent|sold|delivering|supplying|providing|sending|selling)$/;

/** Index of the place that sells, when the word of trade at `flowAt` tells imports from its side; null when it does not. */
export function sellerOf(tokens: readonly Token[], flowAt: number, old: Subject): number | null {
  if (!SELLERS_WORD.test(tokens[flowAt]?.text ?? '')) return sellerToBuyer(tokens, flowAt);
  const origin = originBehind(tokens, flowAt);
  const origins = tokens[origin ?? -1];
  // "China's crude supplies from Brazil": who owns them and where they are from are two places.
  const owner = tokens
    .slice(Math.max(0, flowAt - 6), flowAt)
    .find((token, i, all) => is(token, 'place') && (token.adjective || all[i + 1]?.text === "'"));
  if (is(owner, 'place') && is(origins, 'place') && owner.place !== origins.place) return origin;
  if (old.flow !== 'import' || old.reporter === undefined) return null;
  return [origin, subjectBefore(tokens, flowAt)].find((at) => isOtherPlace(tokens, at, old.reporter)) ?? null;
}

/** "China imported 80.8 million tonnes. Shipments were up 7 percent": a word without a side of its own goes on with the imports. */
export const goesOn = (tokens: readonly Token[], flowAt: number, old: Subject): boolean =>
  old.flow === 'import' &&
  /^(?:shipments?|deliveries|cargoes)$/.test(tokens[flowAt]?.text ?? '') &&
  !/^(?:to|from|abroad|overseas)$/.test(tokens[flowAt + 1]?.text ?? '') &&
  !tokens.slice(Math.max(0, flowAt - 3), flowAt + 4).some((token) => is(token, 'place'));

const LONGEST_NAME = 9;

/** "shipments from Argentina", "shipments from No. 2 supplier Saudi Arabia". */
function originBehind(tokens: readonly Token[], flowAt: number): number | null {
  if (tokens[flowAt + 1]?.text !== 'from') return null;
  let at = flowAt + 2;
  while (
    at < flowAt + LONGEST_NAME &&
    (is(tokens[at], 'number', 'unusual') ||
      /^(?:the|its|no|top|second|third|largest|biggest|main|supplier|seller|exporter|-|\.)$/.test(tokens[at]?.text ?? ''))
  )
    at += 1;
  return is(tokens[at], 'place') ? at : null;
}

/** "Nigeria shipped", "the Netherlands, which supplied". */
function subjectBefore(tokens: readonly Token[], flowAt: number): number | null {
  const reach = tokens[flowAt - 1]?.text === 'which' ? 3 : 2;
  for (let at = flowAt - 1; at >= flowAt - reach; at -= 1) if (is(tokens[at], 'place')) return at;
  return null;
}

const isOtherPlace = (tokens: readonly Token[], at: number | null, reporter: string | undefined): boolean => {
  const place = at === null ? undefined : tokens[at];
  return is(place, 'place') && place.place !== reporter;
};

/** "Brazilian soybean arrivals in China": who buys stands behind, so the place in front sells. */
function sellerToBuyer(tokens: readonly Token[], flowAt: number): number | null {
  const flow = tokens[flowAt];
  if (!is(flow, 'flow') || flow.flow !== 'import') return null;
  const buyer = tokens[flowAt + 2]?.text === 'the' ? tokens[flowAt + 3] : tokens[flowAt + 2];
  if (!/^(?:in|into|by|to)$/.test(tokens[flowAt + 1]?.text ?? '') || !is(buyer, 'place')) return null;
  let at = flowAt - 1;
  while (is(tokens[at], 'commodity')) at -= 1;
  return is(tokens[at], 'place') ? at : null;
}
