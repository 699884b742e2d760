import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inPlace } from './helpers/sessions.ts';
import { testWith } from './helpers/shell.ts';
import { readJunit } from './helpers/verdict-readers.ts';

const page = readFileSync(fileURLToPath(new URL('../docs/ci.md', import.meta.url)), 'utf8');

/** Blocks of the page in one language. */
function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
}

/** Scripts of the steps of a workflow, by the names of the steps. */
function scriptsOf(workflow: string): Readonly<Record<string, string>> {
  const steps = workflow.matchAll(/^ {6}- name: (.*)\n(?: {8}if: .*\n)? {8}run: \|\n((?: {10}.*\n)+)/gm);
  return Object.fromEntries(
    [...steps].map(([, name = '', script = '']) => [name, script.replace(/^ {10}/gm, '')]),
  );
}

const [workflow = ''] = blocks('yaml');
const [gitlab = '', keptLog = '', device = ''] = blocks('sh');
const BAD = 'BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067';

/** Stands for what a runner or a device has beside the reader's folder. */
const PROGRAMS = {
  npm: 'exit 0',
  curl: 'gzip -c console.log',
  'lava-test-case': 'echo "case $1 $3"',
};

/** Runs the steps of the workflow one behind the other, after `before`, and gives those that fail. */
function failing(before: string): readonly string[] {
  return inPlace((run) => {
    run(
      `mkdir pte-decode; dmesg > booted; printf '#!/bin/sh\\ncat booted\\n' > boot-and-test; chmod +x boot-and-test; ${before}`,
    );
    const env = 'export GITHUB_STEP_SUMMARY=summary PTE_DECODE_KERNEL=6.12';
    return Object.entries(scriptsOf(workflow))
      .filter(([, script]) => run(`${env}; set -e\n${script}`).status !== 0)
      .map(([name]) => name);
  }, PROGRAMS);
}

describe('the workflow for GitHub Actions', () => {
  testWith('jq')('passes with an oops and the pages of a real kernel', () => {
    expect(Object.keys(scriptsOf(workflow))).toHaveLength(6);
    expect(failing('')).toEqual([]);
  });

  testWith('jq')('fails where it says it does', () => {
    // A machine that printed nothing did not boot.
    expect(failing(': > booted')).toContain('The kernel called no entry bad');
    expect(failing(`echo '${BAD}' >> booted`)).toEqual(['The kernel called no entry bad']);
    expect(
      failing('head -c 48 test/fixtures/realkernel/6.12.117+deb12-amd64/pagemap/anon_swapped.bin > after'),
    ).toEqual(['No page lost its write protection']);
    expect(failing('rm after')).toEqual([
      'No page lost its write protection',
      'No swap entry breaks an invariant',
    ]);
  });
});

describe('the script for GitLab and Jenkins', () => {
  const CONFIG = [
    'USERFAULTFD',
    'HAVE_ARCH_USERFAULTFD_WP',
    'PTE_MARKER_UFFD_WP',
    'SHMEM',
    'PROC_PAGE_MONITOR',
  ];
  const results = (before: string): { status: number; read: readonly string[] } =>
    inPlace((run) => {
      const config = CONFIG.map((name) => `echo CONFIG_${name}=y >> .config`).join('; ');
      const { status } = run(`export PTE_DECODE_KERNEL=6.12; ${config}; ${before}\n${gitlab}`);
      const read = ['audit.xml', 'host.xml'].flatMap((name) => readJunit(run(`cat ${name}`).output));
      return { status, read: [...new Set(read.map((result) => result.status))] };
    });

  test('writes valid documents, also of what fails and of what nobody knows', () => {
    expect(results('')).toEqual({ status: 0, read: ['pass'] });
    expect(results('echo CONFIG_SHMEM=n >> .config')).toEqual({ status: 1, read: ['pass', 'fail'] });
    expect(results('rm after')).toEqual({ status: 2, read: ['error', 'pass'] });
  });
});

test('a kept log is explained, and one that cannot be had is none', () => {
  const kept = (programs: Readonly<Record<string, string>>): { status: number; output: string } =>
    inPlace((run) => run(`LOG_URL=none; ${keptLog}`), { ...PROGRAMS, ...programs });
  expect(kept({})).toMatchObject({ status: 0, output: expect.stringContaining('PTE_MARKER_UFFD_WP') });
  expect(kept({ curl: 'exit 22' }).status).not.toBe(0);
});

describe('the script for a device', () => {
  const cases = (before: string): readonly string[] =>
    inPlace((run) => {
      const { output } = run(`export PTE_DECODE_KERNEL=6.12; ${before}\n${device}`);
      return output.split('\n').filter((line) => line.startsWith('case '));
    }, PROGRAMS);

  testWith('jq')('gives pass, fail and unknown', () => {
    expect(cases('')).toEqual([
      'case no-bad-entry pass',
      'case nothing-changed fail',
      'case still-protected pass',
      'case invariants pass',
    ]);
    expect(cases('rm after')).toEqual([
      'case no-bad-entry pass',
      'case nothing-changed unknown',
      'case still-protected unknown',
      'case invariants unknown',
    ]);
    expect(cases(`dmesg() { echo '${BAD}'; }`)).toContain('case no-bad-entry fail');
    expect(cases('dmesg() { return 1; }')).toContain('case no-bad-entry unknown');
  });
});
