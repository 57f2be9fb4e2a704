/** The page of a news article: its text, and what it says of itself. Nothing on it is run, followed or fetched. */

import { RefusedError } from '../errors.ts';
import { loadMarkup } from './document-parsers.ts';
import { charsetInDocument, decodeText, servedEncoding } from './encoding.ts';
import { plainLine } from './markup.ts';
import { pageFault } from './page-bounds.ts';
import { type PageFacts, pageFacts } from './page-facts.ts';
import { articleText } from './page-text.ts';

export interface ReadPage extends Omit<PageFacts, 'free'> {
  /** Plain text, one paragraph a line; null when the page gives none. */
  readonly body: string | null;
  /** Why there is no text; null when there is one. */
  readonly noBody: string | null;
}

export interface PageContext {
  readonly where: string;
  /** The address that answered; null when it is not known. */
  readonly address: string | null;
  /** As the server declared it, without parameters. */
  readonly mediaType: string | null;
  /** The encoding that the server declared. */
  readonly served?: string | undefined;
  /** ISO 8601 in UTC. */
  readonly retrievedAt: string;
}

/** Below this it is a teaser, a caption or a notice. A Chinese character counts for three letters. */
const LEAST_LETTERS = 200;
/** What is left of an article behind a paywall: a paragraph or two. */
const TEASER_LETTERS = 600;
/** A challenge or a notice of a paywall is a short text; an article about one is not. */
const SHORT_LETTERS = 2500;

const CHALLENGE =
  /just a moment|attention required|access (?:to this page has been )?denied|verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|not a robot|unusual traffic|enable javascript and cookies|checking your browser|security check|captcha|安全验证|人机验证|人機驗證|访问验证|滑动验证|访问过于频繁/i;
const PAYWALL =
  /subscribe (?:now )?to (?:continue|read|unlock|keep)|to (?:continue|keep) reading|already a subscriber|subscribers? only|exclusive to subscribers|(?:log|sign) in to (?:continue|read)|register to (?:continue|read)|订阅后(?:可)?(?:继续)?阅读|付费(?:后)?(?:可)?阅读|登录后(?:可)?(?:继续)?阅读|登入後(?:可)?(?:繼續)?閱讀|會員專享|会员专享|訂閱以繼續/i;

/**
 * Reads a page. A page without text is an answer too, with the reason: a challenge, a paywall, no HTML, a page beyond
 * the bounds.
 */
export function readArticlePage(bytes: Uint8Array, context: PageContext): ReadPage {
  const nothing = { canonical: null, title: null, date: null, language: null, body: null };
  const { mediaType } = context;
  if (mediaType !== null && !/^(?:text\/html|application\/xhtml\+xml|text\/plain)$/.test(mediaType)) {
    return { ...nothing, noBody: `${mediaType}, not a page` };
  }
  const html = textOfPage(bytes, context);
  if (html instanceof RefusedError) return { ...nothing, noBody: html.refusals[0]?.reason ?? html.message };
  if (!/<[a-z!]/i.test(html.slice(0, 2000))) return { ...nothing, noBody: 'not HTML' };
  const fault = pageFault(html);
  if (fault !== null) return { ...nothing, noBody: fault };

  // This parser adds what the standard lets a page leave out; linkedom, on which Readability works, does not.
  const $ = loadMarkup(html);
  const { free, ...facts } = pageFacts($, context.address, context.retrievedAt);
  if (free === false) return { ...facts, body: null, noBody: 'behind a paywall: the page says that it is not the whole article' };
  const text = withoutHeadline(articleText($.html()), facts.title);
  $('script, style, noscript, template').remove();
  const shown = plainLine(`${facts.title ?? ''} ${$('title').text()} ${$('body').text().slice(0, 20_000)}`);
  const noBody = reasonAgainst(text, shown, free === true);
  return { ...facts, body: noBody === null ? text : null, noBody };
}

/** @param shown all that the page shows. */
function reasonAgainst(text: string, shown: string, free: boolean): string | null {
  const letters = lettersOf(text);
  if (letters < SHORT_LETTERS && lettersOf(shown) < SHORT_LETTERS && CHALLENGE.test(shown))
    return 'a challenge for browsers, not the article';
  // Menus and feet of free pages speak of subscriptions as well: what stands around the article counts beside a teaser only.
  const asks = (letters < SHORT_LETTERS && PAYWALL.test(text)) || (letters < TEASER_LETTERS && PAYWALL.test(shown));
  if (asks && !free) return 'behind a paywall: the page asks for a subscription or a login';
  if (letters < LEAST_LETTERS) return 'no article text on the page (an index, a video, or a page that a script fills)';
  return null;
}

/** The headline is told apart; what it says is not to be read twice. */
const withoutHeadline = (text: string, title: string | null): string =>
  title !== null && text.startsWith(`${title}\n`) ? text.slice(title.length + 1) : text;

const lettersOf = (text: string): number => text.length + 2 * (text.match(/\p{Script=Han}/gu)?.length ?? 0);

/** What declares no encoding is UTF-8 when it can be; else what the server said, GB18030 when it is in Chinese, windows-1252. */
function textOfPage(bytes: Uint8Array, { where, served }: PageContext): string | RefusedError {
  try {
    const declared = charsetInDocument(bytes);
    // "utf-8" on a page that is none: as undeclared.
    if (declared !== null && !/^utf-?8$/.test(declared)) return decodeText(bytes, { where, declared }).text;
    const chinese = /lang\s{0,3}=\s{0,3}["']?zh/i.test(new TextDecoder('latin1').decode(bytes.subarray(0, 2000)));
    return decodeText(bytes, { where, otherwise: servedEncoding(served) ?? (chinese ? 'gb18030' : 'windows-1252') }).text;
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
}
