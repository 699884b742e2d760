import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Kernel } from '../../src/core/rows/model.ts';
import { parseConfigText } from '../../src/kernel/dot-config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { vectorLines, vectorRow, type VectorRow } from './vectors.ts';

/** A kernel of 32 bits whose answers stand in `test/vectors/arch32`. */
export interface Arch32Stem {
  readonly stem: string;
  readonly arch: string;
  readonly release: string;
  /** The .config, as far as entries depend on it. */
  readonly config: string;
}

const COMMON = 'CONFIG_SWAP=y\nCONFIG_MIGRATION=y\nCONFIG_USERFAULTFD=y\n';
const LPAE = `${COMMON}CONFIG_ARM_LPAE=y\nCONFIG_TRANSPARENT_HUGEPAGE=y\n`;
const X86 = `${COMMON}CONFIG_MEMORY_FAILURE=y\nCONFIG_TRANSPARENT_HUGEPAGE=y\n`;

/** All of them: Debian's armmp, armmp-lpae and 686 flavours. */
export const ARCH32_STEMS: readonly Arch32Stem[] = [
  { stem: 'arm-5.10', arch: 'arm', release: '5.10.223', config: COMMON },
  { stem: 'arm-6.1', arch: 'arm', release: '6.1.176', config: COMMON },
  { stem: 'arm-6.12', arch: 'arm', release: '6.12.117', config: COMMON },
  { stem: 'arm-7.2', arch: 'arm', release: '7.2.13', config: COMMON },
  { stem: 'arm-lpae-5.10', arch: 'arm', release: '5.10.223', config: LPAE },
  { stem: 'arm-lpae-6.1', arch: 'arm', release: '6.1.176', config: LPAE },
  { stem: 'arm-lpae-6.12', arch: 'arm', release: '6.12.117', config: LPAE },
  { stem: 'arm-lpae-7.2', arch: 'arm', release: '7.2.13', config: LPAE },
  { stem: 'i386-2level-5.10', arch: 'i386', release: '5.10.223', config: X86 },
  { stem: 'i386-2level-6.1', arch: 'i386', release: '6.1.176', config: X86 },
  { stem: 'i386-2level-6.12', arch: 'i386', release: '6.12.117', config: X86 },
];

/** The kernel, told as a command line with `--config FILE` tells it. */
export function kernelOf32({ arch, release, config }: Arch32Stem): Kernel {
  return resolveKernel({ kernel: release, arch, config: parseConfigText(config) });
}

/** The lines of a file. */
export function readArch32Vectors({ stem }: Arch32Stem, kind: 'decode' | 'encode'): readonly VectorRow[] {
  const bytes = readFileSync(new URL(`../vectors/arch32/${stem}.${kind}.jsonl.br`, import.meta.url));
  return vectorLines(brotliDecompressSync(bytes)).map(vectorRow);
}
