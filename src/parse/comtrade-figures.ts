/** The figures of a row of UN Comtrade: value, net weight and supplementary quantity, with what a 0 or null there means. */
import { scaleDecimal, type UnitScale } from '../domain/quantity.ts';
import type { Flow, Measure, Status, Valuation } from '../domain/series.ts';
import { refused } from '../errors.ts';
import { type ComtradeFields, readCode, readFigure, type Where } from './comtrade.ts';

/** Supplementary units by code; 1 and -1 are "no quantity", 8 is kg. https://uncomtrade.org/docs/supplementary-quantity-units */
const UNITS: Readonly<Record<number, UnitScale>> = {
  2: { unit: 'm2', exponent: 0 },
  3: { unit: 'kWh', exponent: 3 },
  4: { unit: 'm', exponent: 0 },
  5: { unit: 'items', exponent: 0 },
  6: { unit: 'pairs', exponent: 0 },
  7: { unit: 'litres', exponent: 0 },
  9: { unit: 'items', exponent: 3 },
  10: { unit: 'packs', exponent: 0 },
  11: { unit: 'dozens', exponent: 0 },
  12: { unit: 'm3', exponent: 0 },
  13: { unit: 'carats', exponent: 0 },
};
const NO_QUANTITY: readonly number[] = [-1, 0, 1];
const KILOGRAMS = 8;

/** What is told each figure of a row. */
export type TakeFigure = (measure: Measure, unit: string, value: number, status: Status, valuation: Valuation | null) => void;

/**
 * A 0 is a figure only where the country itself reported the row: in previews (`isReported` false) a 0 stands for null,
 * as `cifvalue: 0` beside an export's `fobvalue` shows.
 * @param lack told, for each figure that the row does not have, in words that follow a number of rows.
 */
export function comtradeFigures(fields: ComtradeFields, flow: Flow, where: Where, take: TakeFigure, lack: (reason: string) => void): void {
  const reported = fields.isReported === true;
  const value = readFigure(fields.primaryValue, 'primaryValue', where);
  if (value !== null && (value > 0 || reported)) take('value', 'USD', value, 'A', valuationOf(fields, flow, value, where));
  else lack('rows without a value (null, or 0 in a row that the country did not report itself)');

  const unitCode = Number.isInteger(fields.qtyUnitCode) ? Number(fields.qtyUnitCode) : Number(readCode(fields, 'qtyUnitCode', where));
  const quantity = readFigure(fields.qty, 'qty', where);
  const weight = readFigure(fields.netWgt, 'netWgt', where);
  const weighsNothing = reported && fields.isNetWgtEstimated !== true && unitCode === KILOGRAMS && quantity === 0;
  if (weight !== null && (weight > 0 || weighsNothing))
    take('net_weight', 'kg', weight, fields.isNetWgtEstimated === true ? 'E' : 'A', null);
  else lack('rows without net weight (null, or 0 for N/A)');

  if (quantity === null || quantity === 0 || unitCode === KILOGRAMS || NO_QUANTITY.includes(unitCode)) return;
  const scale = UNITS[unitCode];
  if (scale === undefined) {
    lack(`quantities in the unknown unit ${unitCode} (${String(fields.qtyUnitAbbr).slice(0, 20)}) left out`);
    return;
  }
  const scaledQuantity = scale.exponent === 0 ? quantity : scaled(quantity, scale, where);
  take('quantity', scale.unit, scaledQuantity, fields.isQtyEstimated === true ? 'E' : 'A', null);
}

function scaled(quantity: number, scale: UnitScale, where: Where): number {
  try {
    return scaleDecimal(String(quantity), scale.exponent);
  } catch (cause) {
    throw refused(where(), `qty ${quantity} cannot be scaled to ${scale.unit}`, { cause });
  }
}

/** Imports are CIF, but some countries (Canada, Australia, South Africa...) report them FOB: then primaryValue is the FOB value. */
function valuationOf(fields: ComtradeFields, flow: Flow, value: number, where: Where): Valuation {
  if (flow !== 'import') return 'FOB';
  const cif = readFigure(fields.cifvalue, 'cifvalue', where);
  return value > 0 && cif !== value && readFigure(fields.fobvalue, 'fobvalue', where) === value ? 'FOB' : 'CIF';
}
