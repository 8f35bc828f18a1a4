import { parentPort, workerData } from 'node:worker_threads'
import { firmwareMaker } from './firmware-maker.ts'
import type { Task } from './run-torture.ts'
import { tortureNode } from './torture-seed.ts'

const { hours, bundle } = workerData as { hours: number, bundle: boolean }
const maker = await firmwareMaker(bundle)

parentPort?.on('message', ({ seed, node }: Task) => {
  parentPort?.postMessage(tortureNode(seed, node, hours, maker))
})
