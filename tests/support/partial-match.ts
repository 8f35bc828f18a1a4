import { runInThisContext } from 'node:vm'
import { PARTIAL_MATCH } from '../../host-sim/espruino/sandboxed-node.ts'

/** Runs with the interpreter's `includes` and `indexOf` in place of the laptop's. */
export function asOnDevice(run: () => void): void {
  const { includes, indexOf } = String.prototype
  runInThisContext(PARTIAL_MATCH)
  try {
    run()
  } finally {
    Object.assign(String.prototype, { includes, indexOf })
  }
}
