import { Worker } from 'node:worker_threads'
import { type Task, tasksOf, type TortureResult, TortureSum } from './run-torture.ts'
import type { TortureOptions } from './torture-options.ts'
import type { Failure, SeedResult } from './torture-seed.ts'

/** Runs them all on several cores: a node's life is the same wherever it is lived, and only their order is not. */
export async function runTortureWorkers(options: TortureOptions, report: (failure: Failure) => void): Promise<TortureResult> {
  const tasks = tasksOf(options)
  const count = Math.min(options.workers, tasks.length)
  const sum = new TortureSum(options, count, report)
  const next = (): Task | undefined => tasks.shift()
  await Promise.all(Array.from({ length: count }, () => work(options, next, result => { sum.add(result) })))
  return sum.end()
}

/** One core's share: the next node whenever it is done with one. */
function work({ hours, bundle }: TortureOptions, next: () => Task | undefined, done: (result: SeedResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('torture-worker.js', import.meta.url), { workerData: { hours, bundle } })
    const give = (): void => {
      const task = next()
      if (task) worker.postMessage(task)
      else worker.terminate().then(() => { resolve() }, reject)
    }
    worker.on('error', reject)
    worker.on('message', (result: SeedResult) => {
      done(result)
      give()
    })
    give()
  })
}
