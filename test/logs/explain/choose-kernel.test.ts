import { describe, expect, test } from '@jest/globals';
import {
  type ChosenKernel,
  KernelChooser,
  type KernelHints,
  type KernelWishes,
} from '../../../src/logs/explain/choose-kernel.ts';
import { kernelInLine } from '../../../src/logs/lines/kernel-name.ts';

const NOTHING: KernelHints = { named: undefined, arch: undefined, paging: undefined, pageShift: undefined };
const named = (release: string): KernelHints['named'] =>
  kernelInLine(`Linux version ${release} (a) (gcc) #1`);

function choose(hints: Partial<KernelHints>, wishes: Partial<KernelWishes> = {}): ChosenKernel {
  const chosen = new KernelChooser({ fallback: {}, always: {}, ...wishes }).choose({ ...NOTHING, ...hints });
  if (typeof chosen === 'string') throw new Error(chosen);
  return chosen;
}

describe('KernelChooser', () => {
  test('the log, then the option, then the default', () => {
    const wishes = { fallback: { kernel: '5.10' } };
    const log = choose({ named: named('6.1.0-56-amd64') }, wishes);
    expect([log.kernel.id, log.source, log.release]).toEqual(['debian-6.1', 'log', '6.1.0-56-amd64']);
    expect([choose({}, wishes).kernel.id, choose({}, wishes).source]).toEqual(['5.10', 'option']);
    expect([choose({}).kernel.id, choose({}).source]).toEqual(['7.3', 'default']);
  });

  test('the architecture: options, then the lines, then the release', () => {
    const arm = named('6.12.0-55-arm64');
    expect(choose({ named: arm }).kernel.arch).toBe('arm64');
    expect(choose({ named: arm, arch: 'riscv64' }).kernel.arch).toBe('riscv64');
    expect(choose({ named: arm }, { always: { arch: 'x86_64' } }).kernel.arch).toBe('x86_64');
    expect(choose({ arch: 'arm64' }).kernel.arch).toBe('arm64');
  });

  test('the page size of arm64', () => {
    expect(choose({ arch: 'arm64', pageShift: 16, named: named('6.12.0') }).kernel.pageShift).toBe(16);
    expect(choose({ arch: 'arm64', pageShift: 12, named: named('6.12.0') }).kernel.pageShift).toBe(12);
  });

  test('levels that the tables do not know are passed over', () => {
    expect(choose({ paging: 5 }).kernel.paging).toBe(5);
    expect(choose({ paging: 7 }).kernel.paging).toBe(4);
  });

  test('the flavour of a distribution', () => {
    expect(choose({ named: named('6.12.5-cloud-amd64') }).kernel.config('MEMORY_FAILURE')).toBe(false);
    expect(choose({ named: named('6.12.5-amd64') }).kernel.config('MEMORY_FAILURE')).toBe(true);
  });

  test('what is known of this machine holds for its own log alone', () => {
    const wishes = { fallback: { kernel: '6.12.5', config: new Map([['MEMORY_FAILURE', false]]) } };
    expect(choose({ named: named('6.12.5') }, wishes).kernel.config('MEMORY_FAILURE')).toBe(false);
    expect(choose({ named: named('6.12.6') }, wishes).kernel.config('MEMORY_FAILURE')).toBe(true);
  });

  test('newer and older kernels than the tables have a remark', () => {
    const newer = choose({ named: named('9.9.1') });
    expect([newer.kernel.release, newer.release]).toEqual(['7.3', '9.9.1']);
    expect(newer.remark).toContain('newer than the tables');
    const older = choose({ named: named('3.16.0'), arch: 'x86_64' });
    expect(older.remark).toContain('oldest release covered');
    expect(older.release).toBe('3.16.0');
  });

  test('no tables, no guess', () => {
    expect(new KernelChooser({ fallback: {}, always: {} }).choose({ ...NOTHING, arch: 'sparc64' })).toContain(
      'sparc64',
    );
  });

  test('a log that names kernel after kernel', () => {
    const chooser = new KernelChooser({ fallback: {}, always: {} });
    for (let i = 0; i < 200; i += 1) {
      const chosen = chooser.choose({ ...NOTHING, named: named(`6.1.${i}`) });
      expect(typeof chosen === 'string' ? chosen : chosen.kernel.profile).toBe(i === 0 ? '6.1' : `6.1.${i}`);
    }
  });
});
