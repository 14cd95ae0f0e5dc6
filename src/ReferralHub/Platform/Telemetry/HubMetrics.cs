using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Prometheus;

namespace ReferralHub.Platform.Telemetry;

/// <summary>
/// One hub's Prometheus registry: what <see cref="HubMeters"/> counts goes into it as it happens, gauges are set in it at each
/// scrape. Not the library's static registry, because a process may hold several hubs. The library's own meter adapter is
/// not used: it writes counters as gauges, forgets what was quiet for five minutes, and has no line before the first event, so
/// that <c>increase()</c> misses that one (docs/decisions/0021).
/// </summary>
public sealed class HubMetrics : IDisposable
{
    static readonly double[] BucketSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    readonly ConcurrentDictionary<Instrument, Family> families = new();
    readonly MeterListener listener = new();
    readonly MetricFactory factory;

    public HubMetrics()
    {
        factory = Metrics.WithCustomRegistry(Registry);
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name != HubMeters.Meter.Name)
                return;
            families[instrument] = new(factory, instrument);
            l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => families[instrument].Count(value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => families[instrument].Observe(value, tags));
        listener.Start();
    }

    /// <summary>What a scrape writes.</summary>
    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    /// <summary>Gauges that something reads afresh at each scrape.</summary>
    public GaugeBoard AddGauges() => new(factory);

    public void Dispose() => listener.Dispose();

    /// <summary>One instrument: a collector for each set of label names that it is used with.</summary>
    sealed class Family(MetricFactory factory, Instrument instrument)
    {
        readonly ConcurrentDictionary<string, Collector> byLabels = new();

        /// <summary>The line of a counter that has counted nothing, so that its first event is an increase.</summary>
        readonly Counter? zero = instrument is Counter<long> ? factory.CreateCounter(instrument.Name, Help(instrument)) : null;

        public void Count(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length == 0)
            {
                zero!.Inc(value);
                return;
            }

            if (byLabels.IsEmpty)
                zero!.Unpublish();
            var counter = (Counter)
                byLabels.GetOrAdd(
                    Names(tags),
                    (_, names) => factory.CreateCounter(instrument.Name, Help(instrument), names),
                    Array(tags, t => t.Key)
                );
            counter.WithLabels(Array(tags, Text)).Inc(value);
        }

        public void Observe(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var histogram = (Histogram)
                byLabels.GetOrAdd(
                    Names(tags),
                    (_, names) => factory.CreateHistogram(instrument.Name, Help(instrument), names, new() { Buckets = BucketSeconds }),
                    Array(tags, t => t.Key)
                );
            histogram.WithLabels(Array(tags, Text)).Observe(value);
        }

        static string Help(Instrument instrument) => instrument.Description ?? "";

        static string Names(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(',', Array(tags, t => t.Key));

        static string Text(KeyValuePair<string, object?> tag) => tag.Value?.ToString() ?? "";

        static string[] Array(ReadOnlySpan<KeyValuePair<string, object?>> tags, Func<KeyValuePair<string, object?>, string> part)
        {
            var parts = new string[tags.Length];
            for (var i = 0; i < tags.Length; i++)
                parts[i] = part(tags[i]);
            return parts;
        }
    }
}
