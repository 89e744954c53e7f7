/** `collection`: the module exists and its only member type-checks, but the real engine has no such function at run time; even the bare reference
 *  `collection.union_all` fails. */
import { declare } from '../declare.ts'
import type { SystemModule } from './system-module.ts'

export function collectionModule(): SystemModule {
  const builtin = declare('union_all(num: [any]) -> any', () => undefined)
  return { name: 'collection', members: new Map([[builtin.name, { kind: 'absent', builtin }]]) }
}
