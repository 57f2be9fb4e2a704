/** Relative to the folder that the program is called in. */
export const DEFAULT_CONFIG_FILE = 'config/tradewatch.yaml';
/** Relative to the project's folder. */
export const DEFAULT_DATABASE = 'data/tradewatch.db';
