/** May a value of one type stand where another is expected (`spec/kcl-frontend.md` E.3, E.9)? Unlike the plain relation of types this reports faults
 *  inside a dict that stands for a schema. */
import { typeError, typeMismatch } from '../faults/typing.ts'
import type { Span } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import { printType } from '../types/print.ts'
import { hasLiteral, isAssignable } from '../types/relation.ts'
import type { DictType, IndexSignatureType, SchemaRecord, Type } from '../types/type.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'

/** Reports a mismatch at `span`; `defined` is where the expectation was stated, `origin` where an unpacked value defines its key. */
export function requireType(checker: Checker, type: Type, expected: Type, span: Span, defined: Place | undefined, origin?: Place): void {
  if ((type === expected && !namesModule(type)) || fits(checker, type, expected, span)) return
  report(checker, typeMismatch(printType(expected), printType(type), placeOf(checker, span), defined, origin))
}

/** A module as a type fits nothing, not even itself. */
function namesModule(type: Type, looked = new Set<Type>()): boolean {
  if (type.kind !== 'list' && type.kind !== 'dict' && type.kind !== 'union') return type.kind === 'module'
  if (looked.has(type)) return false
  looked.add(type)
  if (type.kind === 'list') return namesModule(type.element, looked)
  if (type.kind === 'dict') return namesModule(type.key, looked) || namesModule(type.value, looked)
  return type.members.some((member) => namesModule(member, looked))
}

function fits(checker: Checker, type: Type, expected: Type, span: Span): boolean {
  if (expected.kind === 'any') return type.kind === 'union' ? type.members.every(({ kind }) => kind !== 'module') : type.kind !== 'module'
  if (type.kind === 'list' && expected.kind === 'list') return fits(checker, type.element, expected.element, span)
  if (type.kind === 'dict' && expected.kind === 'dict') {
    return fits(checker, type.key, expected.key, span) && fits(checker, type.value, expected.value, span)
  }
  if (type.kind === 'dict' && expected.kind === 'schema') {
    checkDictAsSchema(checker, type, expected.schema, span)
    return true
  }
  if (type.kind === 'union') return type.members.every((member) => fits(checker, member, expected, span))
  if (expected.kind === 'union') return hasLiteral(expected, type) || expected.members.some((member) => fits(checker, type, member, span))
  return isAssignable(type, expected)
}

/** Only attributes of the schema itself are compared, not inherited ones. */
function checkDictAsSchema(checker: Checker, dict: DictType, schema: SchemaRecord, span: Span): void {
  if (schema.indexSignature) {
    checkIndexedDict(checker, dict, schema, span)
    return
  }
  if (dict.key.kind !== 'literal' || dict.key.base !== 'str') return
  const name = String(dict.key.value)
  const attribute = schema.attributes.get(name)
  const known = dict.known?.get(name)
  if (attribute && known) requireType(checker, known.type, attribute.type, span, attribute)
}

function checkIndexedDict(checker: Checker, dict: DictType, schema: SchemaRecord, span: Span): void {
  const signature = schema.indexSignature
  if (!signature) return
  if (!dict.known) {
    for (const value of valuesUnderSignature(dict, schema, signature)) {
      if (fits(checker, value, signature.value, span)) continue
      report(
        checker,
        typeError(
          `expected schema index signature value type ${printType(signature.value)}, got ${printType(value)}`,
          placeOf(checker, span),
        ),
      )
    }
    return
  }
  for (const [name, known] of dict.known) {
    const attribute = signature.anyOther ? schema.attributes.get(name) : undefined
    if (attribute) requireType(checker, known.type, attribute.type, span, attribute)
    else requireType(checker, known.type, signature.value, known, undefined)
  }
}

/** Where several keys and several types of values are possible, the real engine takes them in pairs, and leaves out attributes. */
function valuesUnderSignature({ key, value }: DictType, schema: SchemaRecord, { anyOther }: IndexSignatureType): readonly Type[] {
  if (key.kind !== 'union' || value.kind !== 'union') return [value]
  return value.members.slice(0, key.members.length).filter((_, index) => {
    const name = key.members[index]
    return !anyOther || name?.kind !== 'literal' || !schema.attributes.has(String(name.value))
  })
}
