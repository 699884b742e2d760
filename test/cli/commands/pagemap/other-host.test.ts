import { afterAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const [program, preload] = ['../../../../bin/pte-decode.js', '../../../helpers/other-host.mjs'].map(
  (path) => new URL(path, import.meta.url).pathname,
);

/** Runs the program on a machine that says it is another one. */
function runOn(
  host: Readonly<Record<string, string>>,
  args: readonly string[],
): { code: number | null; text: string } {
  const node = ['--import', preload ?? '', program ?? '', 'pagemap', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, node, {
    encoding: 'utf8',
    env: { ...process.env, ...host },
  });
  return { code: status, text: stdout + stderr };
}

const onLinux = process.platform === 'linux' && arch() === 'x64' ? describe : describe.skip;

// Bit 57 came with v5.14 (fs/proc/task_mmu.c PM_UFFD_WP): of a kernel before it, and of one that nobody knows, clear bits prove nothing.
onLinux('a live process on a kernel that the tables do not have', () => {
  test.each([
    { host: { HOST_RELEASE: '4.4.0-21-generic' }, args: [], code: 2, text: 'kernel 4.4.0-21-generic has no uffd_wp (bit 57)' },
    { host: { HOST_RELEASE: '99.1.0' }, args: [], code: 2, text: 'nobody said which kernel made the words' },
    { host: { HOST_ARCH: 'mips' }, args: [], code: 2, text: 'nobody said which kernel made the words' },
    { host: { HOST_RELEASE: '4.4.0', HOST_ARCH: 'mips' }, args: [], code: 2, text: 'nobody said which kernel made the words' },
    { host: { HOST_RELEASE: '4.4.0', HOST_ARCH: 'riscv64' }, args: [], code: 2, text: 'nobody said which kernel made the words' },
    { host: { HOST_RELEASE: '99.1.0' }, args: ['-k', '6.12'], code: 0, text: 'holds' },
  ])('$host $args', ({ host, args, code, text }) => {
    const run = runOn(host, ['check', '--pid', 'self', '--no', 'uffd_wp', ...args]);
    expect(run).toEqual({ code, text: expect.stringContaining(text) });
  });

  test.each([
    { host: { HOST_RELEASE: '4.4.0-21-generic' }, kernel: '"4.4.0-21-generic"', code: 0 },
    { host: { HOST_RELEASE: '99.1.0' }, kernel: '"99.1.0"', code: 2 },
    { host: { HOST_RELEASE: '6.12.1', HOST_ARCH: 'mips' }, kernel: '"6.12.1,arch=mips"', code: 2 },
    { host: { HOST_RELEASE: '4.4.0', HOST_ARCH: 'mips' }, kernel: '"4.4.0,arch=mips"', code: 2 },
  ])('a capture names no other kernel than that: $kernel', ({ host, kernel, code }) => {
    const path = join(folder.path, 'capture');
    expect(runOn(host, ['capture', '--pid', 'self', '-o', path])).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'latin1')).toContain(`"kernel":${kernel}`);
    expect(runOn({}, [path]).code).toBe(code);
    expect(runOn({}, [path, '-k', '6.12']).code).toBe(0);
  });
}); // prettier-ignore
