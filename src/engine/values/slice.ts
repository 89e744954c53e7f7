/** `value[start:stop:step]` on texts and lists, with Python's rules (`spec/kcl-runtime.md` A9). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { isList, type Value } from '../model/value.ts'
import { characters } from '../text/characters.ts'
import { isInteger } from './arithmetic.ts'
import { typeName } from './type-name.ts'

/** Bounds that are not ints count as absent. Throws for a step of zero and for other receivers. */
export function sliceValue(receiver: Value, start: Value, stop: Value, step: Value): Value {
  if (typeof receiver === 'string') {
    const items = characters(receiver)
    return selectRange(items, start, stop, step).join('')
  }
  if (isList(receiver)) return selectRange(receiver, start, stop, step)
  throw new EvaluationFault(`invalid slice object ${typeName(receiver)}`)
}

function selectRange<T>(items: readonly T[], start: Value, stop: Value, step: Value): T[] {
  const length = items.length
  const stride = isInteger(step) ? Number(step) : 1
  if (stride === 0) throw new EvaluationFault('slice step cannot be zero')
  if (stride === 1) return items.slice(bound(start, length, 0, 0, length), bound(stop, length, length, 0, length))
  const result: T[] = []
  if (stride > 0) {
    const end = bound(stop, length, length, 0, length)
    for (let index = bound(start, length, 0, 0, length); index < end; index += stride) result.push(items[index] as T)
    return result
  }
  const end = bound(stop, length, -1, -1, length - 1)
  for (let index = bound(start, length, length - 1, -1, length - 1); index > end; index += stride) result.push(items[index] as T)
  return result
}

/** A bound counted from the start, kept between `lowest` and `highest`. */
function bound(value: Value, length: number, absent: number, lowest: number, highest: number): number {
  if (!isInteger(value)) return absent
  const fromStart = value < 0 ? Number(value) + length : Number(value)
  return Math.min(Math.max(fromStart, lowest), highest)
}
