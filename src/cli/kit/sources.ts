/** What follows `kpm run` or `kpm check`: names of files, folders and packages, and `-` for standard input. */
import { joinPath } from '../../base/path.ts'
import type { Context } from './context.ts'

export interface NamedSources {
  readonly sources: readonly string[]
  readonly texts: readonly { readonly path: string; readonly text: string }[]
}

export async function readSources({ workFolder, terminal }: Context, words: readonly string[]): Promise<NamedSources> {
  const sources = words.filter((word) => word !== '-')
  if (sources.length === words.length) return { sources, texts: [] }
  const text = new TextDecoder().decode(await terminal.readInput())
  return { sources, texts: [{ path: joinPath(workFolder, 'stdin.k'), text }] }
}
