import type { Timer } from '../../../drivers/hal/clock.ts'

type Task = (context: unknown) => void

declare function setTimeout(task: Task, delay: number, context: unknown): Timer
declare function clearTimeout(timer: Timer): void
declare function print(text: string): void
declare const global: Record<string, unknown>

interface Pending { task: Task, context: unknown, timer: Timer }

// Bound to these names before the global ones are replaced.
const set = setTimeout
const clear = clearTimeout
const pending: Record<string, number> = {}

function fire(entry: Pending): void {
  delete pending['' + (entry.timer as number)]
  const task = entry.task
  task(entry.context)
}

function watchedSet(task: Task, delay: number, context: unknown): Timer {
  const entry: Pending = { task: task, context: context, timer: undefined }
  entry.timer = set(fire as Task, delay, entry)
  pending['' + (entry.timer as number)] = 1
  return entry.timer
}

function watchedClear(timer: Timer): void {
  if (!pending['' + (timer as number)]) print('NOT PENDING: timer ' + (timer as number) + ' was cancelled')
  delete pending['' + (timer as number)]
  clear(timer)
}

/**
 * Puts `setTimeout` and `clearTimeout` in place that say so when a timer is cancelled that has fired or was cancelled
 * before: the interpreter may have given its number to another one.
 */
export function watchTimers(): void {
  global['setTimeout'] = watchedSet
  global['clearTimeout'] = watchedClear
}
