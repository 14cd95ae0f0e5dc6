using Prometheus;

namespace ReferralHub.Platform.Telemetry;

/// <summary>
/// Gauges of one reader, set anew at each scrape. What the reader does not say this time has no line, so that a stage that has
/// emptied, or a database that does not answer, leaves no old figure behind. One scrape at a time.
/// </summary>
public sealed class GaugeBoard(MetricFactory factory)
{
    readonly Dictionary<string, Gauge> gauges = [];
    readonly HashSet<(string Name, string Label)> said = [];
    readonly HashSet<(string Name, string Label)> shown = [];

    /// <summary>Sets a gauge that has no label.</summary>
    public void Set(string name, string help, double value)
    {
        var gauge = Find(name, help, []);
        gauge.Set(value);
        gauge.Publish();
        said.Add((name, ""));
    }

    /// <summary>Sets a gauge for one value of its label.</summary>
    public void Set(string name, string help, double value, string label, string labelValue)
    {
        Find(name, help, [label]).WithLabels(labelValue).Set(value);
        said.Add((name, labelValue));
    }

    /// <summary>Takes away what was shown and has not been said since.</summary>
    public void DropUnsaid()
    {
        foreach (var (name, label) in shown.Except(said))
            if (gauges[name].LabelNames.Length == 0)
                gauges[name].Unpublish();
            else
                gauges[name].RemoveLabelled(label);
        shown.Clear();
        shown.UnionWith(said);
        said.Clear();
    }

    Gauge Find(string name, string help, string[] labels)
    {
        if (!gauges.TryGetValue(name, out var gauge))
            gauges[name] = gauge = factory.CreateGauge(name, help, labels);
        return gauge;
    }
}
