namespace ReferralHub.Platform;

/// <summary>Files and folders that only the hub's own user may read (modes 0600 and 0700). Windows has no such modes.</summary>
public static class PrivateFiles
{
    const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode FolderMode = Mode | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, and those above it that are missing. One that is there keeps its mode.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Opens a file, making it when needed, that nobody else may have open.</summary>
    public static FileStream OpenAlone(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        var file = new FileStream(path, options);
        Restrict(path);
        return file;
    }

    /// <summary>
    /// Makes an empty file, or takes one that is there out of others' reach. To be called before anybody opens it as a database:
    /// to close a file lets go of the locks that its process has on it.
    /// </summary>
    public static void Create(string path)
    {
        if (File.Exists(path))
        {
            Restrict(path);
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        new FileStream(path, options).Dispose();
    }

    /// <summary>Takes a file out of others' reach, where it is there.</summary>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && File.GetUnixFileMode(path) != Mode)
            File.SetUnixFileMode(path, Mode);
    }

    /// <summary>Whether everybody on the machine may read a file.</summary>
    public static bool IsReadByAll(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead);
}
