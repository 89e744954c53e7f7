/** Runs one operation as a program would and tells the outcome as the tables write it: the variable `r` as JSON, or `! ` and the first line of the fault. */
import { EvaluationFault } from '../../../src/engine/faults/evaluation.ts'
import type { LibraryContext, LibraryOptions } from '../../../src/engine/library/declare.ts'
import { Dict } from '../../../src/engine/model/value.ts'
import { encodeJson } from '../../../src/engine/text/json-encode.ts'
import { parseOperation } from './operation.ts'
import { quietHost } from './run.ts'

const PLAIN: LibraryOptions = { strictRange: false, debug: false, disableNone: false }

export function outcomeOf(operation: string, options: LibraryOptions = PLAIN): string {
  try {
    const value = parseOperation(operation).run(libraryContext(options))
    return encodeJson(new Dict(new Map([['r', value]])), {})
  } catch (error) {
    if (error instanceof EvaluationFault) return `! ${error.message.split('\n')[0]}`
    throw error
  }
}

function libraryContext(options: LibraryOptions): LibraryContext {
  return {
    host: quietHost(() => {}),
    options,
    callerFile: () => '/main.k',
    moduleRoot: '/',
    callFunction: (callee, args) => callee.call(args, undefined),
    argument: () => undefined,
    setOutput: () => {},
  }
}
