import type { Aedes, AuthenticateError, Client } from 'aedes'
import type { AccountBook } from './account-book.ts'

/** ms between two looks at whether the files of the accounts have changed. */
const LOOK = 500
/** CONNACK: not authorized (MQTT 3.1.1, table 3.1). mosquitto answers a wrong password so too. */
const NOT_AUTHORIZED = 5

/** Lets clients with an account into the embedded broker, and each of them do what the access control list allows. */
export class AccountGuard {
  private readonly book: AccountBook
  /** With what each client has logged in. */
  private readonly logins = new WeakMap<Client, { user: string, hash: string | undefined }>()
  private readonly timer: NodeJS.Timeout

  /** `onProblem` hears of changed files that cannot be used; the accounts stay as they were then. */
  constructor(book: AccountBook, broker: Aedes, onProblem: (message: string) => void) {
    this.book = book
    broker.authenticate = (client, user, password, done) => { this.authenticate(client, user, password, done) }
    broker.authorizePublish = (client, packet, done) => {
      const allowed = client === null || this.may(client, 'write', packet.topic)
      // The standard leaves a choice: to acknowledge and drop it in silence, or to end the connection [MQTT-3.3.5-2].
      done(allowed ? null : new Error(`its account may not publish on ${packet.topic}`))
    }
    broker.authorizeSubscribe = (client, subscription, done) => { done(null, client === null || this.mayRead(client, subscription.topic) ? subscription : null) }
    broker.authorizeForward = (client, packet) => this.may(client, 'read', packet.topic) ? packet : null
    this.timer = setInterval(() => { this.look(broker, onProblem) }, LOOK).unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private authenticate(client: Client, user: string | undefined, password: Buffer | undefined, done: (error: AuthenticateError | null, success: boolean) => void): void {
    if (user !== undefined && this.book.admits(user, password)) {
      this.logins.set(client, { user, hash: this.book.hashOf(user) })
      done(null, true)
      return
    }
    const reason = user === undefined ? 'no account' : this.book.has(user) ? 'wrong password' : 'unknown account'
    done(Object.assign(new Error(`refused, ${reason}`), { returnCode: NOT_AUTHORIZED }), false)
  }

  private may(client: Client, access: 'read' | 'write', topic: string): boolean {
    const login = this.logins.get(client)
    return login !== undefined && this.book.may(login.user, client.id, access, topic)
  }

  private mayRead(client: Client, filter: string): boolean {
    const login = this.logins.get(client)
    return login !== undefined && this.book.mayReadSomeOf(login.user, client.id, filter)
  }

  /** After a change the clients of withdrawn accounts and of old passwords have to go. */
  private look(broker: Aedes, onProblem: (message: string) => void): void {
    try {
      if (!this.book.refresh()) return
    } catch (error) {
      onProblem((error as Error).message)
      return
    }
    for (const client of Object.values((broker as unknown as { clients: Record<string, Client> }).clients)) {
      const login = this.logins.get(client)
      if (login && this.book.hashOf(login.user) !== login.hash) client.close()
    }
  }
}
