/** The command in a thread of its own with more room: a large stack, and most of the memory of the machine. Starting a thread costs more than running a
 *  small program, so only programs that need it pay; the stack and the memory of the first thread are fixed when the process starts. */
import { os } from './builtin.ts'
import type { Inputs } from './inputs.ts'

/** Room for 100,000 nested calls. Only what is touched becomes memory. */
const STACK_MB = 256

/** What is new lies here; the more there is room for, the less often what lasts is copied. */
const YOUNG_MB = 384

/** Of the memory of the machine, or of the part of it this process may use: a thread that needs more is ended. V8 itself would end the whole process. */
const MEMORY_SHARE = 0.75

/** Milliseconds between two looks at the memory. */
const LOOKS = 50

/** What a literal of nothing but small entries needs, for each of its characters, and a third more. Most texts need far less. */
const BYTES_PER_CHARACTER = 100

/** Should a program of so many characters run in a thread of its own? One with less text than this has room everywhere: not even asking is fastest. */
export function needsLargerThread(characters: number): boolean {
  if (characters < 1_000_000) return false
  const { heap_size_limit: most } = process.getBuiltinModule('node:v8').getHeapStatistics()
  return characters * BYTES_PER_CHARACTER > most && process.getBuiltinModule('node:worker_threads').isMainThread
}

/** The result is the exit code; undefined when the thread cannot start or needs too much memory, and in such a thread, whose room is all there is. */
export async function runInLargerThread(inputs: Inputs): Promise<number | undefined> {
  // Loaded when needed: that alone takes two milliseconds.
  const { isMainThread, Worker } = process.getBuiltinModule('node:worker_threads')
  const [, program, ...words] = process.argv
  if (!isMainThread || program === undefined) return undefined
  const workerData = { inputs: await inputs.all() }
  const most = usableMemory()
  const resourceLimits = { stackSizeMb: STACK_MB, maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: Math.floor(most / 1_000_000) }
  return await new Promise((resolve) => {
    const thread = new Worker(program, { argv: words, workerData, resourceLimits })
    const look = setInterval(() => {
      if (process.memoryUsage.rss() > most * MEMORY_SHARE) end(undefined)
    }, LOOKS)
    const end = (exitCode: number | undefined): void => {
      clearInterval(look)
      resolve(exitCode)
      void thread.terminate()
    }
    thread.on('error', () => end(undefined))
    thread.on('exit', end)
  })
}

/** Bytes. */
function usableMemory(): number {
  const all = os.totalmem()
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(all, allowed) : all
}
