import type { JSX } from 'preact';
import type { AnnotatedPart } from './annotate.ts';

/** An annotated log: the text as it was, and below a line what it says, with links to its values. */
export function LogLines({ parts }: { readonly parts: readonly AnnotatedPart[] }): JSX.Element {
  return (
    <pre class="log" tabindex={0} aria-label="Annotated log">
      {parts.map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <span key={index} class="said">
            {part.spans.map(({ text, role, href }, place) =>
              href === undefined ? (
                <span key={place} data-role={role}>
                  {text}
                </span>
              ) : (
                <a key={place} href={href} data-value={text}>
                  {text}
                </a>
              ),
            )}
          </span>
        ),
      )}
    </pre>
  );
}
