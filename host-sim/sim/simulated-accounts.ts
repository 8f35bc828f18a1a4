import { randomBytes } from 'node:crypto'
import type { AccountBook } from '../../broker/accounts/account-book.ts'
import { nodeRules, readerRules } from '../../broker/accounts/account-rules.ts'
import { asBytes, fromBytes } from '../../cli/settings/bytes.ts'
import type { NodeSettings } from '../../contract/settings.ts'

/** An account at a broker. */
export interface Account {
  user: string
  password: string
}

/** No name of a node has a full stop, so that no account of a run is taken for one of a node. */
const PREFIX = 'sim.'
const READER = `${PREFIX}reader.`
const PASSWORD_BYTES = 16

/** Accounts of a run at the embedded broker: for the simulator itself, and for nodes that have none in the files. They end with the run. */
export class SimulatedAccounts {
  private readonly book: AccountBook

  constructor(book: AccountBook) {
    this.book = book
  }

  /** Settings of a node with the account that it uses: `own`, as its settings file says, whatever the broker thinks of it; else one made for this run. */
  given(settings: NodeSettings, own: Account | undefined): NodeSettings {
    const { user, password } = own ?? this.made(PREFIX + settings.node, nodeRules(fromBytes(settings.broker.root), settings.node))
    return { ...settings, broker: { ...settings.broker, user: asBytes(user), password: asBytes(password) } }
  }

  /** For the simulator, which shows what the nodes publish. */
  reader(root: string): Account {
    return this.made(READER, readerRules(root))
  }

  private made(user: string, rules: ReturnType<typeof nodeRules>): Account {
    const password = randomBytes(PASSWORD_BYTES).toString('base64url')
    this.book.add(user, password, rules)
    return { user, password }
  }
}
