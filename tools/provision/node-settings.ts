import { isPlaceholder } from '../../contract/setting-kinds.ts'
import { checkSettingsText } from '../../cli/settings-file.ts'
import type { SettingsProblem } from '../../cli/settings/settings-problem.ts'
import type { Device } from './device.ts'
import { put, valueAt, type Draft } from './setting-values.ts'

/** Passwords that stand in the pages of this project: everybody knows them. */
const IN_DOCS = ['eleven-green-bottles', 'seven-brown-herons']

/** A draft with what makes it this node's: its name, and the account that it has now or gets with these settings. */
export function settingsText(draft: Draft, device: Device): string {
  const { node, current, next = current } = device
  const settings = structuredClone(draft)
  delete settings['$schema']
  delete settings['node']
  const named: Draft = { node, ...settings }
  put(named, 'broker.user', next.user)
  put(named, 'broker.password', next.password)
  return `${JSON.stringify(named, null, 2)}\n`
}

/** What is wrong with settings that are to be provisioned, each as a sentence without any secret; notes and warnings are left out. */
export function settingsErrors(text: string): string[] {
  const errors = checkSettingsText(text, '').problems.filter(isError).map(({ message }) => message)
  const password = valueAt(parsed(text), 'wifi.password')
  if (typeof password === 'string' && password !== '' && (IN_DOCS.includes(password) || (isPlaceholder(password) && !isRepeated(password)))) {
    errors.push('wifi.password is a placeholder; give that of the network')
  }
  return errors
}

/** What a board will make of settings that the firmware takes, each as a sentence. */
export function settingsWarnings(text: string): string[] {
  return checkSettingsText(text, '').problems.filter(({ level }) => level === 'warning').map(({ message }) => message)
}

function isError({ level }: SettingsProblem): boolean {
  return level === 'error'
}

/** A network may really have such a password; `settings check` warns of it. */
function isRepeated(password: string): boolean {
  return password === password.charAt(0).repeat(password.length)
}

function parsed(text: string): Draft {
  try {
    return JSON.parse(text) as Draft
  } catch {
    return {}
  }
}
