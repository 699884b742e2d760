/** The values of a list of entries, as src/pages/entry-lists.ts says that they are written. */
export function valuesOf(text: string, shift: number): readonly bigint[] {
  const [first = '', ...steps] = text.split(',');
  const values = [BigInt(`0x${first}`)];
  for (const step of steps) {
    const [, sign, digits = '', times = '1'] = /^(-?)([0-9a-f]+)(?:\*(\d+))?$/.exec(step) ?? [];
    const by = BigInt(`0x${digits}`) << BigInt(shift);
    for (let left = Number(times); left > 0; left -= 1)
      values.push((values.at(-1) ?? 0n) + (sign === '-' ? -by : by));
  }
  return values;
}
