import { readEnvFile } from '../../cli/env-file.ts'
import type { Surroundings } from '../../cli/broker-options.ts'
import { askedSettings, atTerminal } from '../settings/asked-settings.ts'
import { ask, QUESTIONS, type Question } from '../settings/questions.ts'
import { readDraft, saysSettings, type DraftArguments } from './draft-options.ts'
import type { Files } from './files.ts'
import type { Place } from './place.ts'
import { settingsBefore } from './settings-before.ts'
import { valueAt, type Draft } from './setting-values.ts'

/** Where the password of the network may come from beside a file and a question: never from the command line, which every user can read. */
export const WIFI_PASSWORD = 'BREVA_WIFI_PASSWORD'

const PASSWORD = 'wifi.password'
const ASKED = QUESTIONS.filter(({ path }) => path !== 'node' && path !== 'broker.user' && path !== 'broker.password')
/** A node of its own name: two without one would share an account. */
const NAME: Question = { path: 'node', asks: 'Name of the node: a-z, 0-9 and -' }

/** One node by name, or by what somebody answers: from the command line, from what it has already, or question by question. */
export async function wantedDraft(
  node: string | undefined, given: DraftArguments, files: Files, place: Place, surroundings: Surroundings
): Promise<{ node: string, draft: Draft }> {
  const before = node === undefined ? undefined : settingsBefore(files, place, node)
  if (node === undefined || (!before && !saysSettings(given))) return await asked(node)
  return { node, draft: await commonDraft(given, surroundings, before) }
}

/** What the command line says of every node; the password of the network is asked for where there is a terminal and no other source. */
export async function commonDraft(given: DraftArguments, { environment, folder, warn }: Surroundings, before?: Draft): Promise<Draft> {
  const password = environment[WIFI_PASSWORD] ?? readEnvFile(folder, warn)?.values.get(WIFI_PASSWORD)
  const draft = readDraft(given, given.wifi === undefined ? undefined : password, before)
  if (valueAt(draft, 'wifi.network') === undefined || valueAt(draft, PASSWORD) !== undefined || !process.stdin.isTTY) return draft
  const question = QUESTIONS.filter(({ path }) => path === PASSWORD)[0]
  return readDraft(given, String(await atTerminal((answers, tell) => ask(question, answers, tell))), before)
}

async function asked(node: string | undefined): Promise<{ node: string, draft: Draft }> {
  const questions = node === undefined ? [NAME, ...ASKED] : ASKED
  const settings = await askedSettings('A few questions, then the node gets its account and its settings file. Ctrl-C ends without either.', questions) as Draft
  return { node: node ?? String(settings['node']), draft: settings }
}
