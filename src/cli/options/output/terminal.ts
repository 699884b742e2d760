import type { Io } from '../../../input/bytes/io.ts';

/** Columns of text that is broken at blanks, where nobody says how wide the output is; also the most of plain text. */
export const TEXT_WIDTH = 100;

/** Columns of tables and drawings in a pipe or a file. */
export const PIPE_WIDTH = 80;

/**
 * How wide standard output is: what `COLUMNS` says, as `watch` and people set it, else the terminal.
 *
 * @returns undefined for pipes and files
 */
export function outputWidth({ env, stdout }: Pick<Io, 'env' | 'stdout'>): number | undefined {
  return saidSize(env['COLUMNS']) ?? stdout.columns;
}

/** How many lines a screen of standard output has: what `LINES` says, else the terminal; undefined for pipes and files. */
export function outputHeight({ env, stdout }: Pick<Io, 'env' | 'stdout'>): number | undefined {
  return saidSize(env['LINES']) ?? stdout.rows;
}

function saidSize(said: string | undefined): number | undefined {
  return said !== undefined && /^[1-9][0-9]{0,3}$/.test(said) ? Number(said) : undefined;
}

/**
 * Whether the output may have lines and corners of more than ASCII: unless the locale says that it cannot. Where no
 * locale is chosen, as in containers, terminals know UTF-8 all the same.
 */
export function hasBoxes({ env }: Pick<Io, 'env'>): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return locale === '' || /utf-?8/i.test(locale);
}
