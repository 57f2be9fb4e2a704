/**
 * Eurostat's codes of reporters and partners in Comext (GEONOM): mostly ISO 3166-1 alpha-2, with Eurostat's own for
 * aggregates, confidential partners, parts of countries and states that are no more.
 * The publisher's list: https://ec.europa.eu/eurostat/databrowser/bulk?lang=en&selectedTab=fileComext (Classifications, PARTNERS).
 */
import { COUNTRY_NAMES } from './country-names.ts';

/** What does not mean the ISO country of the same letters, or is no ISO code. */
const OWN_CODES: Readonly<Record<string, string>> = {
  WORLD: 'WORLD',
  // Aggregates. The composition is part of the name, but for the Union of today.
  EU27_2020: 'EU',
  EU27_2007: 'EU27_2007',
  EU28: 'EU28',
  EU25: 'EU25',
  EU15: 'EU15',
  EU: 'EU_CHANGING_COMPOSITION',
  INT_EU27_2020: 'INTRA_EU',
  EU27_2020_INTRA: 'INTRA_EU',
  EXT_EU27_2020: 'EXTRA_EU',
  EU27_2020_EXTRA: 'EXTRA_EU',
  INT_EU28: 'INTRA_EU28',
  EU28_INTRA: 'INTRA_EU28',
  EXT_EU28: 'EXTRA_EU28',
  EU28_EXTRA: 'EXTRA_EU28',
  EA: 'EA_CHANGING_COMPOSITION',
  EA19: 'EA19',
  EA20: 'EA20',
  EA21: 'EA21',
  INT_EA20: 'INTRA_EA20',
  EXT_EA20: 'EXTRA_EA20',
  EA20_INTRA: 'INTRA_EA20',
  EA20_EXTRA: 'EXTRA_EA20',
  INT_EA21: 'INTRA_EA21',
  EXT_EA21: 'EXTRA_EA21',
  EA21_INTRA: 'INTRA_EA21',
  EA21_EXTRA: 'EXTRA_EA21',
  EFTA: 'EFTA',
  ASEAN: 'ASEAN',
  ACP: 'ACP',
  MERCOSUR: 'MERCOSUR',
  OPEC: 'OPEC',
  // Countries that Eurostat writes in its own way.
  EL: 'GR',
  UK: 'GB',
  XS: 'RS',
  XM: 'ME',
  TP: 'TL',
  XI: 'NORTHERN_IRELAND',
  XU: 'GREAT_BRITAIN',
  XB: 'CANARY_ISLANDS',
  XC: 'CEUTA',
  XL: 'MELILLA',
  // Partners that are withheld for commercial or military reasons, and figures without a country.
  QX: 'SECRET',
  QY: 'SECRET_INTRA_EU',
  QZ: 'SECRET_EXTRA_EU',
  QU: 'UNSPECIFIED',
  QV: 'UNSPECIFIED_INTRA_EU',
  QW: 'UNSPECIFIED_EXTRA_EU',
  QQ: 'STORES_AND_PROVISIONS',
  QR: 'STORES_AND_PROVISIONS_INTRA_EU',
  QS: 'STORES_AND_PROVISIONS_EXTRA_EU',
  QP: 'HIGH_SEAS',
  ZZ: 'NO_DATA',
  // States and areas of the past; CS has been two states.
  AN: 'NETHERLANDS_ANTILLES',
  CS: 'CZECHOSLOVAKIA_OR_SERBIA_AND_MONTENEGRO',
  DD: 'EAST_GERMANY',
  SU: 'USSR',
  YU: 'YUGOSLAVIA',
  YD: 'SOUTH_YEMEN',
  VD: 'NORTH_VIETNAM',
  PZ: 'PANAMA_CANAL_ZONE',
  QT: 'WEST_INDIES',
  XA: 'AMERICAN_OCEANIA',
  XO: 'AUSTRALIAN_OCEANIA',
  XZ: 'NEW_ZEALAND_OCEANIA',
  XP: 'WEST_BANK_AND_GAZA',
  XR: 'POLAR_REGIONS',
};

/** The reporter or partner that a Comext code stands for (EU27_2020 is EU, EL is GR), or null when it is not known. */
export function partnerOfGeonomCode(code: string): string | null {
  if (Object.hasOwn(OWN_CODES, code)) return OWN_CODES[code] ?? null;
  return /^[A-Z]{2}$/.test(code) && Object.hasOwn(COUNTRY_NAMES, code) ? code : null;
}
