import type { SampleFile } from './sample-file.ts'
import type { SimEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'

/** An output beside which the samples go into files. */
export class RecordedOutput implements SimOutput {
  private readonly output: SimOutput
  private readonly files: readonly SampleFile[]
  private readonly onFailure: () => void

  /** `onFailure`: a file cannot be written any more. */
  constructor(output: SimOutput, files: readonly SampleFile[], onFailure: () => void) {
    this.output = output
    this.files = files
    this.onFailure = onFailure
  }

  event(event: SimEvent): void {
    this.output.event(event)
    for (const file of this.files) {
      file.event(event)
      if (file.failure) this.onFailure()
    }
  }

  log(line: string): void {
    this.output.log(line)
  }

  close(): void {
    this.output.close()
  }
}
