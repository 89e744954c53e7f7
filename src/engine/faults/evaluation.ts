/** What unwinds a running program: thrown anywhere below `6-evaluate`, caught once at its edge, where it becomes a diagnostic with the position of
 *  the last evaluated expression (`spec/kcl-runtime.md` F). */

export type FaultKind = 'EvaluationError' | 'AssertionError' | 'SchemaCheckFailure' | 'IntOverflow' | 'FloatOverflow' | 'Deprecated'

export class EvaluationFault extends Error {
  readonly kind: FaultKind
  constructor(message: string, kind: FaultKind = 'EvaluationError') {
    super(message)
    this.name = 'EvaluationFault'
    this.kind = kind
  }
}
