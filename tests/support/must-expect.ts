import { beforeEach, expect } from 'vitest'

// A test that expects nothing cannot fail, so it does. Of tests that run at once nobody knows whose expectation was met.
beforeEach(({ task }) => { if (!task.concurrent) expect.hasAssertions() })
