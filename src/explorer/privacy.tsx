import type { JSX } from 'preact';

/** What the page can and cannot do, at its end. */
export function Privacy(): JSX.Element {
  const policy =
    document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
  return (
    <footer>
      <p>
        This page is one file. It loads nothing and sends nothing: its policy lets it make no request at all.
        Values, logs and files stay in this browser; what you see is in the address behind <code>#</code>,
        which browsers send to nobody. Links to the sources of Linux are only links.
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
