// Where the hub's engine and fhirpath 4.11 answer differently on purpose: which expressions, and why the hub answers as it does.
// "Spec" is FHIRPath N1 (2.0.0), http://hl7.org/fhirpath/N1.
export const explained = [
  {
    expression: /\.iif\(\$this\.count\(\) > 1/,
    when: one => one.ours === 'error',
    why: 'Spec 5.5.5 iif: the input may have one item at most, or an error is told; fhirpath takes several.',
  },
  {
    expression: /\.length\(\)/,
    when: one => one.ours === 'error',
    why: 'Spec 5.6.11 length: the input must be a String. A date, dateTime or instant does not convert to one unasked (5.5.0); fhirpath takes its text.',
  },
  {
    expression: /(doNotPerform|active|deceased|exists\(\)|= '[a-z]+') (<|<=|>|>=) (true|false)$/,
    when: one => one.ours === 'error',
    why: 'Spec 6.2: strings, numbers, quantities, dates and times have an order, booleans have none; fhirpath compares them as numbers.',
  },
  {
    expression: /(issued|effective|time|start|end)\.(toDate|convertsToDate)\(\)/,
    why: 'Spec 5.5.6 toDate: of a DateTime the result is its date, and so it converts; fhirpath answers that an instant or dateTime does not.',
  },
  {
    expression: /\.(sqrt|log|ln|exp|power)\(.*\.toString\(\)/,
    why: 'Decimals of the hub have 15 digits after a function that needs floating point, and end at 7.9e28, beyond which there is no result; those of fhirpath have 16 and are floating point throughout. The numbers agree to 12 digits.',
  },
];
