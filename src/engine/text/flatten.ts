/** Long texts are put together from pieces. V8 keeps a sum of texts as a tree and copies it into one piece of memory when a character is asked for;
 *  doing that every few thousand characters keeps the trees small and halves the time of writing a large document. */

export const CHUNK_LENGTH = 16384

/** The same text, now in one piece. */
export function flatten(text: string): string {
  text.charCodeAt(0)
  return text
}
