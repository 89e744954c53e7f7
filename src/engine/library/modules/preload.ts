/** The one place that keeps something between runs: libraries and tables which take longer to load (3 ms and more) than a small program takes to run, and
 *  which few programs need. The engine is synchronous, so `prepare` awaits them before it uses them; what was loaded stays, like any module of
 *  JavaScript. */
import type * as Algorithms from './crypto/algorithms.ts'

let algorithms: typeof Algorithms | undefined
let characterNames: ReadonlyMap<string, number> | undefined

/** What the system modules of these names need. */
export async function preloadModules(names: readonly string[]): Promise<void> {
  if (algorithms === undefined && names.includes('crypto')) algorithms = await import('./crypto/algorithms.ts')
}

export function preloadedAlgorithms(): typeof Algorithms {
  if (algorithms === undefined) throw new Error("preloadModules(['crypto']) was not awaited before the run")
  return algorithms
}

/** False when they were there already. */
export async function preloadCharacterNames(): Promise<boolean> {
  if (characterNames !== undefined) return false
  const { readCharacterNames } = await import('../../text/character-names.ts')
  characterNames = readCharacterNames()
  return true
}

/** Undefined before `preloadCharacterNames`. */
export function preloadedCharacterNames(): ReadonlyMap<string, number> | undefined {
  return characterNames
}
