/** The road from text to diagnostics, without a run: load, bind, check. */
import { loadProgramWithNames } from '../3-load/load.ts'
import { bindProgram } from '../4-bind/bind.ts'
import { checkProgram } from '../5-check/check.ts'
import type { EngineHost } from '../host.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Program } from '../model/program.ts'
import { applyOverrides } from './override.ts'

export interface InspectInput {
  /** Files and folders (absolute), and texts that lie in no file. */
  readonly entries: readonly (string | { readonly path: string; readonly text: string })[]
  readonly overrides?: readonly string[]
  /** Also look for warnings. Declarations of one variable are not merged then, so what is wrong with their sum is not reported. */
  readonly lint?: boolean
}

export interface Inspection {
  readonly program: Program
  /** Errors first, then warnings. */
  readonly diagnostics: readonly Diagnostic[]
}

export async function inspectProgram(host: EngineHost, { entries, overrides = [], lint = false }: InspectInput): Promise<Inspection> {
  const loaded = await loadProgramWithNames(host, entries)
  const overridden = await applyOverrides(loaded.value, overrides)
  const program = bindProgram(overridden.value, { merge: !lint })
  const checked = checkProgram(program, { lint })
  const errors = [...loaded.diagnostics, ...overridden.diagnostics, ...checked.diagnostics]
  const all = errors.some(({ severity }) => severity === 'error') ? errors : [...errors, ...loaded.loadErrors]
  return { program, diagnostics: [...all, ...checked.warnings] }
}
