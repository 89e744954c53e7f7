/** What is wrong with programs, without running them. Files named together are one program, as for a run; each folder, archive or reference is one of
 *  its own, and `FOLDER/...` is every folder with KCL files from there downward. */
import { joinPath } from '../base/path.ts'
import type { Diagnostic } from '../engine/model/diagnostic.ts'
import { inspectProgram } from '../engine/tools/inspect.ts'
import type { Host } from '../host/host.ts'
import type { Files } from '../host/files.ts'
import { isArchiveName } from '../package/archive/archive-name.ts'
import { sourcesOf } from './diagnostic-sources.ts'
import { createEngineHost } from './engine-host.ts'
import { expandSources } from './entries.ts'
import { noInputFiles, ProgramError } from './errors.ts'
import { selectProgram } from './selection.ts'
import type { SelectionInput } from './selection.ts'

export interface CheckInput extends SelectionInput {
  /** Also look for warnings about imports. Declarations of one variable in several files are not merged then. */
  readonly lint?: boolean
}

export interface CheckResult {
  /** Of all programs, each once: errors of a program before its warnings. */
  readonly diagnostics: readonly Diagnostic[]
  /** The texts the diagnostics point into, by path. */
  readonly sources: ReadonlyMap<string, string>
  readonly programs: number
}

/** A wrong program is a result, not a failure. Throws ProgramError for one that is too large for this host, and what finding and fetching packages throws. */
export async function check(host: Host, input: CheckInput): Promise<CheckResult> {
  const diagnostics = new Map<string, Diagnostic>()
  const texts = new Map<string, string>()
  const sources = expandSources(host, input.sources ?? [], input.workFolder)
  const programs = await separatePrograms(host.files, { ...input, sources })
  for (const program of programs) {
    const found = await checkProgram(host, program)
    for (const diagnostic of found.diagnostics) diagnostics.set(JSON.stringify(diagnostic), diagnostic)
    for (const [path, text] of found.sources) texts.set(path, text)
  }
  return { diagnostics: [...diagnostics.values()], sources: texts, programs: programs.length }
}

async function checkProgram(host: Host, input: CheckInput): Promise<Omit<CheckResult, 'programs'>> {
  const { entries, packages, settings, project } = await selectProgram(host, input)
  const engineHost = { ...createEngineHost(host, { workFolder: input.workFolder, packages }), print: () => undefined }
  const overrides = [...(project.manifest?.profile.overrides ?? []), ...settings.overrides]
  const { program, diagnostics, isHostTooSmall } = await inspectProgram(engineHost, { entries, overrides, lint: input.lint === true })
  const sources = sourcesOf(engineHost, program, diagnostics)
  if (isHostTooSmall) throw new ProgramError({ diagnostics, sources, log: '', needsMoreRoom: true })
  return { diagnostics, sources }
}

/** One input for each program. */
async function separatePrograms(files: Files, input: CheckInput): Promise<readonly CheckInput[]> {
  const { sources = [], texts = [], workFolder } = input
  const together: string[] = []
  const alone: string[] = []
  for (const source of sources) {
    const path = joinPath(workFolder, source)
    if (source === '...' || source.endsWith('/...')) alone.push(...(await foldersBelow(files, joinPath(workFolder, source.slice(0, -3)))))
    else if (source.startsWith('${') || ((await isFile(files, path)) && !isArchiveName(path))) together.push(source)
    else alone.push(source)
  }
  const ofFiles = together.length > 0 || texts.length > 0 || alone.length === 0 ? [{ ...input, sources: together }] : []
  return [...ofFiles, ...[...new Set(alone)].map((source) => ({ ...input, sources: [source], texts: [] }))]
}

async function isFile(files: Files, path: string): Promise<boolean> {
  const kind = (await files.inspect(path))?.kind
  return kind === 'file' || (kind === 'link' && (await files.list(path)) === undefined)
}

/** Folders with KCL files other than tests, in the order of their paths. Hidden folders and those behind links are passed by. */
async function foldersBelow(files: Files, top: string): Promise<readonly string[]> {
  const found: string[] = []
  const waiting = [top]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const below: string[] = []
    const names = (await files.list(folder)) ?? []
    if (names.some((name) => name.endsWith('.k') && !name.endsWith('_test.k'))) found.push(folder)
    for (const name of names) {
      if (name.startsWith('.')) continue
      const path = joinPath(folder, name)
      if ((await files.inspect(path))?.kind === 'folder') below.push(path)
    }
    waiting.push(...below.toReversed())
  }
  if (found.length === 0) throw noInputFiles(top)
  return found
}
