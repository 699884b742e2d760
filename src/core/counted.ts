/** A number of things in words: `1 page`, `2 pages`. @param one what one of them is called, and `more` several */
export function counted(count: number | bigint, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 || count === 1n ? one : more}`;
}
