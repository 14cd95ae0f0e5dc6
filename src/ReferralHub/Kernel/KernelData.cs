using System.Reflection;

namespace ReferralHub.Kernel;

/// <summary>The lists that ship with the product, as text lines without their comments.</summary>
static class KernelData
{
    public static IEnumerable<string> Lines(string fileName)
    {
        var name = $"ReferralHub.Kernel.Data.{fileName}";
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The list {fileName} is not part of this build.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line;
    }
}
