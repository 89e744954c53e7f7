/** `runtime`: catching the error of a function. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, isList, type FunctionValue, type SchemaType, type Value } from '../../model/value.ts'
import { declare, type LibraryContext } from '../declare.ts'
import { defineModule, type SystemModule } from './system-module.ts'

export function runtimeModule(): SystemModule {
  return defineModule('runtime', [
    declare('catch(func: () -> any) -> str', (context, args) => {
      if (!args.has(0, 'func')) throw new EvaluationFault('catch() takes exactly one argument (0 given)')
      const callee = args.at(0, 'func')
      try {
        run(context, callee)
        return undefined
      } catch (error) {
        if (error instanceof EvaluationFault) return error.message
        throw error
      }
    }),
  ])
}

function instantiation(schema: SchemaType): FunctionValue {
  return { kind: 'function', name: schema.name, identity: 0, call: () => schema.instantiate(new Dict(), [], undefined) }
}

/** Lambdas and schemas are run; built-ins and other values are not touched. */
function run(context: LibraryContext, callee: Value): void {
  if (typeof callee !== 'object' || callee === null || isList(callee)) return
  if (callee.kind === 'function' && callee.identity === 0) context.callFunction(callee, [])
  if (callee.kind === 'type') context.callFunction(instantiation(callee), [])
}
