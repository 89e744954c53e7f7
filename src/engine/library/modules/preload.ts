/** The one place that keeps something between runs: libraries which take longer to load (3 ms and more) than a small program takes to run, and
 *  which only programs that import a certain module need. The engine is synchronous, so its callers await `preloadModules` with the names of the
 *  imported system modules before they evaluate; what was loaded stays, like any module of JavaScript. */
import type * as Algorithms from './crypto/algorithms.ts'

let algorithms: typeof Algorithms | undefined

export async function preloadModules(names: readonly string[]): Promise<void> {
  if (algorithms === undefined && names.includes('crypto')) algorithms = await import('./crypto/algorithms.ts')
}

export function preloadedAlgorithms(): typeof Algorithms {
  if (algorithms === undefined) throw new Error("preloadModules(['crypto']) was not awaited before the run")
  return algorithms
}
