using System.Security.Cryptography;
using System.Text;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Tests.Platform;
using Shouldly;

namespace ReferralHub.Tests.Commissioning;

/// <summary>The folders of arrangements that show what can be written down, and copies of them in which something is changed.</summary>
static class ShownModels
{
    /// <summary>A day on which nothing in the folders is old.</summary>
    public static readonly DateOnly Day = new(2026, 11, 27);

    public static string Models => Folder("models");

    public static string Systems => Folder("systems");

    /// <summary>Files by name, as a folder has them.</summary>
    public static Dictionary<string, byte[]> Load(string folder) =>
        Directory.EnumerateFiles(folder).ToDictionary(p => Path.GetFileName(p), File.ReadAllBytes, StringComparer.Ordinal);

    /// <summary>The folder with one text changed, which must be there; an empty one is at the end of the file.</summary>
    public static Dictionary<string, byte[]> Edit(string folder, string file, string from, string to)
    {
        var files = Load(folder);
        var text = Encoding.UTF8.GetString(files[file]);
        text.ShouldContain(from);
        var at = from.Length == 0 ? text.Length : text.IndexOf(from, StringComparison.Ordinal);
        files[file] = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
        return files;
    }

    public static ConfigurationRead Read(IReadOnlyDictionary<string, byte[]> files) =>
        ConfigurationReader.Read([
            .. files.Select(f => new ConfigurationFile(f.Key, Convert.ToHexStringLower(SHA256.HashData(f.Value)), f.Value)),
        ]);

    /// <summary>All that is wrong with them: what cannot be read, or else what the checks find.</summary>
    public static IReadOnlyList<ConfigurationFault> Check(IReadOnlyDictionary<string, byte[]> files)
    {
        var read = Read(files);
        return read.Configuration is { } whole ? [.. read.Faults, .. ConfigurationChecks.Check(whole, Day)] : read.Faults;
    }

    /// <summary>Rows of an area in a file, with the header that every file has.</summary>
    public static Configuration ReadRows(string rows)
    {
        var read = Read(new Dictionary<string, byte[]> { ["rows.yaml"] = Encoding.UTF8.GetBytes($"version: 1\nsource: Test\n{rows}") });
        read.Faults.ShouldBeEmpty();
        return read.Configuration.ShouldNotBeNull();
    }

    public static string Describe(this ConfigurationFault fault) =>
        $"{(fault.IsError ? "error" : "warning")} {fault.Place?.File}:{fault.Place?.Line} {fault.Row}: {fault.Text}";

    static string Folder(string name) => Path.Combine(ModuleBoundaryTests.Root(), "tests", "data", name);
}
