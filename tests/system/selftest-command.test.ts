import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEVICE_NOT_FOUND, FAILURE, SUCCESS, USAGE } from '../../cli/exit-code.ts'
import { freePort } from '../../bench/peers/port.ts'
import type { ReplEndpoint } from '../../host-sim/espruino/repl-endpoint.ts'
import { FlashStorage } from '../../host-sim/espruino/flash-storage.ts'
import { RealClock } from '../../host-sim/clock/real-clock.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { replBoard } from '../support/repl-board.ts'

let folder = ''
let endpoint: ReplEndpoint | undefined
let clock: RealClock | undefined

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-selftest-')) })

afterEach(async () => {
  await endpoint?.stop()
  clock?.stop()
  endpoint = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function breva(...commandLine: string[]): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const process = new BrevaProcess(['selftest', ...commandLine])
  const code = await process.exit()
  return { code, stdout: process.stdout, stderr: process.stderr }
}

function board(): Promise<string> {
  clock = new RealClock()
  endpoint = replBoard({}, new FlashStorage(), clock)
  return endpoint.start()
}

describe('breva selftest', () => {
  it('passes at the simulator\'s console, and writes its report for people and for programs', async () => {
    const name = join(folder, 'board-1')
    const { code, stdout, stderr } = await breva('--port', await board(), '--report', name)
    expect([code, stdout]).toEqual([SUCCESS, readFileSync(`${name}.txt`, 'utf8')])
    expect(stdout).toMatch(/^Selftest of ESP32, Espruino 2v29, on tcp:.*\n(passed|skipped) [^]*\n6 passed, 0 failed, \d+ skipped, [\d.]+ s\n$/)
    // The report has each step: to see it twice in a terminal would help nobody.
    expect(stderr).toBe('')
    expect(JSON.parse(readFileSync(`${name}.json`, 'utf8'))).toMatchObject({ board: 'ESP32', failed: 0, passed: 6 })
  })

  it('finds the sensors of a simulated board on the pins of the wiring diagram', async () => {
    const { code, stdout } = await breva('--port', 'sim', '--sda', 'D21', '--scl', 'D22', '--one-wire', 'D4')
    expect(stdout).toMatch(/^passed {3}i2c-stretching {3}0 of 20 answers were disturbed$/m)
    expect(stdout).toMatch(/^passed {3}one-wire {9}\d probes?; 0 of 20 reads were disturbed$/m)
    expect(code).toBe(SUCCESS)
  })

  it('ends with 1 when a step fails, and the report says which', async () => {
    const { code, stdout, stderr } = await breva('--port', await board(), '--one-wire', 'D4', '--json')
    expect(code).toBe(FAILURE)
    expect(JSON.parse(stdout)).toMatchObject({ failed: 1 })
    expect(stderr).toContain('one-wire')
  })

  it('refuses what cannot be a port, a speed or a pin, and names a port that nobody has', async () => {
    const port = `tcp://127.0.0.1:${await freePort()}`
    const runs = await Promise.all([
      breva('--port', 'tcp://'), breva('--port', port, '--baud', 'fast'), breva('--port', port, '--sda', 'D21'),
      breva('--port', port, '--one-wire', '4'), breva('--port', port), breva('--port', '/dev/ttyBREVA9')
    ])
    expect(runs.map(({ code }) => code)).toEqual([USAGE, USAGE, USAGE, USAGE, DEVICE_NOT_FOUND, DEVICE_NOT_FOUND])
    expect(runs.map(({ stdout }) => stdout).join('')).toBe('')
    for (const { stderr } of runs) expect(stderr).toMatch(/^breva: [^\n]+\n$/)
  })
})
