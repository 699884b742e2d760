/** Breaks text with wide characters into lines, and knows how wide it is. To come up takes a third of a start. */
export { default as pageOf } from 'cliui';
