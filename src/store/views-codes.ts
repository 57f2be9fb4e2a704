import { SERIES, type ViewDocs } from './view-doc.ts';
import { monthText } from './views-period.ts';

/** What codes stand for, as config/codes says it. */
export const CODE_VIEWS: Readonly<Record<string, string>> = {
  v_partner: `
SELECT partner, kind, name, kind NOT IN ('total', 'group') AS adds_up FROM area`,

  v_partner_part: `
SELECT pipeline, part, whole, CASE WHEN valid_from > 0 THEN ${monthText('valid_from')} END AS valid_from,
  CASE WHEN valid_until < 999912 THEN ${monthText('valid_until')} END AS valid_until
FROM partner_part`,

  v_concordance: `
SELECT classification, product, 'HS:' || hs_product AS hs_code, share, subject, valid_from, valid_until FROM concordance`,
};

export const CODE_DOCS: ViewDocs = {
  v_partner: {
    meaning: 'Who can be a reporter or a partner, and whether its figures may be added to those of others.',
    grain: 'One row for each country and area.',
    example: "SELECT partner, name FROM v_partner WHERE kind = 'group' ORDER BY partner",
    columns: [
      'partner: text. ISO 3166-1 alpha-2, or a name of our own for what has no ISO code.',
      'kind: text. `country`; `total` (all partners); `group` (countries that have figures of their own); `rest` (what a publisher does not list separately); `part` (of a country, or several territories in one); `past` (a state that no longer exists); `no_place` (trade without a partner).',
      'name: text. The name in English.',
      'adds_up: flag. 0 for the total and for groups: they contain the figures of others and are never added to them. A partner that may be part of another one has 1 here; v_partner_part says of which, for each source.',
    ],
  },

  v_partner_part: {
    meaning:
      'Which partners of a source are included in the figure of another one, or are not known to be separate from it. If both have a figure, only the whole is counted.',
    grain: 'One row for each source and partner that is a part. Groups are not here: they are never added to their members.',
    example: "SELECT part, whole, valid_from, valid_until FROM v_partner_part WHERE pipeline = 'eurostat-comext' AND whole = 'GB'",
    columns: [
      ...SERIES('pipeline'),
      'part: text. A partner, as in v_partner.',
      'whole: text. The partner whose figure includes that of the part, or may include it.',
      'valid_from: month. The first month in which the source has both; null if there is none.',
      'valid_until: month. The last such month; null if there is none.',
    ],
  },

  v_concordance: {
    meaning:
      'Which code of a national list, or of an edition of the Harmonized System, belongs to which of its six-digit codes. It is meant for your own joins: no view uses it to mix codes.',
    grain: 'One row for each verified code. A code that is not here is not known to correspond to anything.',
    example:
      "SELECT classification, product, share, subject FROM v_concordance WHERE hs_code = 'HS:850511' ORDER BY classification, product",
    columns: [
      ...SERIES('classification', 'product'),
      'hs_code: text. The code of the Harmonized System that contains its goods. `HS` is a code that means the same in every edition since 2007: editions with share `all` of one code follow each other without a break.',
      'share: text. `all`: the same goods. `part`: some of them; its level must not be compared as if it were the same.',
      'subject: text. What a part is about. Two parts of one subject are about the same goods, which two publishers describe in different words. Null if nothing is known.',
      'valid_from: month. The first month in which the code has this meaning; null if none is known.',
      'valid_until: month. The last such month; null if none is known.',
    ],
  },
};
