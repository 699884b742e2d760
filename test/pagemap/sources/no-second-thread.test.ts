import { afterAll, expect, jest, test } from '@jest/globals';
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../helpers/temporary.ts';

// As Node does where the system gives no further thread: uv_thread_create() fails with EAGAIN.
const Worker = jest.fn(() => {
  throw Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });
});
jest.unstable_mockModule('node:worker_threads', () => ({ Worker }));
const { runOnDisk } = await import('../../helpers/fake-io.ts');

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

test('where there is no second thread one counts all of a large dump', async () => {
  const path = join(folder.path, 'large.dump');
  const fd = openSync(path, 'w');
  ftruncateSync(fd, 2 ** 30);
  closeSync(fd);
  const { stdout, stderr, code } = await runOnDisk(['pagemap', path, '--json', '-k', 'debian-6.12']);
  const record: unknown = JSON.parse(stdout);
  expect(record).toMatchObject({ pages: 2 ** 27, complete: true });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(Worker).toHaveBeenCalledTimes(1);
});
