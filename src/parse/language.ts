/** BCP 47, lower case, as feeds and pages declare it. */
export const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/;

/** What is declared, the nearest first; null when nothing that is declared is a language. */
export function declaredLanguage(declared: readonly (string | null | undefined)[]): string | null {
  for (const one of declared) {
    const tag = one?.trim().toLowerCase().replaceAll('_', '-') ?? '';
    if (LANGUAGE.test(tag)) return tag;
  }
  return null;
}

/** Undeclared, Chinese characters without Japanese or Korean ones say zh, and nothing else is guessed. */
export const writtenLanguage = (text: string): string | null =>
  /\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text) ? 'zh' : null;
