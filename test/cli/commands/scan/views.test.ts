import { expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

// A filter or a place that means nothing in a view would pass silently where its user counts on it.
test.each([
  [['--start', '0x1000'], '--start goes with --pagemap'],
  [['--ranges', '--absolute'], '--absolute goes with --pagemap'],
  [['--maps', 'maps'], '--maps goes with --ranges, --entries, --check, --html or --pagemap'],
  [['--summary', '--tables'], '--tables goes with --ranges, --entries or --check'],
  [['--rule', '1'], '--rule goes with --check'],
  [['--ranges', '--rule', '1'], '--rule goes with --check'],
  [['--pagemap', 'dump', '--where', 'uffd_wp'], '--where goes with --summary, --ranges'],
  [['--pagemap', 'dump', '--kernel-half'], '--kernel-half goes with --summary, --ranges'],
  [['--pagemap', 'dump', '--check'], '--check and --pagemap: only one at a time'],
  [['--pagemap', 'dump', '--ranges'], '--ranges and --pagemap: only one at a time'],
  [['--pagemap', 'dump', '--format', 'csv'], '--format csv goes with --ranges or --entries'],
  [['--pagemap', 'dump', '--format', 'ktap'], '--format ktap goes with --check'],
  [['--ranges', '--format', 'ktap'], '--format ktap goes with --check'],
  [['--format', 'csv'], '--format csv goes with --ranges or --entries'],
])('scan %j is refused: %s', async (args, message) => {
  const { code, stdout, stderr } = await runCli(['scan', 'vmcore', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
