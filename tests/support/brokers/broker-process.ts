import { rm } from 'node:fs/promises'
import { type ServerCommand, ServerProcess } from '../../../bench/peers/server-process.ts'
import type { Broker } from './broker.ts'

/** Starts a broker that is one process and has all its files in one folder. */
export async function startBroker(command: ServerCommand): Promise<Broker> {
  const server = new ServerProcess(command)
  await server.start()
  return {
    port: command.port,
    kill: () => server.kill(),
    resume: () => server.start(),
    stop: async () => {
      await server.kill()
      // What it has started may still be writing.
      await rm(command.folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}
