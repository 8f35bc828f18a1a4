/** What is in use where there is no node: the interpreter by itself, and with the emulated wires and the meter. */
import { Mosquitto } from '../peers/mosquitto.ts'
import { RealInterpreter } from '../peers/real-interpreter.ts'
import { bareFiles, outputOf, type Usage, usageIn } from './measured-node.ts'

export interface EmptyInterpreter {
  /** In use without any program. */
  usage: number
  /** Bytes of a variable. */
  blocksize: number
  total: number
}

export async function emptyInterpreter(): Promise<EmptyInterpreter> {
  const interpreter = new RealInterpreter()
  try {
    const program = 'function f(){var m=process.memory();print("EMPTY "+m.usage+" "+m.blocksize+" "+m.total)}setTimeout(f,500)'
    await interpreter.store({ '.bootcde': program })
    interpreter.boot()
    const [usage, blocksize, total] = (await interpreter.printed(/EMPTY (\d+) (\d+) (\d+)\n/, 10_000)).slice(1).map(Number)
    return { usage, blocksize, total }
  } finally {
    interpreter.dispose()
  }
}

/** What the meter and the emulated wires have in use by themselves, without raw flash and with it. */
export async function bareUsage(meter: string): Promise<{ calm: Usage, flash: Usage }> {
  const broker = await Mosquitto.start()
  try {
    const [calm, flash] = await Promise.all([false, true].map(async flash => usageIn(await outputOf(bareFiles(meter, broker.port), { seconds: 4, flash }), 2)))
    return { calm, flash }
  } finally {
    await broker.stop()
  }
}
