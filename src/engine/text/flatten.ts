/** Long texts are put together from pieces. V8 keeps a sum of texts as a tree and copies it into one piece of memory when a character is asked for;
 *  doing that every few thousand characters keeps the trees small and halves the time of writing a large document. */
import { textTooLong } from '../faults/evaluation.ts'

export const CHUNK_LENGTH = 16384

/** More of them are longer than any text V8 can hold. Values that share parts may be that long as texts, and far longer. */
const MAX_CHUNKS = 32768

/** Adds a chunk. Throws EvaluationFault when the whole is too long. */
export function addChunk(chunks: string[], text: string): void {
  if (chunks.length >= MAX_CHUNKS) throw textTooLong()
  chunks.push(flatten(text))
}

/** The same text, now in one piece. */
function flatten(text: string): string {
  text.charCodeAt(0)
  return text
}
