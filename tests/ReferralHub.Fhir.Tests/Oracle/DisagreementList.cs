namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>Lists of known differences: fields apart by tabs, names of the fields in the first line, the reason in the last.</summary>
static class DisagreementList
{
    public static List<string[]> Read(string file) =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Oracle", file))
                .Skip(1)
                .Where(l => l.Length > 0)
                .Select(l => l.Split('\t')),
        ];
}
