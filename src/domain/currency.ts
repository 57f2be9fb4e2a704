/** Whether ISO 4217 has such a currency, or had it, by the Unicode CLDR that is in Node. @param code three capitals. */
export const isCurrency = (code: string): boolean =>
  new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' }).of(code) !== undefined;
