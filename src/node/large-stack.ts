/** The command in a thread of its own with a large stack. Starting a thread costs more than running a small program, so only programs that need it pay;
 *  the stack of the first thread is fixed when the process starts. */

/** Room for 100,000 nested calls. Only what is touched becomes memory. */
const STACK_SIZE_MB = 256

/** `input` is what the thread reads as standard input. The result is the exit code; undefined when the thread cannot start or needs too much memory, and
 *  in such a thread, whose stack is all there is. */
export async function runWithLargeStack(input: Uint8Array | undefined): Promise<number | undefined> {
  // Loaded when needed: that alone takes two milliseconds.
  const { isMainThread, Worker } = process.getBuiltinModule('node:worker_threads')
  const [, program, ...words] = process.argv
  if (!isMainThread || program === undefined) return undefined
  return await new Promise((resolve) => {
    const thread = new Worker(program, { argv: words, stdin: true, resourceLimits: { stackSizeMb: STACK_SIZE_MB } })
    thread.stdin?.end(input)
    thread.on('error', () => resolve(undefined))
    thread.on('exit', resolve)
  })
}
