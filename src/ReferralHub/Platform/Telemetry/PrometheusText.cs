using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ReferralHub.Platform.Telemetry;

/// <summary>
/// Collects the hub's meter and writes it in the Prometheus text format, version 0.0.4. The registries this project
/// builds from have no exporter package.
/// </summary>
public sealed class PrometheusText : IDisposable
{
    static readonly double[] BucketSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    readonly ConcurrentDictionary<(string Name, string Labels), double> values = new();
    readonly ConcurrentDictionary<(string Name, string Labels), long[]> histograms = new();
    readonly ConcurrentDictionary<string, (string Kind, string Help)> instruments = new();
    readonly MeterListener listener = new();

    public PrometheusText()
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name != HubMeters.Meter.Name)
                return;
            var kind =
                instrument is Histogram<double> ? "histogram"
                : instrument.Name.EndsWith("_total", StringComparison.Ordinal) ? "counter"
                : "gauge";
            instruments[instrument.Name] = (kind, instrument.Description ?? "");
            l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => values.AddOrUpdate((instrument.Name, Labels(tags)), value, (_, old) => old + value)
        );
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) =>
            {
                var key = (instrument.Name, Labels(tags));
                var counts = histograms.GetOrAdd(key, _ => new long[BucketSeconds.Length + 1]);
                var bucket = Array.FindIndex(BucketSeconds, b => value <= b);
                Interlocked.Increment(ref counts[bucket < 0 ? BucketSeconds.Length : bucket]);
                values.AddOrUpdate(key, value, (_, old) => old + value);
            }
        );
        listener.Start();
    }

    /// <summary>The page, with gauges that the caller read just now.</summary>
    public string Write(IEnumerable<(string Name, string Help, string Labels, double Value)> gauges)
    {
        var page = new StringBuilder();
        foreach (var (name, (kind, help)) in instruments.OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            Head(page, name, kind, help);
            if (kind == "histogram")
                WriteHistogram(page, name);
            else if (!values.Keys.Any(k => k.Name == name))
                page.Append(name).Append(" 0\n");
            else
                foreach (var (key, value) in values.Where(v => v.Key.Name == name).OrderBy(v => v.Key.Labels, StringComparer.Ordinal))
                    Line(page, name, key.Labels, value);
        }

        foreach (var gauge in gauges.GroupBy(g => (g.Name, g.Help)))
        {
            Head(page, gauge.Key.Name, "gauge", gauge.Key.Help);
            foreach (var (name, _, labels, value) in gauge)
                Line(page, name, labels, value);
        }

        return page.ToString();
    }

    public void Dispose() => listener.Dispose();

    void WriteHistogram(StringBuilder page, string name)
    {
        foreach (var (key, counts) in histograms.Where(h => h.Key.Name == name).OrderBy(h => h.Key.Labels, StringComparer.Ordinal))
        {
            long total = 0;
            var comma = key.Labels.Length > 0 ? "," : "";
            for (var i = 0; i <= BucketSeconds.Length; i++)
            {
                total += counts[i];
                var bound = i < BucketSeconds.Length ? BucketSeconds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                Line(page, name + "_bucket", $"{key.Labels}{comma}le=\"{bound}\"", total);
            }

            Line(page, name + "_sum", key.Labels, values.GetValueOrDefault(key));
            Line(page, name + "_count", key.Labels, total);
        }
    }

    static void Head(StringBuilder page, string name, string kind, string help) =>
        page.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');

    static void Line(StringBuilder page, string name, string labels, double value)
    {
        page.Append(name);
        if (labels.Length > 0)
            page.Append('{').Append(labels).Append('}');
        page.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
            return "";
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"").Append(value).Append('"');
        return text.ToString();
    }
}
