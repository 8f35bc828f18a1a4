import { Worker } from 'node:worker_threads'
import { type Task, tasksOf, type TortureResult, TortureSum } from './run-torture.ts'
import type { TortureOptions } from './torture-options.ts'
import type { Failure, SeedResult } from './torture-seed.ts'

/** What goes on meanwhile. */
export interface TortureListener {
  /** A node has broken a promise; what it takes is the least that was found. */
  report(failure: Failure): void
  /** How many nodes have lived to their end: none at the beginning, and then after each. */
  progress(lived: number, violations: number): void
}

/**
 * Runs them all on several cores: a node's life is the same wherever it is lived, and only their order is not. Where `signal` is aborted, resolves to what there is
 * by then.
 */
export async function runTortureWorkers(options: TortureOptions, listener: TortureListener, signal: AbortSignal): Promise<TortureResult> {
  const tasks = tasksOf(options)
  const count = Math.min(options.workers, tasks.length)
  const sum = new TortureSum(options, count, failure => { listener.report(failure) })
  listener.progress(0, 0)
  const next = (): Task | undefined => tasks.shift()
  const done = (result: SeedResult): void => {
    sum.add(result)
    listener.progress(sum.progress.lived, sum.progress.violations)
  }
  await Promise.all(Array.from({ length: count }, () => work(options, next, done, signal)))
  return sum.end()
}

/** One core's share: the next node whenever it is done with one. */
function work({ hours, bundle }: TortureOptions, next: () => Task | undefined, done: (result: SeedResult) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('torture-worker.js', import.meta.url), { workerData: { hours, bundle } })
    const end = (): void => { worker.terminate().then(() => { resolve() }, reject) }
    const give = (): void => {
      const task = signal.aborted ? undefined : next()
      if (task) worker.postMessage(task)
      else end()
    }
    signal.addEventListener('abort', end)
    worker.on('error', reject)
    worker.on('message', (result: SeedResult) => {
      done(result)
      give()
    })
    give()
  })
}
