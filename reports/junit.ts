import type {Area} from '../src/model/areas.ts'
import type {Report, Result, Status} from '../src/model/report.ts'
import type {ReportFormat} from './format.ts'
import {caseOf} from './junit/case.ts'
import {type Element, xmlDocument} from './junit/element.ts'
import {byArea} from './story/tally.ts'
import {coverageOf, verdictOf} from './story/verdict.ts'

/** JUnit XML, as test servers read it: a suite for each area, a case for each check. */
export const junit: ReportFormat = {
  id: 'junit',
  extension: 'xml',
  render: report =>
    xmlDocument({
      name: 'testsuites',
      attributes: {name: report.tool.name, ...numbers(report.results)},
      children: [...byArea(report.results)].map(([area, results]) => suiteOf(area, results, report)),
    }),
}

function suiteOf(area: Area, results: readonly Result[], report: Report): Element {
  return {
    name: 'testsuite',
    // Without its zone, as the format has it.
    attributes: {name: area, ...numbers(results), timestamp: report.target.takenAt.slice(0, 19)},
    children: [
      {name: 'properties', attributes: {}, children: properties(report)},
      ...results.map(result => caseOf(result, `${report.tool.name}.${area}`)),
    ],
  }
}

/** The whole run, in every suite: JUnit has no place for it above them. */
function properties(report: Report): readonly Element[] {
  const {kind, stackName, region, generation} = report.target
  const values = {
    verdict: verdictOf(report).status,
    coverage: coverageOf(report),
    kind,
    stack: stackName ?? 'not known',
    region: region ?? 'not known',
    generation: generation ?? 'not known',
  }
  return Object.entries(values).map(([name, value]) => ({name: 'property', attributes: {name, value}}))
}

const skipping: readonly Status[] = ['unknown', 'waived', 'not-applicable']

function numbers(results: readonly Result[]): Readonly<Record<string, number>> {
  const counted = (...statuses: readonly Status[]) => results.filter(({status}) => statuses.includes(status)).length
  return {
    tests: results.length,
    failures: counted('fail'),
    errors: counted('error'),
    skipped: counted(...skipping),
    time: 0,
  }
}
