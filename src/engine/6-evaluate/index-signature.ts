/** Keys that are no attributes (`spec/kcl-runtime.md` B9.6, corrections 6): refused, or entries of the index signature. */
import { noSuchAttribute } from '../faults/evaluation.ts'
import type { Value } from '../model/value.ts'
import { conform } from '../values/conform.ts'
import { SIGNATURE_UNION, unite } from '../values/union.ts'
import { swapRemove } from './quantifier.ts'
import type { IndexCode } from './schema-body.ts'
import type { SchemaRun } from './schema-run.ts'

/** True if the signature names its key: then `check` has run for each key, and runs for nothing else. */
export function applyIndexSignature(run: SchemaRun, leftOut: ReadonlySet<string> | undefined, check: () => void): boolean {
  const { config, fields, plan } = run
  const { index } = plan
  if (index?.keyName === undefined) {
    // Evaluated once, with or without keys it is for.
    const initial = index?.value?.(run.frame(plan.leaf))
    for (const key of config.entries.keys()) {
      if (fields.has(key)) continue
      if (index === undefined) throw noSuchAttribute(key, plan.definition.name)
      addEntry(run, index, key, initial)
    }
    return false
  }
  const { keyName } = index
  const isKeyAttribute = plan.names.includes(keyName)
  for (const key of config.entries.keys()) {
    const isLeftOut = leftOut?.has(key) === true
    if (key === keyName ? isKeyAttribute : fields.has(key) && !isLeftOut) continue
    fields.set(keyName, key)
    // What a mixin declares that was left out gets its value when a check reads it.
    if (!isLeftOut) addEntry(run, index, key, index.value?.(run.frame(plan.leaf)))
    // A key of that name is hidden by its own name, and goes with it.
    if (key === keyName) fields.set(keyName, key)
    check()
  }
  if (!isKeyAttribute && fields.has(keyName)) removeKey(fields, keyName)
  return true
}

function addEntry({ config, fields }: SchemaRun, index: IndexCode, key: string, initial: Value): void {
  const configured = config.entries.get(key)
  const isPlain = config.meta?.get(key) === undefined
  fields.set(key, conform(index.type, unite(isPlain ? initial : undefined, configured, SIGNATURE_UNION, undefined)))
}

/** The last attribute moves into the place of the removed one. */
function removeKey(fields: Map<string, Value>, name: string): void {
  const entries = [...fields]
  swapRemove(
    entries,
    entries.findIndex(([key]) => key === name),
  )
  fields.clear()
  for (const [key, value] of entries) fields.set(key, value)
}
