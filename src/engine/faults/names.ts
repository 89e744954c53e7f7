/** Diagnostics about names: undefined, defined twice, changed though immutable, private, unknown members (`spec/kcl-frontend.md` F.2). */
import type { Diagnostic, Message, Place } from '../model/diagnostic.ts'

export type ErrorCode = 'E1001' | 'E2F04' | 'E2G22' | 'E2L23' | 'E2A31' | 'E2L28' | 'E2D34'

export function error(code: ErrorCode, title: string, ...messages: readonly Message[]): Diagnostic {
  return { severity: 'error', code, title, messages }
}

/** `at` may know more than its place; only the place is kept. */
export function message(text: string, at: Place, note?: string, suggestions?: readonly string[]): Message {
  return { text, place: { path: at.path, start: at.start, end: at.end }, note, suggestions }
}

export function compileError(text: string, place: Place): Diagnostic {
  return error('E2L23', 'CompileError', message(text, place))
}

/** A text with its "did you mean", when there are suggestions. */
export function compileErrorWithSuggestions(text: string, place: Place, suggestions: readonly string[]): Diagnostic {
  return error(
    'E2L23',
    'CompileError',
    message(text + didYouMean(suggestions), place, undefined, suggestions.length > 0 ? suggestions : undefined),
  )
}

export function undefinedName(name: string, place: Place, suggestions: readonly string[]): Diagnostic {
  return compileErrorWithSuggestions(`name '${name}' is not defined`, place, suggestions)
}

export function cannotAddMember(name: string, owner: string, place: Place, suggestions: readonly string[]): Diagnostic {
  return compileErrorWithSuggestions(`Cannot add member '${name}' to ${owner}`, place, suggestions)
}

export function privateMember(name: string, packagePath: string, place: Place): Diagnostic {
  return compileError(`cannot reference private member '${name}' from module '${packagePath}'`, place)
}

export function duplicateImportName(name: string, place: Place): Diagnostic {
  return compileError(`the name '${name}' is defined multiple times, '${name}' must be defined only once`, place)
}

export function circularReference(what: 'modules' | 'schemas' | 'rules', names: readonly string[], place: Place): Diagnostic {
  return compileError(`There is a circular reference between ${what} ${names.join(', ')}`, place)
}

export function duplicateDefinition(name: string, place: Place, earlier: Place | undefined): Diagnostic {
  const messages = [message(`Unique key error name '${name}'`, place)]
  if (earlier) messages.push(message(`The variable '${name}' is declared here`, earlier))
  return error('E2L28', 'UniqueKeyError', ...messages)
}

export function immutableChanged(name: string, place: Place, declared: Place): Diagnostic {
  return error(
    'E1001',
    'ImmutableError',
    message(`Can not change the value of '${name}', because it was declared immutable`, place),
    message(`The variable '${name}' is declared here`, declared, mutableHint(name)),
  )
}

export function immutableModified(name: string, place: Place, declared: Place): Diagnostic {
  return error(
    'E1001',
    'ImmutableError',
    message(`Immutable variable '${name}' is modified during compiling`, place),
    message(`The variable '${name}' is declared here firstly`, declared, mutableHint(name)),
  )
}

export function didYouMean(suggestions: readonly string[]): string {
  if (suggestions.length === 0) return ''
  return `, did you mean '[${suggestions.map((name) => JSON.stringify(name)).join(', ')}]'?`
}

function mutableHint(name: string): string {
  return `change the variable name to '_${name}' to make it mutable`
}
