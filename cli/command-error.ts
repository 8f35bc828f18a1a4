/**
 * What a command could not do, in words for the person who typed it: what happened, the likely cause, the next thing
 * to try. The program prints the message without a stack and ends with `exitCode`. Without a message it only ends.
 */
export class CommandError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}
