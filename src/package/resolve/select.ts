/** Which of two requests for one name wins. Minimal version selection (specification of kpm, §6.1, with the order of visits taken out of it): the highest
 *  version that anybody asks for, never a higher one. Where a package comes from is decided by the package at the top if it says so; below it a folder
 *  goes before a registry, because only somebody working on a package has it as a folder. Everything else is a conflict and told, not decided. */
import { nameConflict } from '../errors.ts'
import { compareVersions, versionOfTag } from '../version.ts'
import type { Request } from './request.ts'

/** `kept` when it already was the choice. Throws NAME_CONFLICT naming both. */
export function selectRequest(kept: Request, other: Request): Request {
  if (kept.source.kind === 'path' || other.source.kind === 'path') return selectPlace(kept, other)
  const left = kept.source.location
  const right = other.source.location
  if (left.registry !== right.registry || left.repository !== right.repository) return selectRoot(kept, other)
  if (left.digest !== undefined || right.digest !== undefined) return left.digest === right.digest ? kept : selectRoot(kept, other)
  if (left.tag === right.tag) return kept
  const a = versionOfTag(left.tag ?? '')
  const b = versionOfTag(right.tag ?? '')
  if (a === undefined || b === undefined) return selectRoot(kept, other)
  return compareVersions(b, a) > 0 ? other : kept
}

function selectPlace(kept: Request, other: Request): Request {
  if (kept.source.kind === 'path' && other.source.kind === 'path') {
    return kept.source.realPath === other.source.realPath ? kept : selectRoot(kept, other)
  }
  if (kept.isRoot) return kept
  if (other.isRoot) return other
  return kept.source.kind === 'path' ? kept : other
}

function selectRoot(kept: Request, other: Request): Request {
  if (kept.isRoot) return kept
  if (other.isRoot) return other
  throw nameConflict(kept.importName, [kept, other])
}
