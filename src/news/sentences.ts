/** Where sentences end: in Chinese at their marks, in English at a full stop that is not part of an abbreviation or a number. */

const ALWAYS = /[。!?！？•●▪■]/;
const ABBREVIATION =
  /(?:^|[\s("-])(?:u\.s|u\.k|e\.u|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|approx|no|vs|inc|co|ltd|corp|mr|ms|dr|st|e\.g|i\.e|rs|gov|gen|est)$/i;
/** Words that begin a sentence even after an abbreviation. */
const STARTER =
  /^\s+(?:in|the|but|it|its|that|this|however|exports?|imports?|shipments|meanwhile|for|a|an|on|and|by|those|total|compared|from|at|as|with|while|china's|sales|after|overall|over|among|volumes?|year-on-year|month-on-month)\b/;
const LOOK_BACK = 12;
const LOOK_AHEAD = 24;

/** Whether the mark at `at` ends a sentence. */
export function endsSentence(text: string, at: number): boolean {
  const mark = text.charAt(at);
  if (ALWAYS.test(mark)) return true;
  // "* Soybeans: May imports at 13.92 mmt * Crude oil: ..."
  if (mark === '*') return /\s/.test(text.charAt(at - 1) || ' ') && /^\s/.test(text.slice(at + 1));
  if (mark !== '.') return false;
  const after = text.slice(at + 1, at + 1 + LOOK_AHEAD);
  if (after === '' || /^["')\]]?\s*$/.test(after) || /^["')\]]?\n/.test(after)) return true;
  if (!/^["')\]]?\s/.test(after)) return false;
  const before = text.slice(Math.max(0, at - LOOK_BACK), at);
  if (ABBREVIATION.test(before)) return /^\s+[A-Z]/.test(after) && STARTER.test(after.toLowerCase());
  return /^["')\]]?\s+["'(]?(?:[A-Z0-9$€£¥+-]|\p{Script=Han})/u.test(after);
}
