/** The version of the JSON records of all commands; it changes when a key changes its meaning or goes away. */
export const SCHEMA = 2;

/** A record of the command line as a line: its number first, then what it says. */
export function recordLine(fields: object): string {
  return `${JSON.stringify({ schema: SCHEMA, ...fields })}\n`;
}
