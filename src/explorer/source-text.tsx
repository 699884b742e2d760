import type { JSX } from 'preact';
import { sourceLinks } from './sources.ts';

/** Where the kernel says something, with links to its files. */
export function SourceText({ src }: { readonly src: string }): JSX.Element {
  return (
    <span class="source">
      {sourceLinks(src).map(({ text, href }, index) => (
        <>
          {index > 0 && '; '}
          {href === undefined ? (
            text
          ) : (
            <a href={href} rel="noreferrer noopener">
              {text}
            </a>
          )}
        </>
      ))}
    </span>
  );
}
