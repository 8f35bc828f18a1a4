/** One normative statement of MQTT 3.1.1, Appendix B. */
export interface Statement {
  /** `client`: a duty of ours. `observed`: a duty of the broker. We rely on it, or cope where the broker neglects it. */
  role: 'client' | 'observed' | 'server' | 'not applicable'
  /** Its subject in words of our own. */
  about: string
}

/** A test that has passed. */
export interface PassedTest {
  /** From the root of the project. */
  file: string
  /** With the names of its suites. */
  name: string
}

/** What the names of the passed tests show of the statements. */
export interface Coverage {
  page: string
  /** Statements of a client that no test shows. */
  open: string[]
  /** Tags of no statement. */
  unknown: string[]
}

const TAG = /\[(MQTT-[^\]\s]+)\]/g

function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, byte => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).replace(/[\\|<>*_`[\]#]/g, '\\$&')
}

/** The rows of one statement, a test each; only the first row has the statement. */
function rows(id: string, { role, about }: Statement, tests: PassedTest[]): string[] {
  const shown = tests.map(({ file, name }) => `\`${file.slice(file.lastIndexOf('/') + 1)}\` | ${plain(name.replace(TAG, '').replace(/ +/g, ' ').trim())} |`)
  const distinct = shown.length > 0 ? [...new Set(shown)].sort() : ['**open** | |']
  return distinct.map((cells, row) => row === 0 ? `| ${id} | ${role} | ${plain(about)} | ${cells}` : `| | | | ${cells}`)
}

/** Joins the statements with the tests that carry their ids in their names, `[MQTT-2.3.1-1]`. */
export function mqttCoverage(statements: Record<string, Statement>, tests: PassedTest[]): Coverage {
  const shown = new Map<string, PassedTest[]>(Object.keys(statements).map(id => [id, []]))
  const unknown = new Set<string>()
  for (const test of tests) {
    for (const id of new Set([...test.name.matchAll(TAG)].map(match => match[1]))) {
      if (shown.has(id)) shown.get(id)!.push(test)
      else unknown.add(id)
    }
  }
  const ofClient = Object.entries(statements).filter(([, { role }]) => role === 'client' || role === 'observed')
  const open = ofClient.map(([id]) => id).filter(id => shown.get(id)!.length === 0)
  const count = (role: string): number => Object.values(statements).filter(statement => statement.role === role).length
  const page = [
    '# MQTT coverage', '',
    'This page says which test shows which normative statement of MQTT 3.1.1 (OASIS, 29 October 2014, Appendix B).', '',
    '`npm test` writes this page, and so does `npm run docs:mqtt-coverage` in half a minute. Do not edit it.',
    'A test carries the ids of its statements in its name. The page lists the tests of `tests/firmware/` that ran and passed.',
    'Ids, roles and words come from `tests/firmware/mqtt/mqtt-statements.json`:', '',
    '- `client`: a duty of the node.',
    '- `observed`: a duty of the broker. The node relies on it, or copes where the broker neglects it.',
    '- `server` and `not applicable`: duties of servers alone, and WebSocket. No test has to show them.', '',
    `${count('client')} statements for clients and ${count('observed')} observed: ${ofClient.length - open.length} shown, ${open.length} open. ` +
    `Not applicable: ${count('server')} for servers, ${count('not applicable')} for WebSocket.`, '',
    '| statement | role | about | file | test |', '|---|---|---|---|---|',
    ...ofClient.flatMap(([id, statement]) => rows(id, statement, shown.get(id)!)), '',
    '| not applicable | role | about |', '|---|---|---|',
    ...Object.entries(statements).filter(([, { role }]) => role === 'server' || role === 'not applicable').map(([id, { role, about }]) => `| ${id} | ${role} | ${plain(about)} |`), ''
  ].join('\n')
  return { page, open, unknown: [...unknown].sort() }
}
