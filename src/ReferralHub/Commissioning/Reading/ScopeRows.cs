using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads which care there is a word for: the section scopes.</summary>
static class ScopeRows
{
    const int AgeMax = 130;
    const long PeopleMax = 1_000_000_000;

    static readonly Dictionary<string, ActivitySource> Sources = new(StringComparer.Ordinal)
    {
        ["gp"] = ActivitySource.Gp,
        ["consultant"] = ActivitySource.Consultant,
        ["emergency"] = ActivitySource.Emergency,
        ["self"] = ActivitySource.Self,
        ["screening"] = ActivitySource.Screening,
        ["other"] = ActivitySource.Other,
    };

    static readonly Dictionary<string, StrategicRisk> Risks = new(StringComparer.Ordinal)
    {
        ["none"] = StrategicRisk.None,
        ["low"] = StrategicRisk.Low,
        ["high"] = StrategicRisk.High,
        ["specialised"] = StrategicRisk.Specialised,
    };

    static readonly Dictionary<string, string> Pods = PointsOfDelivery.All.ToDictionary(p => p, StringComparer.Ordinal);

    public static CommissioningScope? Read(RowSection row)
    {
        var include = row.Rows("include").Select(ReadPart).ToList();
        if (include.Count == 0)
            row.Fault("include", "include is missing or empty, so nothing is in this scope; add a part, such as { sources: [any] }");
        var scope = new CommissioningScope(
            row.Place,
            row.Id("id"),
            row.Text("words"),
            [.. include.OfType<ScopePart>()],
            [.. row.Rows("exclude").Select(ReadPart).OfType<ScopePart>()],
            row.NeededChoice("strategicRisk", Risks),
            row.WholeOrNull("minPopulation", 1, PeopleMax)
        );
        if (scope.Exclude.Any(p => p.CoversEverything))
            row.Fault("exclude", "exclude has a part that covers everything, so nothing is in this scope; say less in it");
        return row.Finish(() => scope);
    }

    static ScopePart? ReadPart(RowSection part)
    {
        var read = new ScopePart
        {
            Sources = part.ChoicesOrAny("sources", Sources),
            Pods = part.ChoicesOrAny("pods", Pods),
            Tfcs = ReadTfcs(part),
            Conditions = ReadConditions(part),
            AgeFrom = (int?)part.WholeOrNull("ageFrom", 0, AgeMax),
            AgeTo = (int?)part.WholeOrNull("ageTo", 0, AgeMax),
            Specialised = part.FlagOrNull("specialised"),
            CaseManaged = part.FlagOrNull("caseManaged"),
        };
        if (read.AgeTo < read.AgeFrom)
            part.Fault("ageTo", $"ageTo ({read.AgeTo}) is below ageFrom ({read.AgeFrom}); exchange them or put one right");
        return part.Finish(() => read);
    }

    static IReadOnlyList<string>? ReadTfcs(RowSection part)
    {
        if (ReadCodes(part, "tfcs") is not { } codes)
            return null;
        foreach (var code in codes.Where(c => !TreatmentFunction.TryFind(c, out _)))
            part.Fault("tfcs", $"tfcs has {Shown.Short(code)}, which is not the code of a treatment function; put it right");
        return codes;
    }

    static IReadOnlyList<string>? ReadConditions(RowSection part)
    {
        if (ReadCodes(part, "conditions") is not { } codes)
            return null;
        foreach (var code in codes.Where(c => c.Length is < 6 or > 18 || !c.All(char.IsAsciiDigit)))
            part.Fault("conditions", $"conditions has {Shown.Short(code)}; write SNOMED CT codes, of 6 to 18 digits");
        return codes;
    }

    static IReadOnlyList<string>? ReadCodes(RowSection part, string key)
    {
        if (!part.Has(key))
            return null;
        var codes = part.Texts(key);
        if (codes is ["any"])
            return null;
        if (codes.Count == 0)
            part.Fault(key, $"{key} is empty, so nothing could ever match; name one at least, or leave the key out");
        return codes;
    }
}
