/** A number of things in words: `1 page`, `2 pages`. @param one what one of them is called */
export function counted(count: number | bigint, one: string): string {
  return `${count} ${one}${count === 1 || count === 1n ? '' : 's'}`;
}
