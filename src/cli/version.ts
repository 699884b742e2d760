declare const PTE_DECODE_VERSION: string | undefined;

/** The version of this build. */
export function programVersion(): string {
  return typeof PTE_DECODE_VERSION === 'string' ? PTE_DECODE_VERSION : '0.0.0-source';
}
