// Counts what holds and says what does not.
export class Checks {
  passed = 0;
  failures = [];

  async check(name, work) {
    try {
      await work();
      this.passed++;
    } catch (fault) {
      this.failures.push(name);
      console.log(`FAILED ${name}: ${fault?.message ?? fault}`);
    }
  }
}

export function equal(actual, expected, what) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${what ?? 'value'} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

export function holds(condition, what) {
  if (!condition) throw new Error(what);
}
