import { expect, test } from '@jest/globals';
import { SwapSlots } from '../../../src/core/entry/swap-slots.ts';

test.each([
  { name: 'slots that lie together', span: 4000 },
  { name: 'slots that lie apart', span: 2 ** 32 },
])('says what earlier entries were: $name', ({ span }) => {
  const slots = new SwapSlots();
  const known = new Map<string, boolean>();
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  const pick: [number, number][] = [
    [0, 0],
    [31, 2 ** 32 - 1],
    [0, 2 ** 32 - 1],
    [31, 0],
  ];
  for (let n = 0; n < 20_000; n++) {
    const again = n % 5 === 0 ? pick[next() % pick.length] : undefined;
    const [type, offset] = again ?? [(next() >>> 8) % 32, Math.floor((next() / 2 ** 32) * span)];
    if (n < 4000) pick.push([type, offset]);
    const isExclusive = (next() >>> 16) % 3 === 0;
    const name = `${type}:${offset}`;
    const earlier = known.get(name);
    const wanted = earlier === undefined ? undefined : earlier ? 'exclusive' : 'shared';
    const got = slots.add(type, offset, isExclusive);
    if (got !== wanted) expect(`${name}: ${got}`).toBe(`${name}: ${wanted}`);
    known.set(name, isExclusive || earlier === true);
  }
});
