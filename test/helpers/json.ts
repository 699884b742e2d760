/** Reads a property of a parsed JSON value; undefined when it has none. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** A property that has to be a string. */
export function stringOf(value: unknown, name: string): string {
  const found = property(value, name);
  if (typeof found !== 'string') throw new Error(`${name}: not a string`);
  return found;
}

/** A property that has to be a number. */
export function numberOf(value: unknown, name: string): number {
  const found = property(value, name);
  if (typeof found !== 'number') throw new Error(`${name}: not a number`);
  return found;
}

/** A property that has to be an array. */
export function arrayOf(value: unknown, name: string): readonly unknown[] {
  const found = property(value, name);
  if (!Array.isArray(found)) throw new Error(`${name}: not an array`);
  return found;
}

/** The JSON objects of an output, one a line. */
export function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
