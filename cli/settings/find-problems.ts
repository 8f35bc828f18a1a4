import { expectation, isPlaceholder } from '../../contract/setting-kinds.ts'
import { groupOf, problemOf, problemsTogether, settingRows } from '../../contract/settings.ts'
import { asBytes, fromBytes } from './bytes.ts'
import { didYouMean, namesIn } from './did-you-mean.ts'
import { hostAdvice, insteadOfUrl, type Advice } from './host-advice.ts'
import { pinAdvice } from './pin-advice.ts'
import type { SettingsDocument } from './settings-document.ts'
import type { ProblemLevel, SettingsProblem } from './settings-problem.ts'

/** Bytes of a network's name that Espruino 2v29 passes on (`jswrap_esp32_network.c`), of the 32 that a name may have. */
export const NETWORK_BYTES = 31

/** Characters of a name that nobody knows, at most. */
const LONGEST_NAME = 64

const ABSENT = Symbol('absent')

/** A row of the settings that the firmware reads. */
interface Row {
  /** As the firmware splits it. */
  cells: string[]
  path: string
  kind: string
}

function rowsOf(node: string): Row[] {
  return settingRows(node).slice(1).split('|').map(row => {
    const cells = row.split(' ')
    return { cells, path: cells[0], kind: cells[1] }
  })
}

/**
 * Everything that is wrong with parsed settings, or may be, in the order of the firmware's table. What the firmware refuses is an error in the firmware's
 * own words. `parsed` has byte strings, as on the board.
 */
export class ProblemFinder {
  private readonly document: SettingsDocument
  private readonly parsed: unknown
  private readonly rows: readonly Row[]
  private readonly known: readonly string[]
  private readonly refused = new Set<string>()
  private readonly problems: SettingsProblem[] = []
  private pins = ','

  constructor(document: SettingsDocument, parsed: unknown, node: string) {
    this.document = document
    this.parsed = parsed
    this.rows = rowsOf(node)
    this.known = this.rows.map(({ path }) => path)
  }

  find(): SettingsProblem[] {
    for (const row of this.rows) if (!this.isRefused(row.path)) this.look(row)
    if (this.problems.every(({ level }) => level !== 'error')) this.together(this.parsed as Record<string, unknown>)
    return this.problems
  }

  /** Whether something above that setting is refused already, so that there is no more to say. */
  private isRefused(path: string): boolean {
    return [...this.refused].some(refused => refused === '' || path.startsWith(`${refused}.`))
  }

  private look(row: Row): void {
    const { cells, path } = row
    const value = path === '' ? this.parsed : this.valueAt(path)
    if (value === ABSENT || (value === undefined && cells[4])) return
    const refusal = refusalOf(row, value, this.pins)
    if (refusal === undefined) {
      this.accept(row, value)
      return
    }
    this.refused.add(path)
    this.say('error', path, refusal)
  }

  /** The value of a setting, undefined where it is missing, ABSENT where the object around it is. */
  private valueAt(path: string): unknown {
    const steps = path.split('.')
    const name = steps.pop() ?? ''
    const group = groupOf(this.parsed as Record<string, unknown>, steps)
    return group ? group[name] : ABSENT
  }

  private accept({ kind, path }: Row, value: unknown): void {
    if (kind === 'o') this.unknown(path, value as object)
    if (kind === 'p') this.pins += `${value as string},`
    const advice = adviceOf(path, kind, value)
    if (advice) this.say(advice.level, path, advice.text)
  }

  private unknown(group: string, value: object): void {
    for (const name of Object.keys(value)) {
      const path = group === '' ? name : `${group}.${name}`
      if (this.known.includes(path) && !name.includes('.')) continue
      const meant = didYouMean(name, group, this.known)
      const shown = path.slice(0, LONGEST_NAME)
      const message = `${shown} is not a setting. ${meant === undefined ? '' : `Did you mean ${meant}? `}${group === '' ? 'The file' : group} may have ${namesIn(group, this.known).join(', ')}`
      this.problems.push({ level: 'error', path: shown, ...this.document.keyPlaceOf(group === '' ? [name] : [...group.split('.'), name]), message })
    }
  }

  /** What settings that are right one by one are not, or are not yet, together. */
  private together(settings: Record<string, unknown>): void {
    const sentences = problemsTogether(settings)
    for (const sentence of sentences) this.say('error', /^[-\w.]+/.exec(sentence)?.[0] ?? '', fromBytes(sentence))
    if (sentences.length > 0) return
    if (settings['time'] === undefined) this.say('note', '', 'time.server is not set: messages carry no date until something else sets the clock of the board')
    const { scd30 } = settings['sensors'] as { scd30?: { altitude?: number, pressure?: number } }
    if (scd30?.altitude !== undefined && scd30.pressure !== undefined) this.say('note', 'sensors.scd30.altitude', 'sensors.scd30.altitude counts for nothing beside sensors.scd30.pressure, which the part goes by; keep the one that you mean')
  }

  private say(level: ProblemLevel, path: string, message: string): void {
    this.problems.push({ level, path, ...this.document.placeOf(path), message })
  }
}

/** What the firmware says of a value that it refuses, as a whole sentence. `pins` are in use already. */
function refusalOf({ cells, kind, path }: Row, value: unknown, pins: string): string | undefined {
  const problem = problemOf(cells, value, pins)
  if (problem === '') return undefined
  const instead = kind === 'h' && typeof value === 'string' ? insteadOfUrl(fromBytes(value), portBeside(path)) : undefined
  if (instead !== undefined) return `${path} ${instead}`
  return path === '' ? 'the settings are refused; they are one JSON object' : `${path}${fromBytes(problem)}; it takes ${expectation(cells)}`
}

/** The setting of the port that belongs to a host's. */
function portBeside(path: string): string {
  return path === 'time.server' ? 'time.port' : 'broker.port'
}

/** What is wrong with one value, a text as people write it. `pins` are in use already, each between commas. */
export function problemsWith(path: string, value: string | number, pins: string): { level: ProblemLevel, message: string }[] {
  const row = rowsOf('').find(each => each.path === path)
  if (!row) throw new Error(`there is no setting ${path}`)
  const held = typeof value === 'string' ? asBytes(value) : value
  const refusal = refusalOf(row, held, pins)
  if (refusal !== undefined) return [{ level: 'error', message: refusal }]
  const advice = adviceOf(path, row.kind, held)
  return advice ? [{ level: advice.level, message: advice.text }] : []
}

/** What a board will make of a value that the firmware takes, as a whole sentence. */
function adviceOf(path: string, kind: string, value: unknown): Advice | undefined {
  const advice = adviceWith(path, kind, value)
  return advice && { level: advice.level, text: `${path}${kind === 'w' ? '' : `: ${JSON.stringify(fromBytes(value as string))}`} ${advice.text}` }
}

function adviceWith(path: string, kind: string, value: unknown): Advice | undefined {
  if (kind === 'h') return hostAdvice(value as string, portBeside(path))
  if (kind === 'p') return pinAdvice(path, value as string)
  if (kind === 'w' && value !== '' && isPlaceholder(value as string)) return { level: 'warning', text: 'is a placeholder, or one of the first that a stranger tries; is it really that of the network?' }
  if (path === 'wifi.network' && (value as string).length > NETWORK_BYTES) return { level: 'error', text: `has ${(value as string).length} bytes, and Espruino passes on ${NETWORK_BYTES}: the board would look for another network; give the network a shorter name` }
  return undefined
}

/** A value of the file with its texts as the firmware holds them. */
export function withByteStrings(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => typeof value === 'string' ? asBytes(value) : value)
}
