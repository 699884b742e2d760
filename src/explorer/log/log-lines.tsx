import type { JSX } from 'preact';
import type { AnnotatedPart, LinkedSpan } from './annotate.ts';

/** An annotated log: the text as it was, and below a line what it says, with links to its values. */
export function LogLines({ parts }: { readonly parts: readonly AnnotatedPart[] }): JSX.Element {
  return (
    <pre class="log" tabindex={0} aria-label="Annotated log">
      {parts.map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <span key={index} class="said">
            {linesOf(part.spans).map((line, at) => (
              <span key={at} class="line">
                {line.map(({ text, role, href }, place) =>
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
            ))}
          </span>
        ),
      )}
    </pre>
  );
}

/** Pieces by lines, each with the end of its line. */
function linesOf(spans: readonly LinkedSpan[]): readonly (readonly LinkedSpan[])[] {
  const lines: LinkedSpan[][] = [[]];
  for (const span of spans)
    for (const text of span.text.split(/(?<=\n)/)) {
      lines.at(-1)?.push({ ...span, text });
      if (text.endsWith('\n')) lines.push([]);
    }
  return lines.filter((line) => line.length > 0);
}
