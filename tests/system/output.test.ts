import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import type * as TortureWorkers from '../../host-sim/torture/torture-workers.ts'

/** A device on which nothing fits. */
const FULL = '/dev/full'

/** What a shell makes of a line with `breva` in it. */
function shell(line: string): Promise<{ code: number, stderr: string }> {
  const breva = `"${process.execPath}" "${projectPath('bin/breva.js')}"`
  return new Promise(resolve => {
    execFile('bash', ['-c', line.replaceAll('breva', () => breva)], (error, _stdout, stderr) => { resolve({ code: typeof error?.code === 'number' ? error.code : 0, stderr }) })
  })
}

describe('the output of a command', () => {
  it.skipIf(!existsSync(FULL)).each(['--help', 'settings schema', 'torture --seeds 1 --hours 0.1'])('breva %s says in one sentence that the disk is full, and ends with 1', async command => {
    const { code, stderr } = await shell(`breva ${command} > ${FULL}`)
    expect(stderr).toBe('breva: the output cannot be written: the disk is full. Make room, or send it elsewhere, and run the command again.\n')
    expect(code).toBe(1)
  })

  it('is no failure where a reader has seen enough', async () => {
    const { code, stderr } = await shell('breva settings schema | head -1 >&2; exit "${PIPESTATUS[0]}"')
    expect(stderr).toBe('{\n')
    expect(code).toBe(0)
  })
})

describe('a run of torture', () => {
  it('tells at once that it runs, and comes to what there is when it is interrupted', async () => {
    const compiled = await import(projectPath('dist/node/host-sim/torture/torture-workers.js')) as Pick<typeof TortureWorkers, 'runTortureWorkers'>
    const controller = new AbortController()
    const told: number[] = []
    const result = await compiled.runTortureWorkers({ seed: 1, seeds: 5000, hours: 0.1, nodes: 1, workers: 2, bundle: false, json: true }, {
      report: () => undefined,
      progress: lived => {
        told.push(lived)
        if (lived === 3) controller.abort()
      }
    }, controller.signal)
    expect(told.slice(0, 3)).toEqual([0, 1, 2])
    expect(result).toMatchObject({ seeds: 5000, lived: told.length - 1, violations: 0 })
    expect(told.length).toBeLessThan(11)
  })
})
