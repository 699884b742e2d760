import type { JSX } from 'preact';

/** The version of the build that made the page, which fills it in. */
declare const PTE_DECODE_VERSION: string;

/** What the page can and cannot do, at its end. */
export function Privacy(): JSX.Element {
  const policy =
    document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
  return (
    <footer>
      <p>
        pte-decode {PTE_DECODE_VERSION}. This page is one file. It loads nothing and sends nothing: its policy
        lets it make no request at all. Values, logs and files stay in this browser; what you see is in the
        address behind <code>#</code>, which browsers send to nobody. Links to the sources of Linux are only
        links.
      </p>
      <details>
        <summary>The policy</summary>
        <p>
          <code>{policy}</code>
        </p>
      </details>
    </footer>
  );
}
