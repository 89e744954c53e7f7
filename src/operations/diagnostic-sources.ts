/** The texts that diagnostics point into, so that whoever prints them needs no file. */
import { normalizeText } from '../engine/2-parse/parse.ts'
import type { EngineHost } from '../engine/host.ts'
import type { Diagnostic } from '../engine/model/diagnostic.ts'
import type { Program } from '../engine/model/program.ts'

/** By path; offsets in a place count in this text. A file that cannot be read is left out. */
export function sourcesOf(host: EngineHost, program: Program, diagnostics: readonly Diagnostic[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>()
  if (diagnostics.length === 0) return sources
  const wanted = new Set(diagnostics.flatMap(pathsIn))
  for (const unit of program.packages.values()) {
    for (const { path, text } of unit.modules) if (wanted.has(path)) sources.set(path, text)
  }
  for (const path of wanted) {
    const bytes = sources.has(path) ? undefined : host.readFile(path)
    if (bytes !== undefined) sources.set(path, normalizeText(new TextDecoder().decode(bytes)))
  }
  return sources
}

function pathsIn(diagnostic: Diagnostic): readonly string[] {
  const own = diagnostic.messages.flatMap((message) => (message.place === undefined ? [] : [message.place.path]))
  return [...own, ...(diagnostic.causes ?? []).flatMap(pathsIn)]
}
