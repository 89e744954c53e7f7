/** What unwinds a running program: thrown anywhere below `6-evaluate`, caught once at its edge, where it becomes a diagnostic with the position of
 *  the last evaluated expression (`spec/kcl-runtime.md` F). */
import type { Place } from '../model/diagnostic.ts'
import type { InstanceOrigin } from '../model/value.ts'
import { isStackOverflow } from './stack.ts'

export type FaultKind =
  | 'EvaluationError'
  | 'AssertionError'
  | 'SchemaCheckFailure'
  | 'StackExhausted'
  | 'IntOverflow'
  | 'FloatOverflow'
  | 'Deprecated'

export class EvaluationFault extends Error {
  readonly kind: FaultKind
  /** Where it is reported instead of the position of the last evaluated expression. */
  readonly place: Place | undefined
  /** The instance whose check failed. */
  readonly instance: Place | undefined
  /** Backtraces show the column of the place. */
  hasColumn = false
  constructor(message: string, kind: FaultKind = 'EvaluationError', place?: Place, instance?: Place) {
    super(message)
    this.name = 'EvaluationFault'
    this.kind = kind
    this.place = place
    this.instance = instance
  }
}

export function missingRequired(attribute: string, schema: string, origin: InstanceOrigin | undefined): EvaluationFault {
  const text = `attribute '${attribute}' of ${schema} is required and can't be None or Undefined`
  const fault = new EvaluationFault(text, 'EvaluationError', origin?.required)
  fault.hasColumn = origin?.isWritten === true
  return fault
}

/** Of a base or mixin whose package is imported further below. */
export function packageNotFound(packagePath: string): EvaluationFault {
  return new EvaluationFault(`package @${packagePath} is not found`)
}

export function noSuchAttribute(attribute: string, schema: string): EvaluationFault {
  return new EvaluationFault(`No attribute named '${attribute}' in the schema '${schema}'`)
}

/** `runtime.catch` sees the message alone; people see that a check failed. */
export function failedCheck(message: string, instance: Place | undefined): EvaluationFault {
  return new EvaluationFault(message, 'SchemaCheckFailure', undefined, instance)
}

/** A fault as diagnostics show it. */
export function faultText(fault: EvaluationFault): string {
  if (fault.kind !== 'SchemaCheckFailure') return fault.message
  return fault.message === '' ? 'Check failed on the condition' : `Check failed on the condition: ${fault.message}`
}

export function deprecatedUse(name: string, version: string, reason: string, place: Place | undefined): EvaluationFault {
  const since = version === '' ? '' : `since version ${version}`
  return new EvaluationFault(`${name} was deprecated ${since}${reason === '' ? '' : `, ${reason}`}`, 'Deprecated', place)
}

export function notUnpackable(shown: string): EvaluationFault {
  return new EvaluationFault(`only list, dict and schema object can be used with unpack operators * and **, got ${shown}`)
}

export function tooDeep(limit: number): EvaluationFault {
  return new EvaluationFault(`the program calls too deeply: more than ${limit} nested calls`)
}

export function hostStackExhausted(): EvaluationFault {
  return new EvaluationFault('the program calls too deeply: the stack is exhausted', 'StackExhausted')
}

/** What the host throws when a program asks too much of it: a deeper stack, or a text, list or dict larger than it can hold. Undefined for bugs. */
export function hostLimit(error: unknown): EvaluationFault | undefined {
  if (!(error instanceof Error)) return undefined
  if (isStackOverflow(error)) return hostStackExhausted()
  return error instanceof RangeError ? new EvaluationFault(`the program needs too much memory: ${error.message}`) : undefined
}

export function tooManySteps(limit: number): EvaluationFault {
  return new EvaluationFault(`the program takes too long: more than ${limit} steps`)
}

export function tooMuchMemory(bytes: number): EvaluationFault {
  return new EvaluationFault(`the program needs too much memory: ${Math.round(bytes / 1_000_000)} MB are in use`)
}

export function textTooLong(): EvaluationFault {
  return new EvaluationFault('the program needs too much memory: the text of a value is too long')
}

export function listTooLong(): EvaluationFault {
  return new EvaluationFault('the program needs too much memory: a list is too long')
}

export function tooSlow(limit: number): EvaluationFault {
  return new EvaluationFault(`the program takes too long: more than ${limit} ms`)
}

export function aborted(): EvaluationFault {
  return new EvaluationFault('the evaluation was aborted')
}
