/** Ways in which a publisher's columns or fields change between two releases, for the conformance suite. */
import { type CheerioAPI, load } from 'cheerio';

export interface Changed {
  /** `renamed "OBS_VALUE"` */
  readonly title: string;
  /** Words of which a refusal has to name one: the column as it was or as it is now. */
  readonly names: readonly string[];
  /** The column or field that is no longer there: what a publisher may leave out says so in {@link LEFT_OUT_AT_WILL}. */
  readonly removed: string | null;
  readonly bytes: Uint8Array;
}

/**
 * Columns that a publisher gives or not, by what was asked or by what there is to say: without them there are fewer figures
 * or fewer marks, and never others.
 */
export const LEFT_OUT_AT_WILL: Readonly<Record<string, readonly string[]>> = {
  // Which fields the file has is a person's choice on the page of the query.
  'china-customs-query': ['美元', 'US dollar', '人民币', 'Renminbi Yuan'],
  // The flag columns come only where an observation has a flag.
  'eurostat-comext': ['OBS_FLAG', 'CONF_STATUS'],
  // `get` names them.
  'us-census': ['GEN_QY1_MO', 'QTY_1_MO', 'UNIT_QY1'],
  'brazil-comexstat': ['metricKG'],
  // The file without countries is another file of the publisher, and is of the world.
  'japan-customs': ['Country'],
};

const NEW = 'Renamed';
const EXTRA = 'Extra';

/** Every change of one column of a publication; none for a form without columns or fields. */
export function changedColumns(bytes: Uint8Array, extension: string): readonly Changed[] {
  if (extension === 'csv') return changedCsv(bytes);
  const text = new TextDecoder().decode(bytes);
  if (extension === 'json') {
    const json = JSON.parse(text) as unknown;
    return Array.isArray(json) ? changedTable(json as unknown[][], (rows) => encode(JSON.stringify(rows))) : changedFields(json);
  }
  if (extension === 'xml') return changedElements(text);
  if (extension === 'html') return changedHtml(text);
  return [];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

type Table<Cell> = readonly (readonly Cell[])[];

/**
 * A table with its names in the first row that has something in most cells (titles may stand above). Cells are kept as they
 * stand, quotes included.
 */
function changedTable<Cell>(rows: Table<Cell>, write: (rows: Table<Cell>) => Uint8Array, name = (cell: Cell) => String(cell)): Changed[] {
  const head = rows.findIndex((row) => row.filter((cell) => name(cell) !== '').length * 2 > row.length);
  const header = rows[head] ?? [];
  const width = header.length;
  const rename = (cell: Cell, to: string): Cell => String(cell).replace(name(cell), to) as Cell;
  const other = (cell: Cell, row: number): Cell =>
    row <= head ? cell : (String(cell).replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) as Cell);
  return header.flatMap((cell, at): Changed[] => {
    const title = name(cell);
    if (title === '') return [];
    const next = at + 1 < width && name(header[at + 1] as Cell) !== '' ? at + 1 : 0;
    const nextName = name(header[next] as Cell);
    const change = (what: string, names: readonly string[], made: Table<Cell>, removed: string | null = null): Changed => ({
      title: `${what} "${title}"`,
      names,
      removed,
      bytes: write(made),
    });
    return [
      change(
        'renamed',
        [title, NEW],
        rows.map((row, r) => (r === head ? row.map((c, i) => (i === at ? rename(c, NEW) : c)) : row)),
      ),
      change(
        'removed',
        // Files of before 2010 write April as Apl; the reader names it as it is written now.
        [title, title.replace('-Apl', '-Apr')],
        rows.map((row) => row.filter((_, i) => i !== at)),
        title,
      ),
      change(
        'doubled',
        [title],
        rows.map((row) => [row[at] as Cell, ...row]),
      ),
      change(
        'doubled with other cells',
        [title],
        rows.map((row, r) => [...row.slice(0, at + 1), other(row[at] as Cell, r), ...row.slice(at + 1)]),
      ),
      change(
        'changed places of',
        [title, nextName],
        rows.map((row) => row.map((c, i) => (i === at ? (row[next] as Cell) : i === next ? (row[at] as Cell) : c))),
      ),
      change(
        'put another before',
        [EXTRA],
        rows.map((row, r) => [...row.slice(0, at), r <= head ? rename(cell, EXTRA) : (row[at] as Cell), ...row.slice(at)]),
      ),
    ];
  });
}

const MARK_OF_UTF8 = '\u00EF\u00BB\u00BF';

/** Latin-1 keeps each byte as one character: what is not touched comes out as it was. */
function changedCsv(bytes: Uint8Array): Changed[] {
  const all = Buffer.from(bytes).toString('latin1');
  const mark = all.startsWith(MARK_OF_UTF8) ? MARK_OF_UTF8 : '';
  const text = all.slice(mark.length);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.replace(new RegExp(`${end}$`), '').split(end);
  const rows = lines.map((line) => [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map((cell) => cell[1] as string));
  const write = (made: Table<string>): Uint8Array => Buffer.from(mark + made.map((row) => row.join(',')).join(end) + end, 'latin1');
  const encoding = ['utf-8', 'gb18030', 'shift_jis'].find((label) => decodes(bytes, label)) ?? 'latin1';
  const shown = (name: string): string => new TextDecoder(encoding).decode(Buffer.from(name, 'latin1'));
  return changedTable(rows, write, (cell) => cell.replaceAll('"', '').trim()).map((changed) => ({
    ...changed,
    title: shown(changed.title),
    names: changed.names.map(shown),
    removed: changed.removed === null ? null : shown(changed.removed),
  }));
}

function decodes(bytes: Uint8Array, label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of the objects in the longest list of a JSON answer, one level of nested objects included. */
function changedFields(json: unknown): Changed[] {
  const list = listsIn(json).sort((a, b) => b.length - a.length)[0];
  if (list === undefined) return [];
  const paths = Object.entries(list[0] as Row).flatMap(([name, value]) => [
    [name],
    ...(isRow(value) ? Object.keys(value).map((inner) => [name, inner]) : []),
  ]);
  const write = (rows: readonly string[]): Uint8Array =>
    encode(JSON.stringify(json, (_, v: unknown) => (v === list ? MARK : v)).replace(JSON.stringify(MARK), `[${rows.join(',')}]`));
  return paths.flatMap((path): Changed[] => {
    const name = path.at(-1) as string;
    const edit = (row: Row, change: (owner: Row) => string): string => {
      if (path.length === 1) return change(row);
      const outer = path[0] as string;
      return `{${Object.entries(row)
        .map(([key, v]) => `${JSON.stringify(key)}:${key === outer && isRow(v) ? change(v) : JSON.stringify(v)}`)
        .join(',')}}`;
    };
    const fields = (owner: Row, map: (key: string, v: unknown) => readonly string[]): string =>
      `{${Object.entries(owner)
        .flatMap(([key, v]) => map(key, v))
        .join(',')}}`;
    const pair = (key: string, v: unknown): string => `${JSON.stringify(key)}:${JSON.stringify(v)}`;
    const renamed = (owner: Row) => fields(owner, (key, v) => [pair(key === name ? NEW : key, v)]);
    const removed = (owner: Row) => fields(owner, (key, v) => (key === name ? [] : [pair(key, v)]));
    const doubled = (owner: Row) =>
      fields(owner, (key, v) => (key === name ? [pair(key, v), pair(key, typeof v === 'number' ? v + 1 : v)] : [pair(key, v)]));
    const turned = (owner: Row) =>
      `{${Object.entries(owner)
        .reverse()
        .map(([key, v]) => pair(key, v))
        .join(',')}}`;
    const more = (owner: Row) => fields(owner, (key, v) => (key === name ? [pair(EXTRA, 1), pair(key, v)] : [pair(key, v)]));
    const all = (change: (owner: Row) => string) => write(list.map((row) => edit(row as Row, change)));
    const one = (change: (owner: Row) => string) =>
      write(list.map((row, at) => (at === list.length - 1 ? edit(row as Row, change) : JSON.stringify(row))));
    return [
      { title: `renamed "${name}"`, names: [name, NEW], removed: null, bytes: all(renamed) },
      { title: `removed "${name}"`, names: [name], removed: name, bytes: all(removed) },
      { title: `doubled "${name}"`, names: [name], removed: null, bytes: all(doubled) },
      { title: `turned round the row with "${name}"`, names: [name], removed: null, bytes: all(turned) },
      { title: `put another before "${name}"`, names: [EXTRA], removed: null, bytes: all(more) },
      ...(list.length === 1
        ? []
        : [
            { title: `renamed in the last row "${name}"`, names: [name, NEW], removed: null, bytes: one(renamed) },
            { title: `removed from the last row "${name}"`, names: [name], removed: null, bytes: one(removed) },
          ]),
    ];
  });
}

const MARK = '\u0001rows';

function listsIn(value: unknown): (readonly unknown[])[] {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRow) ? [value] : [];
  return isRow(value) ? Object.values(value).flatMap(listsIn) : [];
}

/** The elements of each <item> of an XML answer. */
function changedElements(text: string): Changed[] {
  const items = [...text.matchAll(/<item>([\s\S]*?)<\/item>/g)].map((match) => match[1] as string);
  const names = [...new Set([...(items[0] ?? '').matchAll(/<([A-Za-z]\w*)>/g)].map((match) => match[1] as string))];
  const each = (change: (item: string) => string): Uint8Array =>
    encode(text.replaceAll(/<item>([\s\S]*?)<\/item>/g, (_, item: string) => `<item>${change(item)}</item>`));
  return names.flatMap((name): Changed[] => {
    const element = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`);
    const change = (title: string, words: readonly string[], removed: string | null, edit: (item: string) => string): Changed => ({
      title: `${title} <${name}>`,
      names: words,
      removed,
      bytes: each(edit),
    });
    return [
      change('renamed', [name, NEW], null, (item) => item.replace(element, `<${NEW}>$1</${NEW}>`)),
      change('removed', [name], name, (item) => item.replace(element, '')),
      change('doubled', [name], null, (item) => item.replace(element, '$&$&')),
      change('moved to the end', [name], null, (item) => item.replace(element, '') + (element.exec(item)?.[0] ?? '')),
      change('put another before', [EXTRA], null, (item) => item.replace(element, `<${EXTRA}>1</${EXTRA}>$&`)),
    ];
  });
}

type Cells = ReturnType<CheerioAPI>;

/** The columns of the table of an HTML page, spans resolved. */
function changedHtml(text: string): Changed[] {
  const width = gridOf(load(text)).reduce((most, row) => Math.max(most, row.length), 0);
  if (width < 3) return [];
  const made = (edit: (grid: readonly (readonly Cells[])[]) => void): Uint8Array => {
    const $ = load(text);
    edit(gridOf($));
    return encode($.html());
  };
  return Array.from({ length: width }, (_, at) => at).flatMap((at): Changed[] => {
    const grid = gridOf(load(text));
    const header = grid.find((row) => row.length === width && new Set(row.map((c) => c[0])).size > width / 3);
    const words = [...new Set(grid.slice(0, 6).flatMap((row) => row[at]?.text().replaceAll(/\s+/g, ' ').trim() ?? []))].filter(
      (word) => word !== '',
    );
    if (header === undefined) return [];
    // A header of several rows is named by what it means: `no column for: month quantity`.
    words.push('column "', 'column for', 'columns for', 'unexpected column', 'header row that begins with');
    const single = (cell: Cells | undefined): boolean => cell !== undefined && Number(cell.attr('colspan') ?? 1) === 1;
    const column = (g: readonly (readonly Cells[])[], index: number): Cells[] => [
      ...new Map(g.flatMap((row) => (row[index] === undefined ? [] : [[row[index][0], row[index]] as const]))).values(),
    ];
    const narrow = (cell: Cells): unknown =>
      single(cell) ? cell.remove() : cell.attr('colspan', String(Number(cell.attr('colspan')) - 1));
    return [
      {
        title: `renamed column ${at + 1}`,
        names: [...words, NEW],
        removed: null,
        bytes: made(
          (g) =>
            void column(g, at)
              .find((cell) => single(cell))
              ?.text(NEW),
        ),
      },
      {
        title: `removed column ${at + 1}`,
        names: words,
        removed: words[0] ?? null,
        bytes: made((g) => void column(g, at).forEach(narrow)),
      },
      {
        title: `doubled column ${at + 1}`,
        names: words,
        removed: null,
        bytes: made((g) => {
          for (const cell of column(g, at))
            if (single(cell)) cell.after(cell.clone());
            else cell.attr('colspan', String(Number(cell.attr('colspan')) + 1));
        }),
      },
      {
        title: `changed places of columns ${at + 1} and ${((at + 1) % width) + 1}`,
        names: words,
        removed: null,
        bytes: made((g) => {
          for (const row of g) {
            const [a, b] = [row[at], row[(at + 1) % width]];
            if (a === undefined || b === undefined || a[0] === b[0] || !single(a) || !single(b)) continue;
            const kept = a.html() ?? '';
            a.html(b.html() ?? '');
            b.html(kept);
          }
        }),
      },
    ];
  });
}

/** Which cell covers each place of the first table. */
function gridOf($: CheerioAPI): Cells[][] {
  const grid: Cells[][] = [];
  for (const [r, row] of $('table').first().find('tr').toArray().entries()) {
    grid[r] ??= [];
    let column = 0;
    for (const element of $(row).children('td, th').toArray()) {
      const cell = $(element) as unknown as Cells;
      while (grid[r][column] !== undefined) column += 1;
      const [wide, high] = [Number(cell.attr('colspan') ?? 1), Number(cell.attr('rowspan') ?? 1)];
      for (let y = r; y < r + high; y += 1) {
        grid[y] ??= [];
        for (let x = column; x < column + wide; x += 1) (grid[y] as Cells[])[x] = cell;
      }
      column += wide;
    }
  }
  return grid;
}
