import {readFileSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {BrowserContext, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {html} from '../../reports/html.ts'
import type {Report} from '../../src/model/report.ts'
import {chromiumPath, startChromium} from '../support/chromium.ts'
import {replaced} from './hostile.ts'
import {blindReport, healthyReport, nodesReport, sampleReport} from './sample-report.ts'

const options = {width: 80, colour: false, verbose: false}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe calls serious or critical, as `rule: selector`. */
const faultsOfAxe = `axe.run(document, {resultTypes: ['violations']}).then(({violations}) =>
  violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .flatMap(({id, nodes}) => nodes.map(({target}) => id + ': ' + target.join(' '))))`

// A browser is several processes at once, which a busy machine takes its time for.
describe.skipIf(chromiumPath === null)('the HTML report in Chromium', {timeout: 120_000}, () => {
  let browser: Awaited<ReturnType<typeof startChromium>>
  let context: BrowserContext
  let folder: string

  beforeAll(async () => {
    browser = await startChromium(chromiumPath ?? '')
    context = browser.context
    folder = await mkdtemp(join(tmpdir(), 'openvidu-doctor-html-'))
  }, 120_000)

  afterAll(async () => {
    await browser[Symbol.asyncDispose]()
    await rm(folder, {recursive: true, force: true})
  })

  /** The page, and everything it complained of or asked for beyond itself. */
  async function open(report: Report): Promise<{page: Page; complaints: string[]; requests: string[]}> {
    const page = await context.newPage()
    const complaints: string[] = []
    const requests: string[] = []
    page.on('console', message => complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(error.message))
    page.on('dialog', async dialog => {
      complaints.push(dialog.message())
      await dialog.dismiss()
    })
    page.on('request', request => requests.push(request.url()))
    await page.goto(await fileOf(report))
    return {page, complaints, requests}
  }

  async function fileOf(report: Report): Promise<string> {
    const file = join(folder, 'report.html')
    await writeFile(file, html.render(report, options))
    return pathToFileURL(file).href
  }

  const wideLight = [1280, 'light'] as const
  const narrowDark = [390, 'dark'] as const

  it.each([
    ['mixed, with nodes', nodesReport(2), [wideLight, [1280, 'dark'], [390, 'light'], narrowDark]],
    ['crowded', nodesReport(400), [wideLight, narrowDark]],
    ['healthy', healthyReport, [wideLight, narrowDark]],
    ['blind', blindReport, [wideLight, narrowDark]],
    ['hostile', replaced(nodesReport(2)), [wideLight, narrowDark]],
  ] as const)('has no error, asks for nothing and has no fault of accessibility: %s', async (_, report, looks) => {
    const {page, complaints, requests} = await open(report)
    expect(requests).toHaveLength(1)
    await page.evaluate(axe)
    for (const [width, colorScheme] of looks) {
      await page.setViewportSize({width, height: 900})
      await page.emulateMedia({colorScheme})
      expect(await page.evaluate(faultsOfAxe), `${width} ${colorScheme}`).toEqual([])
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(overflow, `${width} wide`).toBeLessThanOrEqual(0)
    }
    expect(complaints).toEqual([])
    await page.close()
  })

  it('runs no script of a stranger and follows none of their addresses', async () => {
    const attack = [
      '</script><script>window.owned = 1</script>',
      '<img src="https://evil.example/x" onerror="window.owned = 1">',
      '" autofocus onfocus="window.owned = 1',
      'javascript:window.owned = 1',
      '</style><style>@import "https://evil.example/y"</style>',
      '</title><svg onload="window.owned = 1">',
    ]
    const {page, complaints, requests} = await open(replaced(nodesReport(2), attack))
    expect(await page.evaluate('window.owned')).toBeUndefined()
    expect(requests).toHaveLength(1)
    expect(complaints).toEqual([])
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('img, iframe, object, embed, [onerror], [onload], [onfocus]').count()).toBe(0)
    expect(await page.locator('a:not([href^="#"]):not([href^="https:"])').count()).toBe(0)
    await page.close()
  })

  it('would not run a script even if one got in', async () => {
    const {page, complaints} = await open(sampleReport)
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.owned = 1'}))`,
    )
    expect(await page.evaluate('window.owned')).toBeUndefined()
    expect(complaints.join()).toContain('Content Security Policy')
    await page.close()
  })

  it('filters and searches, and says so; a link finds what the filter hid', async () => {
    const {page} = await open(sampleReport)
    const visible = () => page.locator('[data-status]:visible').evaluateAll(all => all.map(({id}) => id))
    const told = () => page.locator('#shown').textContent()
    expect(await told()).toBe('12 checks')

    await page.getByLabel('Severity').selectOption('high')
    expect(await visible()).toContain('check-public-ip-auto-assign')
    await page.getByLabel('Status').selectOption('fail')
    expect(await visible()).toEqual(['check-master-subnet-az-spread'])
    expect(await told()).toBe('1 of 12 checks; 3 of those hidden could not look')

    await page.locator('.tally .pass a').click()
    expect(await visible()).toContain('check-license-present')
    expect(await told()).toBe('12 checks')

    await page.getByLabel('Search').fill('DescribeSubnets denied')
    expect(await visible()).toEqual(['check-public-ip-auto-assign', 'check-subnets-in-vpc'])
    await page.getByLabel('Search').fill('no such thing')
    expect(await visible()).toEqual([])
    expect(await page.locator('#nothing').isVisible()).toBe(true)
    await page.getByRole('button', {name: 'Clear'}).click()
    await page.getByLabel('Area').selectOption('media')
    expect(await visible()).toEqual(['check-media-drain', 'check-media-group-bounds'])
    await page.close()
  })

  it('works with the keyboard', async () => {
    const {page} = await open(sampleReport)
    const focused = () => page.evaluate('document.activeElement.name || document.activeElement.textContent.trim()')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the checks')
    await page.keyboard.press('/')
    expect(await focused()).toBe('text')
    await page.keyboard.type('stopped')
    expect(await page.locator('[data-status]:visible').count()).toBe(1)
    const check = page.locator('#check-four-masters')
    await check.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await check.getAttribute('open')).toBeNull()
    await page.locator('svg a.failed').first().focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate('location.hash')).toBe('#check-four-masters')
    await expect.poll(() => check.getAttribute('open')).toBe('')
    await page.close()
  })

  it('prints everything, also what is folded or filtered away', async () => {
    const {page} = await open(sampleReport)
    await page.getByLabel('Status').selectOption('fail')
    await page.emulateMedia({media: 'print'})
    expect(await page.getByText('An OpenVidu PRO licence key is given', {exact: true}).isVisible()).toBe(true)
    expect(await page.locator('#filter').isVisible()).toBe(false)
    expect(await page.locator('[data-status]:visible').count()).toBe(12)
    await page.close()
  })

  it('can be read whole without its script, and offers no filter then', async () => {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setScriptExecutionDisabled', {value: true})
    await page.goto(await fileOf(sampleReport))
    expect(await page.locator('#filter').isVisible()).toBe(false)
    expect(await page.getByText('three masters run').isVisible()).toBe(true)
    await page.locator('#checks-pass > summary').click()
    expect(await page.getByText('An OpenVidu PRO licence key is given', {exact: true}).isVisible()).toBe(true)
    await page.close()
  })
})
