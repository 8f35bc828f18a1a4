import { describe, expect, it } from 'vitest'
import { readFileOptions } from '../../../host-sim/sim/file-options.ts'

describe('the files of samples on a command line', () => {
  it('are one or two, or none', () => {
    expect(readFileOptions({}, true)).toEqual({ files: [], overwrite: false })
    expect(readFileOptions({ csv: 'a', jsonl: '-', overwrite: true }, false)).toEqual({ files: [{ path: 'a', format: 'csv' }, { path: '-', format: 'jsonl' }], overwrite: true })
  })

  it('are refused where two would be one, or mix with the events', () => {
    expect(() => readFileOptions({ csv: 'a', jsonl: 'a' }, false)).toThrow('same file')
    expect(() => readFileOptions({ csv: '-', jsonl: '-' }, false)).toThrow('same file')
    expect(() => readFileOptions({ jsonl: '-' }, true)).toThrow('--json prints events')
    expect(() => readFileOptions({ csv: '' }, false)).toThrow('need the name of a file')
  })
})
