/** The road from text to diagnostics, without a run: load, bind, check. */
import { type LoadOutcome, loadProgramWithNames } from '../3-load/load.ts'
import { bindProgram } from '../4-bind/bind.ts'
import { checkProgram } from '../5-check/check.ts'
import { isStackOverflow, nestedTooDeeply } from '../faults/stack.ts'
import type { EngineHost } from '../host.ts'
import type { Diagnostic, Outcome } from '../model/diagnostic.ts'
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
  /** The host's stack or memory was too small: with more of it there may be more to say. */
  readonly isHostTooSmall: boolean
}

export async function inspectProgram(host: EngineHost, { entries, overrides = [], lint = false }: InspectInput): Promise<Inspection> {
  const loaded = await loadProgramWithNames(host, entries)
  try {
    return inspectLoaded(loaded, await applyOverrides(loaded.value, overrides), { lint })
  } catch (error) {
    if (!isStackOverflow(error)) throw error
    const program = loaded.value
    return { program, diagnostics: [...loaded.diagnostics, nestedTooDeeply(program)], isHostTooSmall: true }
  }
}

function inspectLoaded(loaded: LoadOutcome, overridden: Outcome<Program>, { lint }: { readonly lint: boolean }): Inspection {
  const program = bindProgram(overridden.value, { merge: !lint })
  const checked = checkProgram(program, { lint })
  const errors = [...loaded.diagnostics, ...overridden.diagnostics, ...checked.diagnostics]
  const all = errors.some(({ severity }) => severity === 'error') ? errors : [...errors, ...loaded.loadErrors]
  return { program, diagnostics: [...all, ...checked.warnings], isHostTooSmall: loaded.isHostTooSmall }
}
