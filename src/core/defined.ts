/** An object with those of its keys that have a value. */
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out the keys that have no value: a property that may be left out is not there, rather than undefined. */
export function defined<T extends object>(values: T): Defined<T>;
export function defined(values: Readonly<Record<string, unknown>>): object {
  const kept: Record<string, unknown> = {};
  for (const key in values) if (values[key] !== undefined) kept[key] = values[key];
  return kept;
}
