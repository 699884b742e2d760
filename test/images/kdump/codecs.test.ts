import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { loadCodecs, type Codec, type Decompress } from '../../../src/images/kdump/codecs.ts';
import { compressedPages } from '../../helpers/compressed-pages.ts';

let decompress: Decompress;
beforeAll(async () => {
  decompress = await loadCodecs(true);
});

const samples = compressedPages().map((sample) => ({
  ...sample,
  zlib: new Uint8Array(deflateSync(sample.page)),
}));
const CODECS = ['zlib', 'lzo', 'snappy', 'zstd'] as const satisfies readonly Codec[];

describe('loadCodecs', () => {
  test.each(samples)('$name comes out of every codec', (sample) => {
    for (const codec of CODECS) {
      const page = decompress(codec, sample[codec], 4096);
      expect(page === undefined ? -1 : Buffer.compare(page, sample.page)).toBe(0);
    }
  });

  test.each(CODECS)('%s: a page of another size is refused', (codec) => {
    const data = samples[0]?.[codec] ?? new Uint8Array(0);
    expect(decompress(codec, data, 4095)).toBeUndefined();
    expect(decompress(codec, data, 8192)).toBeUndefined();
  });

  test('a megabyte of zeros does not come out of a small page', () => {
    expect(decompress('zlib', deflateSync(new Uint8Array(1 << 20)), 4096)).toBeUndefined();
  });

  test('without zstd asked for there is none', async () => {
    const plain = await loadCodecs(false);
    expect(plain('zstd', samples[0]?.zstd ?? new Uint8Array(0), 4096)).toBeUndefined();
  });

  test.each(CODECS)('%s: damaged data end, with a whole page or none', (codec) => {
    fc.assert(
      fc.property(
        fc.nat(samples.length - 1),
        fc.array(fc.tuple(fc.nat(4095), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (which, changes) => {
          const data = new Uint8Array(samples[which]?.[codec] ?? []);
          for (const [at, byte] of changes) data[at % data.length] = byte;
          expect([undefined, 4096]).toContain(decompress(codec, data, 4096)?.length);
        },
      ),
      { seed: 6, numRuns: 1000 },
    );
  });
});
