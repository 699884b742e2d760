// AssemblyScript, not TypeScript: counts the entries of tables by group, 64 bytes at a time. scripts/build-wasm.mjs
// compiles this file into count-wasm-code.ts; `countEntries` of runs.ts is its twin in JavaScript, and both must give
// the same counts. Groups and tables lie where count-wasm.ts puts them.

/** Bytes of a group: value, mask and count, 64 bits each, and as many unused. */
const GROUP: usize = 32;

// @ts-ignore: decorator
@inline
function isOf(word: u64, value: u64, mask: u64): bool {
  return ((word ^ value) & mask) == 0;
}

/**
 * Counts the entries from `at` to before `end` by the groups from `groups` to before `groupsEnd`. Gives the address of
 * the first entry that belongs to none of them, or `end`.
 */
export function count(at: usize, end: usize, groups: usize, groupsEnd: usize): usize {
  while (at < end) {
    const word = load<u64>(at);
    let group = groups;
    while (group < groupsEnd && !isOf(word, load<u64>(group), load<u64>(group, 8))) group += GROUP;
    if (group >= groupsEnd) return at;
    const value = load<u64>(group);
    const mask = load<u64>(group, 8);
    const values = i64x2.splat(value);
    const masks = i64x2.splat(mask);
    const start = at;
    at += 8;
    while (at + 64 <= end) {
      let differ = v128.xor(v128.load(at), values);
      differ = v128.or(differ, v128.xor(v128.load(at, 16), values));
      differ = v128.or(differ, v128.xor(v128.load(at, 32), values));
      differ = v128.or(differ, v128.xor(v128.load(at, 48), values));
      if (v128.any_true(v128.and(differ, masks))) break;
      at += 64;
    }
    while (at < end && isOf(load<u64>(at), value, mask)) at += 8;
    store<u64>(group, load<u64>(group, 16) + u64((at - start) >> 3), 16);
  }
  return end;
}
