namespace ReferralHub.Fhir.FhirPath;

/// <summary>
/// Variables and functions that expressions of one purpose may use beside those of FHIRPath. With a library a variable that it
/// does not name is an error when the expression is read, and elements of a variable whose type is given are checked.
/// </summary>
/// <param name="Variables">Names without <c>%</c>, and the FHIR type each has; null for several or none.</param>
/// <param name="Functions">By name. A name of FHIRPath itself cannot be taken.</param>
public sealed record PathLibrary(IReadOnlyDictionary<string, string?> Variables, IReadOnlyDictionary<string, LibraryFunction> Functions);

/// <summary>A function of its input and the values of its arguments.</summary>
/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Run">May throw <see cref="PathException"/> without a position; that of the call is put in.</param>
public sealed record LibraryFunction(int Least, int Most, Func<PathEnvironment, PathItems, IReadOnlyList<PathItems>, PathItems> Run);
