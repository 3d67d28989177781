import {availableParallelism} from 'node:os'
import {defineConfig} from 'vitest/config'
import {LongestFirst} from './test/support/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // oclif's output capture needs the real console: vitest's interception swallows what a command prints.
    disableConsoleIntercept: true,
    environment: 'node',
    globalSetup: 'test/support/answers-of-nodes.ts',
    // Loading the clients, the checks and the lab takes longer than most files do. What a test changes of its process it puts
    // back, so that each worker loads them once, and not once for every file.
    isolate: false,
    // Without it Node reads every client that has CommonJS and does not say so twice, to find out.
    execArgv: ['--no-experimental-detect-module'],
    // By default one processor is left to others; much of these tests is waiting for shells and commands.
    maxWorkers: availableParallelism(),
    // Whoever is last would have a worker for itself.
    sequence: {sequencer: LongestFirst},
    // Against what hangs, not against what is slow: tests start shells and commands, and machines may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
