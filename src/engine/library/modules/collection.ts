/** `collection`: the module exists and its only member type-checks, but the real engine has no such function at run time; even the bare reference
 *  `collection.union_all` fails. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { declare } from '../declare.ts'
import { defineModule, type SystemModule } from './system-module.ts'

export function collectionModule(): SystemModule {
  return defineModule('collection', [
    declare('union_all(num: [any]) -> any', () => {
      throw new EvaluationFault('unknown kcl_collection_union_all')
    }),
  ])
}
