import { beforeEach, describe, expect, it } from 'vitest'
import { FULL, OK, OUT_OF_RANGE } from '../../../drivers/hal/status.ts'
import type { Storage } from '../../../drivers/hal/storage.ts'

/** What `Storage` promises, checked on one implementation with an empty storage of less than 1 MB. */
export function storageContract(name: string, make: () => Storage): void {
  describe(`${name} as a Storage`, () => {
    let storage: Storage

    beforeEach(() => {
      storage = make()
    })

    it('knows nothing of a file that was never written', () => {
      expect(storage.read('settings')).toBeUndefined()
    })

    it('reads back what was written, byte for byte', () => {
      let text = ''
      for (let i = 0; i < 256; i++) text += String.fromCharCode(i)
      expect(storage.write('settings', text)).toBe(OK)
      expect(storage.read('settings')).toBe(text)
    })

    it('replaces a file by its new text', () => {
      storage.write('a', 'a longer text')
      expect(storage.write('a', 'short')).toBe(OK)
      expect(storage.read('a')).toBe('short')
    })

    it('erases one file and leaves the others; a missing one is no error', () => {
      storage.write('a', '1')
      storage.write('b', '2')
      storage.erase('a')
      storage.erase('a')
      expect(storage.read('a')).toBeUndefined()
      expect(storage.read('b')).toBe('2')
    })

    it('takes a name of 28 characters and refuses one of 29 instead of cutting it', () => {
      const longest = 'n'.repeat(28)
      expect(storage.write(longest, 'x')).toBe(OK)
      expect(storage.write(`${longest}n`, 'y')).toBe(OUT_OF_RANGE)
      expect(storage.read(longest)).toBe('x')
    })

    it('refuses an empty name and an empty text', () => {
      expect(storage.write('', 'x')).toBe(OUT_OF_RANGE)
      expect(storage.write('a', '')).toBe(OUT_OF_RANGE)
      expect(storage.read('a')).toBeUndefined()
    })

    it('says that it is full and keeps what it has', () => {
      storage.write('a', 'kept')
      expect(storage.write('b', 'x'.repeat(1024 * 1024))).toBe(FULL)
      expect(storage.read('a')).toBe('kept')
      expect(storage.read('b')).toBeUndefined()
    })
  })
}
