import { beforeEach, describe, expect, it } from 'vitest'
import type { FlashArea } from '../../../drivers/hal/flash-area.ts'

const PAGE = 4096

/** What `FlashPages` promises, checked on an area that may hold anything. */
export function flashPagesContract(name: string, make: () => FlashArea): void {
  describe(`${name} as FlashPages`, () => {
    let area: FlashArea

    beforeEach(() => {
      area = make()
      area.pages.erasePage(area.start)
      area.pages.erasePage(area.start + PAGE)
    })

    it('has all bits set after a page was erased', () => {
      expect([...area.pages.read(PAGE, area.start)].every(byte => byte === 0xff)).toBe(true)
    })

    it('reads back what was written, from any address and in any length', () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      area.pages.write(bytes, area.start + 64)
      expect([...area.pages.read(256, area.start + 64)]).toEqual([...bytes])
      expect([...area.pages.read(3, area.start + 64 + 13)]).toEqual([13, 14, 15])
      expect([...area.pages.read(1, area.start + 63)]).toEqual([0xff])
    })

    it('only clears bits until the page is erased', () => {
      area.pages.write(new Uint8Array([0xf0, 0xff, 0x00, 0x55]), area.start)
      area.pages.write(new Uint8Array([0x3c, 0x0f, 0xff, 0xff]), area.start)
      expect([...area.pages.read(4, area.start)]).toEqual([0x30, 0x0f, 0x00, 0x55])
    })

    it('erases one page and leaves the next', () => {
      area.pages.write(new Uint8Array(4), area.start + PAGE - 4)
      area.pages.write(new Uint8Array(4), area.start + PAGE)
      area.pages.erasePage(area.start)
      expect([...area.pages.read(8, area.start + PAGE - 4)]).toEqual([255, 255, 255, 255, 0, 0, 0, 0])
    })

    it('has the last page that it says, and a CRC-32 of bytes and of a view of them', () => {
      const last = area.start + (area.count - 1) * PAGE
      area.pages.erasePage(last)
      area.pages.write(new Uint8Array([1, 2, 3, 4]), last + PAGE - 4)
      expect([...area.pages.read(4, last + PAGE - 4)]).toEqual([1, 2, 3, 4])
      const check = Uint8Array.from('x123456789', character => character.charCodeAt(0))
      expect(area.crc32(check.subarray(1))).toBe(0xcbf43926)
    })
  })
}
