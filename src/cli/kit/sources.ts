/** What follows `kpm run` or `kpm check`: names of files, folders and packages, `-` for standard input, and pipes, which can be read only once. */
import { joinPath } from '../../base/path.ts'
import type { Context } from './context.ts'
import { notUtf8 } from './errors.ts'

export interface NamedSources {
  readonly sources: readonly string[]
  readonly texts: readonly { readonly path: string; readonly text: string }[]
}

/** Throws KpmError for what cannot be read or is no text. */
export async function readSources({ workFolder, terminal }: Context, words: readonly string[]): Promise<NamedSources> {
  const sources: string[] = []
  const texts = new Map<string, string>()
  for (const word of words) {
    const path = joinPath(workFolder, word === '-' ? 'stdin.k' : word)
    const content = word === '-' ? await terminal.readInput() : await terminal.readStream(path)
    if (content === undefined) sources.push(word)
    else texts.set(path, decodeText(word === '-' ? 'standard input' : word, content))
  }
  return { sources, texts: [...texts].map(([path, text]) => ({ path, text })) }
}

function decodeText(name: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch (cause) {
    throw notUtf8(name, cause)
  }
}
