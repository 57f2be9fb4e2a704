/** Whether ISO 4217 has such a currency, or had it, by the Unicode CLDR that is in Node. @param code three capitals. */
export const isCurrency = (code: string): boolean =>
  new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' }).of(code) !== undefined;

/**
 * A present currency that a mistyped one may stand for, or null: two neighbours are swapped, or one letter is another.
 * @param first those that are meant most often.
 */
export const nearCurrency = (code: string, first: readonly string[]): string | null =>
  [...first, ...Intl.supportedValuesOf('currency')].find((one) => differing(one, code) === 1 || swapped(code).includes(one)) ?? null;

const differing = (one: string, other: string): number => [...one].filter((letter, index) => letter !== other[index]).length;
const swapped = ([a, b, c]: string): readonly string[] => [`${b}${a}${c}`, `${a}${c}${b}`];
