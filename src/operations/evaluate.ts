/** Evaluates texts that lie in no file: without packages, files or network. What a playground, a test or an embedder needs. */
import type { EngineHost } from '../engine/host.ts'
import type { OutputFormat } from '../engine/7-emit/emit.ts'
import { randomBytes } from './engine-host.ts'
import { evaluateProgram } from './evaluation.ts'
import type { EvaluationLimits } from './limits.ts'
import type { Evaluation } from './outcome.ts'

export interface EvaluateInput {
  /** By the name messages call them; all are files of the one entry package, evaluated in this order. */
  readonly texts: readonly { readonly path: string; readonly text: string }[]
  /** Values of `option()`, as JSON text. */
  readonly arguments?: readonly { readonly key: string; readonly text: string }[]
  readonly selectors?: readonly string[]
  readonly overrides?: readonly string[]
  readonly disableNone?: boolean
  readonly sortKeys?: boolean
  readonly showHidden?: boolean
  readonly strictRange?: boolean
  readonly debug?: boolean
  readonly includeSchemaTypePath?: boolean
  readonly format?: OutputFormat
  readonly limits?: EvaluationLimits
}

/** Throws ProgramError. */
export async function evaluate(input: EvaluateInput): Promise<Evaluation> {
  const { texts, ...options } = input
  return await evaluateProgram(NO_WORLD, { entries: texts, ...options })
}

/** A world without files. */
const NO_WORLD: Omit<EngineHost, 'print'> = {
  workDirectory: '/',
  readFile: () => undefined,
  listFolder: () => undefined,
  stat: () => undefined,
  writer: undefined,
  packages: new Map(),
  now: () => new Date(),
  timeZoneOffset: (at) => -at.getTimezoneOffset(),
  randomBytes,
}
