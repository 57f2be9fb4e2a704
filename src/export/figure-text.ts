import type { FigureBlock, Origin, SeriesFigures } from '../store/store.ts';
import type { Cell, Column, OfRow } from './fields.ts';
import { onceFor } from './once.ts';

/**
 * What writes the figures of a series as records of a text file. Of what many rows have in common the text is made once: a record is put together
 * of a few texts that are there.
 * @param fieldOf the text of a cell.
 */
export function figureText(
  columns: readonly Column[],
  fieldOf: (cell: Cell, column: Column) => string,
): (one: SeriesFigures, origins: FigureBlock['origins']) => string {
  const texts = neighbours(columns).map((run, index, runs): OfRow<string> => {
    const end = index === runs.length - 1 ? '\r\n' : ',';
    const [first] = run;
    if (first.cells.from === 'figure') return figureField(first, end, (cell) => fieldOf(cell, first));
    return onceFor(first.cells.from, (...row) => run.map((column) => fieldOf(column.cells.of(...row), column)).join(',') + end);
  });
  return ({ series, figures }, origins) => {
    let records = '';
    for (const figure of figures) {
      const origin = origins.get(figure.vintageId) as Origin;
      for (const textOf of texts) records += textOf(series, figure, origin);
    }
    return records;
  };
}

/** Of figures, too, most say the same as the one before, but for their value. */
function figureField({ cells }: Column, end: string, fieldOf: (cell: Cell) => string): OfRow<string> {
  let last: Cell = null;
  let text = fieldOf(null) + end;
  return (series, figure, origin) => {
    const cell = cells.of(series, figure, origin);
    if (cell !== last) {
      text = fieldOf(cell) + end;
      last = cell;
    }
    return text;
  };
}

/** Columns beside each other that follow from the same; one that is a figure's own stands for itself. */
function neighbours(columns: readonly Column[]): readonly (readonly [Column, ...Column[]])[] {
  const runs: [Column, ...Column[]][] = [];
  for (const column of columns) {
    const last = runs.at(-1);
    if (last !== undefined && last[0].cells.from === column.cells.from && column.cells.from !== 'figure') last.push(column);
    else runs.push([column]);
  }
  return runs;
}
