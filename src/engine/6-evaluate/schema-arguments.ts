/** The arguments of schemas and rules. */
import { conformToCopy } from '../values/conform.ts'
import type { Keywords, Value } from '../model/value.ts'
import { convertedDefault, plainDefault, type ParameterCode } from './lambda.ts'
import type { Frame } from './scope.ts'

/** All parameters get their defaults first, then what was given. */
export function bindArguments(
  parameters: readonly ParameterCode[],
  frame: Frame,
  args: readonly Value[],
  keywords: Keywords | undefined,
  isConverted: boolean,
): void {
  const defaultOf = isConverted ? convertedDefault : plainDefault
  for (const parameter of parameters) frame[parameter.slot] = defaultOf(parameter, frame)
  for (const { name, slot, type } of parameters) {
    const isNamed = keywords?.has(name) === true
    if (slot >= args.length && !isNamed) continue
    const value = isNamed ? keywords.get(name) : args[slot]
    frame[slot] = isConverted && type !== undefined ? conformToCopy(type, value) : value
  }
}
