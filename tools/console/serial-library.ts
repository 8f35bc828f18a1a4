import { optionalLibrary } from '../../cli/optional-library.ts'

/** What we use of the package `serialport`. It is described here because an installation may lack it, its types included. */
export interface SerialLibrary {
  SerialPort: {
    new (options: { path: string, baudRate: number, autoOpen: false }): SerialPort
    list(): Promise<SerialPortFacts[]>
  }
}

export interface SerialPort {
  open(done: (error: Error | null) => void): void
  close(done: (error: Error | null) => void): void
  drain(done: (error: Error | null) => void): void
  write(bytes: Buffer, done: () => void): unknown
  on(event: 'data', listener: (bytes: Buffer) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

export interface SerialPortFacts {
  path: string
  manufacturer?: string | undefined
  /** Both of them only where the port hangs on USB. */
  vendorId?: string | undefined
  productId?: string | undefined
}

/** Throws a CommandError with the line that installs it. */
export function serialLibrary(): Promise<SerialLibrary> {
  return optionalLibrary<SerialLibrary>('serialport', 'Serial ports')
}
