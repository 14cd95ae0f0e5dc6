using System.Text.RegularExpressions;

namespace ReferralHub.Tests.Deploy;

/// <summary>The tests that there are, for pages that name them.</summary>
static partial class NamedTests
{
    /// <summary>Class.Method of every test that is not switched off, in whichever project.</summary>
    public static HashSet<string> Read(string root)
    {
        var tests = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            if (TestClass().Match(text) is not { Success: true } type)
                continue;
            var lines = text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
                if (TestMethod().Match(lines[i]) is { Success: true } test && IsSwitchedOn(lines, i))
                    tests.Add($"{type.Groups["name"].Value}.{test.Groups["name"].Value}");
        }

        return tests;
    }

    /// <summary>Whether none of the attributes above the method skips it; they end at an empty line.</summary>
    static bool IsSwitchedOn(string[] lines, int method)
    {
        for (var i = method - 1; i >= 0 && lines[i].Length > 0; i--)
            if (lines[i].Contains("Skip =", StringComparison.Ordinal))
                return false;
        return true;
    }

    [GeneratedRegex(@"\bclass (?<name>\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"^    public (?:static )?(?:async )?(?:Task|void|bool|Property) (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
