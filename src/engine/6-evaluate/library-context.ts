/** What built-ins get from the running program. */
import type { LibraryContext } from '../library/declare.ts'
import { hostLimit } from '../faults/evaluation.ts'
import type { FunctionValue, Value } from '../model/value.ts'
import type { Context } from './context.ts'

export function createLibraryContext(context: Context, moduleRoot: string): LibraryContext {
  const { host, options } = context
  return {
    host,
    options,
    moduleRoot,
    callerFile: () => context.position.path,
    callFunction: (callee, args) => callGuarded(context, callee, args),
    argument: (key) => (context.args.has(key) ? { value: context.args.get(key) } : undefined),
    setOutput: (yamlText) => {
      context.output = yamlText
    },
  }
}

/** A built-in may catch what the function throws: the registers are put back before it does. */
function callGuarded(context: Context, callee: FunctionValue, args: readonly Value[]): Value {
  const registers = context.save()
  try {
    return callee.call(args, undefined)
  } catch (error) {
    context.restore(registers)
    throw hostLimit(error) ?? error
  }
}
