/** Decorators of schemas and attributes (`spec/kcl-frontend.md` D.8, E.7): only their names and arguments are checked here. */
import { compileError } from '../faults/names.ts'
import { typeError } from '../faults/typing.ts'
import type { Decorator } from '../model/ast.ts'
import { checkArguments } from './call.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'

export function walkDecorators(checker: Checker, decorators: readonly Decorator[]): void {
  for (const decorator of decorators) {
    const [name] = decorator.name.names
    const place = placeOf(checker, decorator.name)
    if (!name || decorator.name.names.length > 1) {
      report(checker, typeError('decorator name must be a single identifier', place))
      continue
    }
    const signature = checker.builtins.findDecorator(name.text)
    if (signature) checkArguments(checker, signature, decorator, `"${name.text}"`, place)
    else report(checker, compileError(`UnKnown decorator ${name.text}`, place))
  }
}
