import { expect } from '@jest/globals';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../src/core/encode/encode.ts';
import type { Level } from '../../src/core/rows/layout.ts';
import { genericEntry } from '../../src/core/entry/swap-entry.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { type Facts, factsOf } from './facts.ts';

/** A value with what it is, and the public source that says so. */
export interface Example {
  readonly name: string;
  /** Release, with overrides. */
  readonly kernel: string;
  readonly raw: bigint;
  readonly level?: Level;
  readonly entry: Partial<Omit<Facts, 'swap'>> & {
    readonly swap?: { readonly type: number; readonly offset: bigint };
  };
  /** Short names that are among those of the flags. */
  readonly has?: readonly string[];
  /** The generic `swp_entry_t` of a log line. */
  readonly generic?: bigint;
  readonly src: string;
}

/** Checks an example both ways, and that it encodes back with each single bit flipped too. */
export function checkExample(
  arch: string,
  { kernel: name, raw, level = 'pte', entry, has, generic }: Example,
): void {
  const kernel = resolveKernel({ kernel: name, arch });
  const decoded = factsOf(decodeEntry(kernel, raw, { level }));
  expect(decoded).toMatchObject(entry);
  expect(decoded.short).toEqual(expect.arrayContaining([...(has ?? [])]));
  expect(encodeEntry(kernel, decoded)).toBe(raw);
  for (let n = 0n; n < kernel.entryBits; n += 1n) {
    const flipped = raw ^ (1n << n);
    expect(encodeEntry(kernel, decodeEntry(kernel, flipped, { level }))).toBe(flipped);
  }
  if (generic !== undefined && decoded.swap) expect(genericEntry(kernel, decoded.swap)).toBe(generic);
}
