import { type Column, codeError, codeFile, codeRows, NAMES, once, REMARK } from './code-list.ts';
import { kindOfPartner, type PartnerKind } from './countries.ts';

/** One code of a publisher. */
export interface PartnerCode {
  readonly code: string;
  /** ISO 3166-1 alpha-2, or an area of config/codes/areas.json. */
  readonly partner: string;
  readonly kind: PartnerKind;
  /** As the publisher prints it; empty where that is not known. */
  readonly names: readonly string[];
}

/** A publisher's codes of reporters and partners. A code or a name that is not in the list is null, never guessed. */
export interface PartnerList {
  /** All codes, in the order of the file. */
  codes(): readonly PartnerCode[];
  find(code: string): PartnerCode | null;
  partnerOf(code: string): string | null;
  /** The partner that the publisher prints under a name. Case, accents and punctuation do not matter. */
  partnerOfName(name: string): string | null;
  /** The codes of a partner: mostly one, and none when it has none. */
  codesOf(partner: string): readonly string[];
  /** The code to ask with, or null when the partner has none. */
  codeOf(partner: string): string | null;
}

/** A name as it is compared: "Côte d'Ivoire" and "COTE D IVOIRE" are one. */
export const foldName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

interface Tables {
  readonly codes: readonly PartnerCode[];
  readonly byCode: ReadonlyMap<string, PartnerCode>;
  readonly byName: ReadonlyMap<string, string>;
  readonly ofPartner: ReadonlyMap<string, readonly string[]>;
  readonly codeOf: ReadonlyMap<string, string>;
}

/**
 * The list of a file of config/codes. It is read, checked and built when it is first asked; a mistake in the file then throws an
 * Error that names file and line.
 */
export function partnerList(file: string, code: Column, read: (file: string) => unknown = codeFile): PartnerList {
  const tables = once(() => build(file, read(file), code));
  return {
    codes: () => tables().codes,
    find: (wanted) => tables().byCode.get(wanted) ?? null,
    partnerOf: (wanted) => tables().byCode.get(wanted)?.partner ?? null,
    partnerOfName: (name) => tables().byName.get(foldName(name)) ?? null,
    codesOf: (partner) => tables().ofPartner.get(partner) ?? [],
    codeOf: (partner) => tables().codeOf.get(partner) ?? null,
  };
}

function build(file: string, data: unknown, code: Column): Tables {
  const columns = {
    code,
    partner: { pattern: /^[A-Z][A-Z0-9_]+$/, expected: 'ISO 3166-1 alpha-2, or an area of areas.json' },
    names: NAMES,
    /** Of a second code of the same partner: the code that is asked with. */
    same_as: { ...code, optional: true },
    remark: REMARK,
  } as const;
  const byCode = new Map<string, PartnerCode>();
  const byName = new Map<string, string>();
  const ofPartner = new Map<string, string[]>();
  const codeOf = new Map<string, string>();
  const rows = codeRows(file, data, columns, ['code']);
  for (const { line, partner, names, same_as, ...row } of rows) {
    const kind = kindOfPartner(partner);
    if (kind === null) throw codeError(file, line, `unknown partner "${partner}"; expected ${columns.partner.expected}`);
    const other = codeOf.get(partner);
    if (same_as === null && other !== undefined)
      throw codeError(file, line, `${partner} has the code ${other} too; expected "same_as" in one of the two lines`);
    if (same_as === null) codeOf.set(partner, row.code);
    byCode.set(row.code, { code: row.code, partner, kind, names });
    ofPartner.set(partner, [...(ofPartner.get(partner) ?? []), row.code]);
    for (const name of names) addName(byName, name, partner, file, line);
  }
  for (const { line, partner, same_as } of rows)
    if (same_as !== null && codeOf.get(partner) !== same_as)
      throw codeError(file, line, `same_as ${same_as} is not the code of ${partner}, which is ${codeOf.get(partner) ?? 'missing'}`);
  return { codes: [...byCode.values()], byCode, byName, ofPartner, codeOf };
}

function addName(byName: Map<string, string>, name: string, partner: string, file: string, line: number): void {
  const folded = foldName(name);
  const other = byName.get(folded);
  if (other !== undefined && other !== partner) throw codeError(file, line, `the name "${name}" stands for ${other} in a line above`);
  byName.set(folded, partner);
}
