/** Diagnostics about types and the shape of schemas; types arrive printed (`spec/kcl-frontend.md` F.2). */
import type { Diagnostic, Place } from '../model/diagnostic.ts'
import { compileError, didYouMean, error, message } from './names.ts'

export const BUILTIN_TYPE_NAMES: readonly string[] = ['any', 'int', 'float', 'str', 'bool']

export function typeError(text: string, place: Place): Diagnostic {
  return error('E2G22', 'TypeError', message(text, place))
}

/** `defined` is where the expectation comes from, which is nowhere for what `-O` defines; `origin` the unpacked attribute. */
export function typeMismatch(expected: string, got: string, place: Place, defined: Place | undefined, origin?: Place): Diagnostic {
  const messages = [message(`expected ${expected}, got ${got}`, place)]
  if (defined && defined.start >= 0) messages.push(message(`variable is defined here, its type is ${expected}, but got ${got}`, defined))
  if (origin) messages.push(message('config attribute is defined here', origin))
  return error('E2G22', 'TypeError', ...messages)
}

export function typeChanged(name: string, type: string, place: Place, existing: string, declared: Place): Diagnostic {
  return error(
    'E2G22',
    'TypeError',
    message(`can not change the type of '${name}' to ${type}`, place),
    message(`expected ${existing}`, declared),
  )
}

export function unsupportedOperands(operator: string, left: string, right: string, place: Place): Diagnostic {
  return typeError(`unsupported operand type(s) for ${operator}: '${left}' and '${right}'`, place)
}

export function attributeNotFound(name: string, type: string, place: Place, suggestions: readonly string[]): Diagnostic {
  const shown = name === '' ? '[missing name]' : name
  const text = `attribute '${shown}' not found in '${type}'${didYouMean(suggestions)}`
  return error('E2G22', 'TypeError', message(text, place, undefined, suggestions.length > 0 ? suggestions : undefined))
}

export function illegalAttribute(text: string, place: Place): Diagnostic {
  return error('E2A31', 'IllegalAttributeError', message(text, place))
}

export function illegalInheritance(text: string, place: Place): Diagnostic {
  return error('E2D34', 'IllegalInheritError', message(text, place))
}

export function indexSignatureError(text: string, place: Place): Diagnostic {
  return error('E1001', 'IndexSignatureError', message(text, place))
}

export function invalidMixinName(name: string, place: Place): Diagnostic {
  return error('E1001', 'NameError', message(`a valid mixin name should end with 'Mixin', got '${name}'`, place))
}

export function defaultBeforeRequired(place: Place): Diagnostic {
  return error('E1001', 'IllegalParameterError', message('non-default argument follows default argument', place, 'A default argument'))
}

export function reservedTypeName(what: 'schema name' | 'rule name', name: string, place: Place): Diagnostic {
  return compileError(`${what} '${name}' cannot be the same as the built-in types (${printNames(BUILTIN_TYPE_NAMES)})`, place)
}

export function reservedAliasName(name: string, place: Place): Diagnostic {
  return typeError(`type alias '${name}' cannot be the same as the built-in types (${printNames(BUILTIN_TYPE_NAMES)})`, place)
}

export function requiredAttribute(name: string, schema: string, place: Place): Diagnostic {
  return compileError(`attribute '${name}' of ${schema} is required and can't be None or Undefined`, place)
}

/** `"f" takes 2 positional arguments but 3 were given` */
export function tooManyArguments(callee: string, expected: number, given: number, place: Place): Diagnostic {
  return compileError(`${callee} takes ${countArguments(expected)} but ${given} were given`, place)
}

export function missingArguments(required: number, given: number, place: Place): Diagnostic {
  return compileError(`expected ${countArguments(required)}, found ${given}`, place)
}

export function unexpectedKeyword(callee: string, name: string, place: Place, suggestions: readonly string[]): Diagnostic {
  const hint = suggestions.length > 0 ? `, did you mean '${suggestions.join(' or ')}'?` : ''
  return compileError(`${callee} got an unexpected keyword argument '${name}'${hint}`, place)
}

function countArguments(count: number): string {
  return count > 1 ? `${count} positional arguments` : `${count} positional argument`
}

function printNames(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(', ')}]`
}
