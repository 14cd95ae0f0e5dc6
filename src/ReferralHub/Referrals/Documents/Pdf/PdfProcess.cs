using System.Diagnostics;

namespace ReferralHub.Referrals.Documents.Pdf;

/// <summary>How the process that reads PDFs is started: this executable again, with another first argument.</summary>
static class PdfProcess
{
    const string HeapBytesMax = "0x10000000";

    /// <summary>What a process of .NET needs of its surroundings; nothing else is handed on, for there are secrets among it.</summary>
    static readonly string[] HandedOn =
    [
        "PATH",
        "HOME",
        "TMPDIR",
        "LD_LIBRARY_PATH",
        "DOTNET_ROOT",
        "DOTNET_ROOT_X64",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
        "SystemRoot",
    ];

    /// <exception cref="System.ComponentModel.Win32Exception">The system does not start it.</exception>
    public static Process Start()
    {
        var start = CreateStartInfo(AppContext.BaseDirectory, Environment.ProcessPath);
        var handed = HandedOn.Select(n => (Name: n, Value: Environment.GetEnvironmentVariable(n))).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in handed)
            if (value is not null)
                start.Environment[name] = value;
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytesMax;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The reader of PDFs did not start.");
        // What it says of its end is of no use to anybody, and must not fill the pipe.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return process;
    }

    static ProcessStartInfo CreateStartInfo(string folder, string? self)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(self) == "referralhub")
            start.FileName = self!;
        else
        {
            // Run by way of the .NET host, or within another program that uses the hub: the assembly lies beside it.
            start.FileName = Path.GetFileNameWithoutExtension(self) == "dotnet" ? self! : "dotnet";
            start.ArgumentList.Add(Path.Combine(folder, "referralhub.dll"));
        }

        start.ArgumentList.Add(PdfChild.Command);
        return start;
    }
}
