/** How many configuration symbols are among what differs from a kernel as it is usually built: ` (3 symbols differ)`. */
export function countedSymbols(extras: readonly string[]): string {
  const count = extras.filter((extra) => /^[A-Z]/.test(extra)).length;
  return count === 0 ? '' : ` (${count} symbol${count === 1 ? ' differs' : 's differ'})`;
}

/** The name of a kernel with its configuration symbols counted: `6.18.44 (3 symbols differ)`. */
export function shortKernelId(id: string): string {
  const [name = '', ...extras] = id.split(',');
  const others = extras.filter((extra) => /^[a-z]/.test(extra));
  return [`${name}${countedSymbols(extras)}`, ...others].join(', ');
}
