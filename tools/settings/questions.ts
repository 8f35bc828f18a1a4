import type { Interface } from 'node:readline'
import { problemsWith } from '../../cli/settings/find-problems.ts'

/** One question of `breva settings new`. */
export interface Question {
  /** The setting, as `broker.host`. */
  path: string
  asks: string
  /** What an empty answer means; without it an answer is needed. `''` leaves the setting out. */
  given?: string
  /** The answer is not shown. */
  secret?: boolean
  /** Asked only if that setting has been answered. */
  after?: string
}

/** In the order in which they are asked. The sensors follow: which, and on which pins. */
export const QUESTIONS: readonly Question[] = [
  { path: 'node', asks: 'Name of the node: a-z, 0-9 and -', given: '' },
  { path: 'location', asks: 'Where it will be, as people say', given: '' },
  { path: 'period', asks: 'Seconds from one sample to the next', given: '10' },
  { path: 'wifi.network', asks: 'Name of the Wi-Fi network' },
  { path: 'wifi.password', asks: 'Its password (Enter for an open network)', given: '""', secret: true },
  { path: 'broker.host', asks: 'Address of the MQTT broker' },
  { path: 'broker.port', asks: 'Its port', given: '1883' },
  { path: 'broker.user', asks: 'User name at the broker', given: '' },
  { path: 'broker.password', asks: 'Password there', secret: true, after: 'broker.user' },
  { path: 'time.server', asks: 'Time server: name or address', given: 'pool.ntp.org' }
]

/** A sensor that may be wired, and its pins as in docs/hardware.md. */
export interface SensorQuestion {
  sensor: string
  asks: string
  pins: readonly { path: string, asks: string, given: string }[]
}

export const SENSORS: readonly SensorQuestion[] = [
  { sensor: 'scd30', asks: 'Is an SCD30 wired?', pins: [pin('scd30', 'sda', 'D21'), pin('scd30', 'scl', 'D22')] },
  { sensor: 'mh-z19', asks: 'Is an MH-Z19 wired?', pins: [pin('mh-z19', 'tx', 'D17'), pin('mh-z19', 'rx', 'D16')] },
  { sensor: 'ds18b20', asks: 'Are DS18B20 probes wired?', pins: [pin('ds18b20', 'pin', 'D4')] }
]

function pin(sensor: string, name: string, given: string): { path: string, asks: string, given: string } {
  return { path: `sensors.${sensor}.${name}`, asks: `Pin for ${name === 'pin' ? 'its wire' : name.toUpperCase()}`, given }
}

/** Asks until an answer is right; what is wrong with one is said by `tell`. `pins` are in use already. Resolves to the value, undefined to leave the setting out. */
export async function ask(question: Question, answers: Answers, tell: (text: string) => void, pins = ','): Promise<string | number | undefined> {
  for (;;) {
    const typed = await answers.next(`${question.asks}${hint(question)}: `, question.secret === true)
    const chosen = typed === '' ? question.given : typed
    if (chosen === '') return undefined
    if (chosen === undefined) {
      tell('  An answer is needed here.')
      continue
    }
    const value = chosen === '""' ? '' : /^(period|broker\.port)$/.test(question.path) && /^\d+$/.test(chosen) ? Number(chosen) : chosen
    const problems = problemsWith(question.path, value, pins)
    for (const { level, message } of problems) tell(`  ${level === 'error' ? '' : `${level}: `}${message}`)
    if (problems.every(({ level }) => level !== 'error')) return value
  }
}

/** Asks until the answer is yes or no. */
export async function confirm(asks: string, answers: Answers, tell: (text: string) => void): Promise<boolean> {
  for (;;) {
    const typed = (await answers.next(`${asks} (y/n): `, false)).trim().toLowerCase()
    if (/^(y|yes|n|no)$/.test(typed)) return typed.startsWith('y')
    tell('  Type y or n.')
  }
}

function hint({ given, secret }: Question): string {
  return given === undefined || secret ? '' : given === '' ? ' (Enter for none)' : ` (Enter for ${given})`
}

/** Where answers come from: lines that somebody types, or that a file holds. */
export interface Answers {
  /** Rejects when there are no more. */
  next(prompt: string, secret: boolean): Promise<string>
}

/** Answers typed at a terminal, or piped in. What is secret is not echoed. `mute` switches the echo. */
export function answersFrom(lines: Interface, mute: (muted: boolean) => void, write: (text: string) => void): Answers {
  const waiting: ((line: string) => void)[] = []
  const early: string[] = []
  let ended: (() => void) | undefined
  let over = false
  lines.on('line', line => {
    const next = waiting.shift()
    if (next) next(line)
    else early.push(line)
  })
  lines.on('close', () => {
    over = true
    ended?.()
  })
  return {
    next: async (prompt, secret) => {
      write(prompt)
      const line = early.shift()
      if (line !== undefined) return line
      if (over) throw new NoMoreAnswers()
      mute(secret)
      return await new Promise<string>((resolve, reject) => {
        ended = () => { reject(new NoMoreAnswers()) }
        waiting.push(typed => {
          mute(false)
          if (secret) write('\n')
          resolve(typed)
        })
      })
    }
  }
}

/** The input ended before the last question. */
export class NoMoreAnswers extends Error {}
