/** `print`. */
import { displayValue } from '../../values/format-value.ts'
import { declare } from '../declare.ts'

/** Arguments joined by blanks, then `end`; `sep` is ignored, as in the real engine. */
export const print = declare('print(...) -> NoneType', (context, args) => {
  const end = args.keywords?.has('end') ? args.keywords.get('end') : '\n'
  const text = args.positional.length === 1 ? displayValue(args.positional[0]) : args.positional.map(displayValue).join(' ')
  context.host.print(text + displayValue(end))
  return null
})
