import { PteDecodeError } from '../../core/errors.ts';

/** The `code` of an error of Node, such as `ENOENT`; an empty string for anything else that was thrown. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** What the errors of the system mean to a reader. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ESRCH: 'no such process',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'is not in a directory',
  ENOSPC: 'no space left on device',
  EROFS: 'the file system is read-only',
  EEXIST: 'exists already',
  EIO: 'input/output error',
  ENXIO: 'no such device, or a socket',
  EPIPE: 'nobody reads it any more',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many links',
  EFBIG: 'the file grows too large',
  EDQUOT: 'no space left on device',
  EMFILE: 'too many open files',
  ENOMEM: 'out of memory',
  ERR_INVALID_ARG_VALUE: 'no possible name of a file',
};

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return REASONS[code] ?? (code || String(error));
}

/**
 * The error for an input that cannot be read.
 *
 * @param source the file's name, or a pseudo file such as `<stdin>`
 * @param error what the system threw
 * @param offset byte offset at which reading failed, where it is known
 */
export function cannotRead(source: string, error: unknown, offset?: number): PteDecodeError {
  return new PteDecodeError('ERR_INPUT', `cannot read: ${reasonOf(error)}`, {
    origin: offset === undefined ? { source } : { source, offset },
    cause: error,
  });
}

/** The error for an output that cannot be written: the file's name, or a pseudo file such as `<stdout>`. */
export function cannotWrite(source: string, error: unknown): PteDecodeError {
  return new PteDecodeError('ERR_OUTPUT', `cannot write: ${reasonOf(error)}`, {
    origin: { source },
    cause: error,
  });
}
