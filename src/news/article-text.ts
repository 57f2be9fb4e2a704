/** What is read of an article: enough for any news story, and a bound on what a hostile page costs. */
const MOST_CHARACTERS = 60_000;

/** The text that claims are read from: the title, then the text of the page, or the feed's summary until the page is read. */
export function articleText(article: { readonly title: string; readonly summary: string | null; readonly body?: string | null }): string {
  return `${article.title}\n${article.body ?? article.summary ?? ''}`.slice(0, MOST_CHARACTERS);
}
