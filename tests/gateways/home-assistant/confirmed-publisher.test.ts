import { describe, expect, it } from 'vitest'
import { CommandError } from '../../../cli/command-error.ts'
import { ConfirmedPublisher } from '../../../gateways/home-assistant/confirmed-publisher.ts'

const never = new AbortController().signal

describe('a message that is confirmed', () => {
  it('is one that the broker delivers again', async () => {
    const publisher = new ConfirmedPublisher(60_000)
    const broker = {
      publishRetained: (topic: string, text: string) => {
        publisher.message(topic, Buffer.from('another'))
        publisher.message(topic, Buffer.from(text))
        return Promise.resolve()
      }
    }
    await expect(publisher.publish(broker, 'a/b', 'text', never)).resolves.toBeUndefined()
  })

  it('is refused where another one comes back, with what to do', async () => {
    const publisher = new ConfirmedPublisher(1)
    const broker = {
      publishRetained: (topic: string) => {
        publisher.message(topic, Buffer.from('another'))
        return Promise.resolve()
      }
    }
    const refused = await publisher.publish(broker, 'a/b', 'text', never).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(CommandError)
    expect(refused).toMatchObject({ exitCode: 4, message: expect.stringContaining('access control') as string })
  })

  it('is given up when the run ends while the broker is away', async () => {
    const ending = new AbortController()
    const waiting = new ConfirmedPublisher(1).publish({ publishRetained: () => new Promise(() => undefined) }, 'a/b', 'text', ending.signal)
    ending.abort(new Error('ended'))
    await expect(waiting).rejects.toThrow('ended')
  })
})
