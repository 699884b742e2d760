import { later } from '../later.ts';

/**
 * Lines that are compared with one need after the other, before there is an expression of all needs: to make it takes as long
 * as that of some twenty lines.
 */
const LINES_BY_NEED = 16;

/**
 * Finds the rows whose need a line holds, in their order: of many lines by one expression of all needs, since looking for one
 * after the other takes longer than reading the line.
 */
export function rowsByNeed<Row extends { readonly needs: string | readonly string[] }>(
  rows: readonly Row[],
): (line: string) => readonly Row[] {
  const byExpression = later(() => rowsByExpression(rows));
  let lines = 0;
  return (line) => {
    lines += 1;
    if (lines > LINES_BY_NEED) return byExpression()(line);
    return rows.filter(({ needs }) =>
      typeof needs === 'string' ? line.includes(needs) : needs.some((need) => line.includes(need)),
    );
  };
}

/** The same for any number of lines. */
function rowsByExpression<Row extends { readonly needs: string | readonly string[] }>(
  rows: readonly Row[],
): (line: string) => readonly Row[] {
  const needs = rows.flatMap((row, index) => [row.needs].flat().map((text) => ({ text, index })));
  // A need that begins with another stands where that one does, and comes next in this order.
  const byKey = new Map<string, typeof needs>();
  let open: typeof needs | undefined;
  for (const need of needs.sort((one, two) => (one.text < two.text ? -1 : Number(one.text > two.text))))
    if (open?.[0] && need.text.startsWith(open[0].text)) open.push(need);
    else byKey.set(need.text, (open = [need]));
  const keys = [...byKey.keys()];
  const any = new RegExp(keys.map((key) => key.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
  return (line) => {
    const found = new Set<number>();
    any.lastIndex = 0;
    for (let match = any.exec(line); match; match = any.exec(line)) {
      for (const { text, index } of byKey.get(match[0]) ?? [])
        if (line.startsWith(text, match.index)) found.add(index);
      any.lastIndex = match.index + 1;
    }
    if (found.size < 2) return [...found].flatMap((index) => rows[index] ?? []);
    return [...found].sort((x, y) => x - y).flatMap((index) => rows[index] ?? []);
  };
}
