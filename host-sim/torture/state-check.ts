import { NODE_LIMIT } from '../../contract/ranges.ts'
import { QUALITIES, type State } from '../../contract/state.ts'
import { Violation } from './violation.ts'

/** A `state` message. */
export interface CheckedState extends State {
  /** Every quantity by the name it has in `quality`; not in the message. */
  values: Record<string, number | null>
}

const VALUE = '(?:null|-?\\d+(?:\\.\\d+)?)'
const WORD = `"(?:${QUALITIES.join('|')})"`
const PROBES = `(?:"[0-9a-f]{16}":${VALUE}(?:,(?="))?)*`
const STATE = new RegExp(
  `^\\{"node":"[a-z0-9-]{1,${NODE_LIMIT}}","location":"[^"\\\\]*","boot":\\d+,"seq":\\d+,"time":(?:null|"\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z"),"uptime":\\d+`
  + `(?:,"co2":(?:null|\\d{1,5}))?(?:,"temperature":(?:null|-?\\d{1,3}\\.\\d\\d))?(?:,"humidity":(?:null|\\d{1,3}\\.\\d))?`
  + `(?:,"probes":\\{${PROBES}\\})?,"quality":\\{(?:"(?:co2|temperature|humidity|probes|[0-9a-f]{16})":${WORD}(?:,(?="))?)*\\},"alerts":\\[\\]\\}$`
)

/** The text checked last, and what it says: a sample is checked when it is taken, and again when it arrives. */
let latest: { text: string, state: CheckedState } | undefined

/** The message, if it is what conventions make of it: order of keys, formats, and a value exactly where the quality is `ok`. */
export function checkState(payload: string): CheckedState {
  if (latest?.text === payload) return latest.state
  if (!STATE.test(payload)) throw new Violation('I10', `this is not a state message: ${payload}`)
  const state = JSON.parse(payload) as CheckedState
  const values = state.values = quantities(state)
  const keys = Object.keys(state.quality)
  if (keys.length !== Object.keys(values).length) throw new Violation('I10', `values and qualities do not go together: ${payload}`)
  for (const key of keys) {
    const value = values[key]
    if (value === undefined || (state.quality[key] === 'ok') !== (value !== null)) throw new Violation('I10', `${key} is ${value} and ${state.quality[key]}: ${payload}`)
  }
  latest = { text: payload, state }
  return state
}

function quantities(state: State): Record<string, number | null> {
  const values: Record<string, number | null> = state.probes ? { ...state.probes } : {}
  if (state.co2 !== undefined) values['co2'] = state.co2
  if (state.temperature !== undefined) values['temperature'] = state.temperature
  if (state.humidity !== undefined) values['humidity'] = state.humidity
  // A bus without probes has a quality of its own.
  if (state.probes && Object.keys(state.probes).length === 0) values['probes'] = null
  return values
}

/** What orders samples and dates them. */
export type Stamp = Pick<State, 'boot' | 'seq' | 'time' | 'uptime'>

/** That of a message which has been checked when it was taken. */
export function stampOf(payload: string): Stamp {
  const [, boot, seq, time, uptime] = /"boot":(\d+),"seq":(\d+),"time":(?:null|"([^"]*)"),"uptime":(\d+)/.exec(payload) ?? []
  return { boot: Number(boot), seq: Number(seq), time: time ?? null, uptime: Number(uptime) }
}
