import { toldOtherwise } from './domain/claim-doubts.ts';
import { goingOn, takesBack } from './domain/going-on.ts';
import { standingIn } from './domain/standing.ts';
import { type CommodityNames, namesGoods } from './news/commodities.ts';
import { extractClaims } from './news/extract.ts';
import { quoteOf, sentenceAfter, sentenceAt, sentencesBefore, sentencesOf } from './news/quote.ts';
import type { ArticleReading } from './store/claim-store.ts';

/**
 * The claims of a text, each with the sentence in which it stands, and why the text around that may not say it. A claim whose sentence may
 * go on with a company or a part of the trade has no reporter: it is not said whose trade it is. One that may go on with several months
 * together has no period. What the next sentence takes back is no claim.
 */
export function claimsIn(
  text: string,
  lang: string | null,
  published: string | null,
  commodities: CommodityNames,
): ArticleReading['claims'] {
  const facts = { lang, published: published?.slice(0, 10) ?? null };
  const mayGoOnWith = goingOn((id) => commodities.namesOf(id));
  const claims = extractClaims(text, facts, commodities).filter(
    ({ span }) => !takesBack(sentenceAfter(text, Math.max(span[0], span[1] - 1))),
  );
  if (claims.length === 0) return [];
  const sentences = sentencesOf(text);
  const doubtAround = standingIn(
    sentences,
    facts.published,
    (sentence) => namesGoods(sentence, commodities),
    (id) => commodities.namesOf(id),
  );
  return claims.map((claim) => {
    const quote = quoteOf(text, claim.span);
    const over = mayGoOnWith(sentencesBefore(text, claim.span[0]), quote, claim);
    const other = toldOtherwise(claim, claims, ({ span }) => quoteOf(text, span));
    const at = sentenceAt(sentences, claim.span[1] - 1);
    return {
      claim: { ...claim, ...(over === 'part' ? { reporter: null } : over === 'months' ? { period: null } : {}) },
      quote,
      doubt: doubtAround(at, quote, claim) ?? (other === undefined ? null : { reason: 'denied', words: other }),
    };
  });
}
