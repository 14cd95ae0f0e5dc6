using ReferralHub.Commissioning.Model;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>
/// Reads the arrangements of an area: YAML for structure, CSV for volume. Whatever is wrong is collected, with file, line and row;
/// while anything is, nothing of it is given. Nothing that a file holds makes it throw.
/// </summary>
static class ConfigurationReader
{
    const int VersionKnown = 1;

    /// <summary>Reads a folder: every .yaml file and the CSV files that have a meaning, in the order of their names.</summary>
    public static ConfigurationRead Read(string folder)
    {
        var faults = new List<ConfigurationFault>();
        var files = ConfigurationFolder.Read(folder, faults);
        return faults.Exists(f => f.IsError) ? new(null, faults.MakeReadable()) : Read(files, faults);
    }

    /// <summary>Reads texts that were kept, as they were read once from a folder.</summary>
    public static ConfigurationRead Read(IReadOnlyList<ConfigurationFile> files) => Read(files, []);

    static ConfigurationRead Read(IReadOnlyList<ConfigurationFile> files, List<ConfigurationFault> faults)
    {
        var rows = new ReadRows();
        var ordered = files.OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var yaml = ordered.FindAll(f => ConfigurationFolder.IsYaml(f.Name));
        if (yaml.Count == 0)
            faults.AddError(null, null, "there is no .yaml file; write one that says which bodies, scopes and plan sets there are");
        foreach (var file in yaml)
            if (ConfigurationYaml.Read(file, faults) is { } root)
                ReadFile(file.Name, root, rows, faults);
        rows.EndEarlierRows(faults);
        var configuration = FigureTexts.Read(ordered, rows.ToConfiguration(ordered), faults);
        return new(faults.Exists(f => f.IsError) ? null : configuration, faults.MakeReadable());
    }

    static void ReadFile(string name, YamlMappingNode node, ReadRows rows, List<ConfigurationFault> faults)
    {
        var root = new RowSection(name, faults, node, null);
        var version = root.Whole("version", 1, int.MaxValue);
        if (version > VersionKnown)
        {
            // The keys of a later version would all be called unknown.
            root.Fault("version", $"version is {version}, and this hub knows {VersionKnown} only; use a later hub, or write the rows as 1");
            return;
        }

        var source = root.Text("source");
        var kept = new KeptRows(root, rows.Written);
        kept.Add("bodies", rows.Bodies, r => BodyRows.ReadBody(r, source), b => (b.Id, b.Period.From, b.Period.To));
        kept.Add("members", rows.Members, BodyRows.ReadMember, m => ($"{m.Body}/{m.Member}/{m.Role}", m.Period.From, m.Period.To));
        kept.Add("scopes", rows.Scopes, ScopeRows.Read, s => (s.Id, null, null));
        kept.Add("planSets", rows.PlanSets, r => PlanSetRows.Read(r, source), s => (s.Id, s.Period.From, null));
        kept.Add("pools", rows.Pools, PoolRows.Read, p => (p.Id, null, null));
        kept.Add("schemes", rows.Schemes, SchemeRows.Read, s => (s.Id, null, null));
        kept.Add("contracts", rows.Contracts, r => ArrangementRows.ReadContract(r, source), c => (c.Id, c.Period.From, c.Period.To));
        Add(rows.Interests, root.Rows("interests", "person", "body"), r => BodyRows.ReadInterest(r, source));
        Add(rows.Decisions, root.Rows("decisions", "what", "scope"), ArrangementRows.ReadDecision);
        Add(rows.Accountabilities, root.Rows("accountability", "body", "to"), ArrangementRows.ReadAccountability);
        root.RefuseOtherKeys();
    }

    static void Add<T>(List<T> to, IEnumerable<RowSection> sections, Func<RowSection, T?> read)
        where T : class
    {
        foreach (var section in sections)
            if (read(section) is { } row)
                to.Add(row);
    }
}
