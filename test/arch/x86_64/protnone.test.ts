import { expect, test } from '@jest/globals';
import { runCli } from '../../helpers/fake-io.ts';

// v7.3 fs/Kconfig USERFAULTFD_RWP: no kernel before has it.
test.each([
  { kernel: '6.12', more: [], says: '(PROT_NONE or NUMA hinting)' },
  { kernel: '7.3', more: [], says: '(PROT_NONE, NUMA hinting or userfaultfd RWP)' },
  { kernel: '7.3', more: ['--config', 'USERFAULTFD=n'], says: '(PROT_NONE or NUMA hinting)' },
])('why a page of Linux $kernel $more is without access', async ({ kernel, more, says }) => {
  const { stdout } = await runCli(['layout', '-k', kernel, ...more, '--form', 'protnone']);
  expect(stdout.replace(/\s+/g, ' ')).toContain(`mapped without access ${says}`);
});
