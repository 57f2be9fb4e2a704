import type { Judged, VerdictKind } from '../domain/verdict.ts';

export interface ReviewedClaim {
  readonly quote: string;
  readonly judged: Judged;
}

export interface ReviewedArticle {
  readonly url: string | null;
  readonly publisher: string | null;
  readonly published: string | null;
}

/** The scale of the reviews: 1 is contradicted, 3 right under another reading, 4 but for its rounding, 5 supported. */
const RATINGS: Readonly<Partial<Record<VerdictKind, number>>> = { contradicted: 1, supported_under_other_reading: 3, supported: 5 };
const NAMES: Readonly<Record<VerdictKind, string>> = {
  contradicted: 'Contradicted by the official figures',
  supported_under_other_reading: 'Right under another reading',
  supported: 'Supported by the official figures',
  not_comparable: 'Not comparable',
};

/** Readings that change only how the right figure is printed. */
const ROUNDING = new Set(['rounded', 'cut_off']);
const BUT_FOR_ROUNDING = { value: 4, name: 'Right but for its rounding' };

/**
 * Verdicts as schema.org ClaimReview (https://schema.org/ClaimReview), one JSON-LD document. What is not comparable is
 * reviewed without a rating value.
 * @param at when it was judged: ISO 8601.
 */
export function claimReviews(article: ReviewedArticle, claims: readonly ReviewedClaim[], at: string): Record<string, unknown> {
  return { '@context': 'https://schema.org', '@graph': claims.map((claim) => reviewOf(article, claim, at)) };
}

function reviewOf({ url, publisher, published }: ReviewedArticle, { quote, judged }: ReviewedClaim, at: string): Record<string, unknown> {
  const { value, name } = ROUNDING.has(judged.reading ?? '')
    ? BUT_FOR_ROUNDING
    : { value: RATINGS[judged.verdict], name: NAMES[judged.verdict] };
  const appearance = {
    '@type': 'NewsArticle',
    ...(url === null ? {} : { url }),
    ...(publisher === null ? {} : { publisher: { '@type': 'Organization', name: publisher } }),
    ...(published === null ? {} : { datePublished: published }),
  };
  return {
    '@type': 'ClaimReview',
    datePublished: at.slice(0, 10),
    author: { '@type': 'Organization', name: 'tradewatch' },
    claimReviewed: quote,
    itemReviewed: {
      '@type': 'Claim',
      text: quote,
      ...(publisher === null ? {} : { author: { '@type': 'Organization', name: publisher } }),
      ...(published === null ? {} : { datePublished: published }),
      appearance,
    },
    reviewRating: {
      '@type': 'Rating',
      ...(value === undefined ? {} : { ratingValue: value, bestRating: 5, worstRating: 1 }),
      alternateName: name,
      ratingExplanation: judged.explanation[0],
    },
    reviewBody: judged.explanation.map((line) => (line.endsWith('.') ? line : `${line}.`)).join(' '),
    ...(judged.official === null ? {} : { citation: citations(judged) }),
  };
}

/** The publications that the official figures are from. */
function citations({ official }: Judged): string[] {
  const pieces = official === null ? [] : [...official.current.pieces, ...official.base.pieces];
  return [...new Set(pieces.map((piece) => piece.url ?? `${official?.series}, sha256 ${piece.sha256}`))];
}
