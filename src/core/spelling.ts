/** A spelling without what does not count: case, and `-` for `_`. */
export function foldSpelling(spelling: string): string {
  return spelling.toLowerCase().replaceAll('-', '_');
}

/** The row that a spelling of its name means; undefined where there is none. */
export function findNamed<Row extends { readonly name: string }>(
  rows: readonly Row[],
  spelling: string,
): Row | undefined {
  const wanted = foldSpelling(spelling);
  return rows.find(({ name }) => foldSpelling(name) === wanted);
}

/** The value of a set that a text spells: exactly, else the only one that differs in case or `-` for `_`. */
export function findValue(values: readonly string[], text: string): string | undefined {
  if (values.includes(text)) return text;
  const wanted = foldSpelling(text);
  const found = values.filter((value) => foldSpelling(value) === wanted);
  return found.length === 1 ? found[0] : undefined;
}
