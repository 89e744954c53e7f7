/** Runs one call of a case file against the modules and writes the outcome like the case files do: the result as JSON, `Undefined`, or `!` and the
 *  text of the fault with `⏎` for line ends. */
import { EvaluationFault } from '../../../../src/engine/faults/evaluation.ts'
import type { EngineHost } from '../../../../src/engine/host.ts'
import type { Arguments, LibraryContext } from '../../../../src/engine/library/declare.ts'
import { systemModule } from '../../../../src/engine/library/modules/table.ts'
import { FloatValue, isList, type Value } from '../../../../src/engine/model/value.ts'
import { formatJsonFloat } from '../../../../src/engine/text/number-format.ts'
import { parseCallExpression } from './call-expression.ts'

export function runCall(text: string, host: Partial<EngineHost> = {}): string {
  const call = parseCallExpression(text)
  const member = systemModule(call.module)?.members.get(call.member)
  if (member === undefined) return `no member ${call.member}`
  if (member.kind === 'constant') return formatJson(member.value)
  if (call.args === undefined) return 'a function'
  try {
    return formatJson(member.builtin.call(contextOf(host), argumentsOf(call.args)))
  } catch (error) {
    if (error instanceof EvaluationFault) return `! ${error.message.replaceAll('\n', '⏎')}`
    throw error
  }
}

export function argumentsOf({
  positional,
  keywords,
}: {
  readonly positional: readonly Value[]
  readonly keywords: ReadonlyMap<string, Value>
}): Arguments {
  return {
    positional,
    keywords,
    at: (index, name) => (keywords.has(name) ? keywords.get(name) : positional[index]),
    has: (index, name) => keywords.has(name) || index < positional.length,
  }
}

/** 2024-02-29T13:05:09.123Z, two hours east of Greenwich. */
const NOW = new Date(Date.UTC(2024, 1, 29, 13, 5, 9, 123))

export function contextOf(host: Partial<EngineHost>): LibraryContext {
  const complete: EngineHost = {
    workDirectory: '/work',
    readFile: () => undefined,
    listFolder: () => undefined,
    stat: () => undefined,
    writer: undefined,
    packages: new Map(),
    now: () => NOW,
    timeZoneOffset: () => 0,
    randomBytes: (count) => new Uint8Array(count).map((_, index) => index * 17),
    print: () => undefined,
    ...host,
  }
  return {
    host: complete,
    options: { strictRange: false, disableNone: false, debug: false },
    callerFile: () => `${complete.workDirectory}/main.k`,
    moduleRoot: complete.workDirectory,
    callFunction: (callee, args) => callee.call(args, undefined),
    argument: () => undefined,
    setOutput: () => undefined,
  }
}

/** As the real engine writes JSON. */
export function formatJson(value: Value): string {
  if (value === undefined) return 'Undefined'
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  if (value instanceof FloatValue) return Number.isFinite(value.value) ? formatJsonFloat(value.value) : 'null'
  if (isList(value)) return `[${value.map(formatJson).join(', ')}]`
  if (value.kind === 'dict') return `{${[...value.entries].map(([key, item]) => `${JSON.stringify(key)}: ${formatJson(item)}`).join(', ')}}`
  throw new Error(`no JSON for ${value.kind}`)
}
